package dev.memoize;

import dev.memoize.memo.Registry;
import java.util.ArrayList;
import java.util.List;

/** All memos of this process. */
public final class Memos {
    private Memos() {}

    /**
     * Every live memo: of woven methods that were called or asked for, an instance method's being the sum over its
     * instances, and of functions that are still reachable. In no order.
     */
    public static List<MemoN> all() {
        List<MemoN> all = new ArrayList<>();
        Registry.all().forEach(memo -> all.add(MemoN.of(memo)));
        return all;
    }
}
