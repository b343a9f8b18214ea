// counts: SameNames.f=3/3 SameNames.memo=1/1 SameNames.SameNames=1/1 SameNames.flight=1/1
import dev.memoize.*;
import java.util.*;

@SuppressWarnings("unused")
class SameNames {
    static final List<Object> keep = new ArrayList<>();
    int f = 4;
    Object memo$f$0 = "mine";
    static int lambda$memo$f = 5;
    int memo;
    static class f {}
    @Memoize int f() { return f; }
    @Memoize int f(int f) { return f + this.f + lambda$memo$f + memo$f$0.toString().length(); }
    @Memoize int f(int a, int b) { return a - b; }
    @Memoize long memo() { return memo; }
    @Memoize int SameNames() { return 1; }
    @Memoize static int flight(int flight) { int key = flight, entry = key; return entry; }

    static Object[] results() {
        SameNames it = new SameNames();
        keep.add(it);
        return new Object[] {it.f(), it.f(), it.f(1), it.f(1), it.f(1, 2), it.f(1, 2), it.memo(), it.memo(), it.SameNames(), it.SameNames(), flight(3), flight(3)};
    }
}
