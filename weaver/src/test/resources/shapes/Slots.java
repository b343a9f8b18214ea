// counts: Slots.a=1/1 Slots.b=1/1 Slots.c=1/1 Slots.d=1/1 Slots.e=1/1 Slots.g=1/1 Slots.h=1/1
import dev.memoize.*;
import java.util.*;

class Slots {
    static final List<Object> keep = new ArrayList<>();
    @Memoize static double a(long x, int y, double z) { long t = x + y; double u = z; return t + u; }
    @Memoize static long b(double x) { return (long) x; }
    @Memoize static String c(double x, String y, long z) { return x + y + z; }
    @Memoize double d(long x, long y) { double z = x; { long q = y; z += q; } return z; }
    @Memoize String e(String x, double y, Object z, float w, long v) { int local = 1; return x + y + z + w + v + local; }
    @Memoize static Object g(long x, @Memoize.Ignore double ignored, String s) { return x + s + ignored; }
    @Memoize(scope = Scope.CLASS) long h(long x) { return x; }

    static Object[] results() {
        Slots it = new Slots();
        keep.add(it);
        return new Object[] {
            a(1L << 40, 2, 0.5), a(1L << 40, 2, 0.5), b(1e15), b(1e15), c(1, "x", 2), c(1, "x", 2), it.d(1, 2), it.d(1, 2),
            it.e("x", 1, null, 2, 3), it.e("x", 1, null, 2, 3), g(1, 2, "s"), g(1, 2, "s"), it.h(9), it.h(9)
        };
    }
}
