// counts: Nulls.maybe=1/2 Nulls.three=1/1 Nulls.nothing=1/1 Nulls.box=1/2
import dev.memoize.*;

class Nulls {
    @Memoize static String maybe(String s) { return s; }
    @Memoize static Object three(Object a, int b, int[] c) { return a; }
    @Memoize static Void nothing() { return null; }
    @Memoize static Integer box(Integer n) { return n == null ? null : n + 1000; }

    static Object[] results() {
        return new Object[] {maybe(null), maybe(null), maybe("null"), three(null, 1, null), three(null, 1, null), nothing(), nothing(), box(null), box(1000), box(1000)};
    }
}
