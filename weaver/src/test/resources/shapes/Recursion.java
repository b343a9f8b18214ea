// counts: Recursion.ack=3/20 Recursion.lev=159/120 Recursion.depth=1/2001 Recursion.choose=132/181
// Those counts are CPython's, of the same functions.
import dev.memoize.*;
import java.util.*;

class Recursion {
    @Memoize(maxSize = Memoize.UNBOUNDED) static long ack(long m, long n) { return m == 0 ? n + 1 : n == 0 ? ack(m - 1, 1) : ack(m - 1, ack(m, n - 1)); }
    @Memoize(maxSize = 10_000) static int lev(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) return a.length() + b.length();
        String x = a.substring(1), y = b.substring(1);
        return a.charAt(0) == b.charAt(0) ? lev(x, y) : 1 + Math.min(lev(x, y), Math.min(lev(x, b), lev(a, y)));
    }
    @Memoize(maxSize = 8) static int depth(int n) { return n == 0 ? 0 : 1 + depth(n - 1); }
    @Memoize(maxSize = Memoize.UNBOUNDED) static java.math.BigInteger choose(int n, int k) {
        return k == 0 || k == n ? java.math.BigInteger.ONE : choose(n - 1, k - 1).add(choose(n - 1, k));
    }

    static Object[] results() { return new Object[] {ack(2, 3), lev("kitten was", "sitting is"), depth(2000), depth(2000), choose(25, 12)}; }
}
