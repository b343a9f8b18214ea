// counts: Statics.twice=1/2 Statics.none=2/1 Statics.hidden=1/1 Statics.last=1/1 Statics.pkg=1/1
import dev.memoize.*;

public class Statics {
    @Memoize public static int twice(int n) { return 2 * n; }
    @Memoize protected static String none() { return "none"; }
    @Memoize private static long hidden(long n) { return -n; }
    @Memoize static final Object last(Object o) { return o; }
    @Memoize static int pkg(int a, String b) { return a + b.length(); }

    static Object[] results() {
        return new Object[] {
            twice(1), twice(2), twice(1), none(), none(), none(), hidden(Long.MIN_VALUE), hidden(Long.MIN_VALUE),
            last("x"), last("x"), pkg(1, "b"), pkg(1, "b")
        };
    }
}
