// counts: Floats.f=5/8 Floats.d=5/8 Floats.nanF=1/1 Floats.nanD=1/1 Floats.miss=1/1 Floats.missF=1/1 Floats.two=1/4
import dev.memoize.*;
import java.util.*;

class Floats {
    static final long MISS = 0x9E6C_63D0_676A_9A99L;
    static final float[] FS = {0f, -0f, Float.NaN, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, 1f, -1f, 0f, -0f, Float.NaN, Float.intBitsToFloat(0x7fc00001), 1f};
    static final double[] DS = {0, -0d, Double.NaN, Double.MIN_VALUE, Double.MAX_VALUE, Double.NEGATIVE_INFINITY, 1, -1, 0, -0d, Double.NaN, Double.longBitsToDouble(0x7ff8000000000001L), 1};
    @Memoize static float f(float v) { return 1 / v; }
    @Memoize static double d(double v) { return 1 / v; }
    @Memoize static float nanF(int n) { return Float.intBitsToFloat(0x7fc12345); }
    @Memoize static double nanD(int n) { return Double.longBitsToDouble(0x7ff8123456789abcL); }
    // The bits that a look-up returns for "not there" are a result like any other.
    @Memoize static long miss(int n) { return MISS; }
    @Memoize static double missF(int n) { return Double.longBitsToDouble(MISS); }
    @Memoize static String two(double a, float b) { return a + "/" + b; }

    static Object[] results() {
        List<Object> r = new ArrayList<>();
        for (float v : FS) r.add(Float.floatToIntBits(f(v)));
        for (double v : DS) r.add(Double.doubleToLongBits(d(v)));
        for (int i = 0; i < 2; i++) {
            r.add(Float.floatToRawIntBits(nanF(1)));
            r.add(Double.doubleToRawLongBits(nanD(1)));
            r.add(miss(1));
            r.add(Double.doubleToRawLongBits(missF(1)));
        }
        r.add(two(0, 0));
        r.add(two(-0d, 0));
        r.add(two(0, -0f));
        r.add(two(Double.NaN, Float.NaN));
        r.add(two(Double.longBitsToDouble(0x7ff8000000000001L), Float.intBitsToFloat(0x7fc00001)));
        return r.toArray();
    }
}
