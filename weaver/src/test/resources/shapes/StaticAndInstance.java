// counts: StaticAndInstance.a=1/1 StaticAndInstance.b=2/2 StaticAndInstance.c=1/1 StaticAndInstance.d=0/4 StaticAndInstance.isEven=1/6 StaticAndInstance.isOdd=0/5
import dev.memoize.*;
import java.util.*;

class StaticAndInstance {
    static final List<Object> keep = new ArrayList<>();
    final int n;
    StaticAndInstance(int n) { this.n = n; keep.add(this); first = b(n); }
    final int first;
    @Memoize static int a(int x) { return x; }
    @Memoize int b(int x) { return x + n; }
    @Memoize(scope = Scope.CLASS) int c(@Memoize.Ignore int x) { return x; }
    @Memoize(maxSize = 0) static int d(int x) { return x; }
    @Memoize static boolean isEven(int x) { return x == 0 || isOdd(x - 1); }
    @Memoize static boolean isOdd(int x) { return x != 0 && isEven(x - 1); }
    static final int AT_START = a(7);

    static Object[] results() {
        StaticAndInstance one = new StaticAndInstance(1), two = new StaticAndInstance(2);
        return new Object[] {
            a(7), AT_START, one.first, two.first, one.b(1), two.b(2), one.c(5), one.c(5), d(1), d(1), d(2), d(1), isEven(10), isEven(10)
        };
    }
}
