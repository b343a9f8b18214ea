// counts: Typed.loose=2/1 Typed.strict=0/3 Typed.wide=1/1 Typed.ttl=1/1 Typed.alone=1/1
import dev.memoize.*;

class Typed {
    @Memoize(typed = false) static String loose(Number n) { return "n"; }
    @Memoize(typed = true) static String strict(Number n) { return "n"; }
    @Memoize(typed = false, maxSize = 3) static String wide(Object a, Object b) { return "w"; }
    @Memoize(ttl = "1d") static int ttl(int n) { return n; }
    @Memoize(singleFlight = false) static int alone(int n) { return n; }

    static Object[] results() {
        return new Object[] {loose(1), loose(1L), loose(1.0), strict(1), strict(1L), strict(1.0), wide(1, 2L), wide(1.0, 2), ttl(1), ttl(1), alone(1), alone(1)};
    }
}
