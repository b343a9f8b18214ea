// javac: --release 8 -Xlint:-options
// counts: Strict.f=1/1 Strict.g=1/1
import dev.memoize.*;

strictfp class Strict {
    @Memoize static double f(double a) { return a / 3; }
    @Memoize public static strictfp float g(float a, double b) { return (float) (a / b); }

    static Object[] results() { return new Object[] {f(1), f(1), g(1, 3), g(1, 3)}; }
}
