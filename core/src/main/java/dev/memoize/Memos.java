package dev.memoize;

import dev.memoize.memo.Registry;
import dev.memoize.memo.TagInvalidation;
import java.util.ArrayList;
import java.util.List;

/** All memos of this process. */
public final class Memos {
    private Memos() {}

    /**
     * Drops every result that carries this tag, of whatever method, see {@link Memoize#tags()}:
     * {@code invalidateTag("product:7")}. Computations under way that carry it are returned to their callers and not
     * stored.
     *
     * <p>Costs a look-up for each memo with tags, and as much as there is to drop. Returns how many results left the
     * heaps of this process. Throws {@link IllegalArgumentException} if the tag is empty.
     */
    public static int invalidateTag(String tag) {
        return TagInvalidation.invalidate(tag);
    }

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
