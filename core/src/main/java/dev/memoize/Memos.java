package dev.memoize;

import dev.memoize.memo.Registry;
import dev.memoize.memo.TagInvalidation;
import dev.memoize.memo.Tiers;
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
     * <p>That is in the heaps of this process and in the second tiers, for all processes: the tiers that its memos
     * have, and those that the system properties or the context class loader's {@code memoize.properties} configure. A
     * tier that cannot be reached is told when it is back.
     *
     * <p>Costs a look-up for each memo with tags (of a method with a cache for each instance: for each of them), as
     * much as there is to drop, and a command for each tier. Returns how many results left the heaps of this process.
     * Throws {@link IllegalArgumentException} if the tag is empty.
     */
    public static int invalidateTag(String tag) {
        return TagInvalidation.invalidate(tag, Thread.currentThread().getContextClassLoader());
    }

    /**
     * Closes the second tiers that were opened for the memos of this process, with their connections and threads, at
     * the end of a program or of a test. Memos go on without; new ones, and the next {@link #invalidateTag}, may open a
     * tier again. A tier that was given to a {@link MemoBuilder} is its owner's to close.
     */
    public static void closeTiers() {
        Tiers.closeAll();
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
