import dev.memoize.Memoize;
import dev.memoize.Nowhere;
import java.util.List;

class BrokenSyntax extends Missing {
    @Memoize(maxSize = NO_SUCH, ttl = 3, size = 4)
    static Unknown unknown(Unknown a, List<Unknown> b, Unknown... c) {
        return a.b().c + undefined(b, c -> c.d);
    }

    @Memoize(maxSize = -7)
    int negative(int n) {
        return missing;
    }

    @Memoize
    int noReturn(int n) {}

    @Memoize
    var inferred(Other.Missing n) {
        int x = y -> z;
        return switch (n) {
            case 1 -> new Missing<>();
            default -> super.what(() -> System.nanoTime());
        };
    }

    @Memoize @Memoize
    int twice(int n, int n) {
        return n;
    }
}
