// counts: Varargs.sum=2/3 Varargs.join=1/3 Varargs.of=1/2
import dev.memoize.*;
import java.util.*;

class Varargs {
    @Memoize static int sum(int... all) { int s = 0; for (int i : all) s += i; return s; }
    @Memoize static String join(String first, Object... rest) { return first + Arrays.deepToString(rest); }
    @SafeVarargs @Memoize static <T> List<T> of(T... all) { return List.of(all); }

    static Object[] results() {
        return new Object[] {
            sum(), sum(), sum(1, 2), sum(new int[] {1, 2}), sum(2, 1), join("a"), join("a", 1, "x"), join("a", 1, "x"),
            join("a", new Object[] {new Object[] {1, "x"}}), of("a"), of("a"), of("a", "b")
        };
    }
}
