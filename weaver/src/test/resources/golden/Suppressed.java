import dev.memoize.Memoize;
import java.util.ArrayList;
import java.util.List;

class Suppressed {
    static int open = 1;

    @Memoize
    @SuppressWarnings("memoize")
    static int[] all(ArrayList<Integer> list, int unused) {
        return new int[list.size() + open];
    }

    @Memoize
    @SuppressWarnings({"memoize:mutable-result", "unchecked"})
    static int[] oneOfThem(int n) {
        return new int[n + open];
    }

    @Memoize
    static int parameter(@SuppressWarnings("memoize:mutable-key") ArrayList<Integer> list, StringBuilder text) {
        return list.size() + text.length();
    }

    @Memoize
    @SuppressWarnings("all")
    static int[] everything(int n) {
        return new int[n];
    }

    @Memoize
    @SuppressWarnings("rawtypes")
    static int[] somethingElse(int n) {
        return new int[n];
    }

    @SuppressWarnings("memoize:mutable-static")
    static class Nested {
        @Memoize
        static int[] reads(int n) {
            return new int[n + open];
        }

        @Memoize
        @SuppressWarnings("memoize")
        int errorsStay(int n) {
            return new Object() {
                @Memoize(maxSize = -1)
                int local(int m) {
                    return m + open;
                }
            }.local(n);
        }
    }

    @SuppressWarnings("memoize:mutable-result")
    void local() {
        new Object() {
            @Memoize
            List<Integer> inside(int n) {
                return new ArrayList<>(n);
            }
        }.inside(3);
    }
}
