// counts: OddNames.größe=1/1 OddNames.$=1/1 OddNames._x$y=1/1 OddNames.名前=1/1 OddNames.access$000=1/1 OddNames.lambda$f$0=1/1 OddNames$日本.𝒻=1/1
import dev.memoize.*;
import java.util.*;

class OddNames {
    static final List<Object> keep = new ArrayList<>();
    @Memoize static int größe(int länge) { return länge; }
    @Memoize int $(int $) { return $; }
    @Memoize int _x$y(int _x$y) { return _x$y; }
    @Memoize static String 名前(String 名) { return 名; }
    @Memoize static int access$000(int n) { return n; }
    @Memoize static int lambda$f$0(int n) { return n; }
    static class 日本 { @Memoize static long 𝒻(long n) { return n; } }

    static Object[] results() {
        OddNames it = new OddNames();
        keep.add(it);
        return new Object[] {größe(1), größe(1), it.$(2), it.$(2), it._x$y(3), it._x$y(3), 名前("é"), 名前("é"), access$000(1), access$000(1), lambda$f$0(1), lambda$f$0(1), 日本.𝒻(5), 日本.𝒻(5)};
    }
}
