package dev.memoize.memo;

/** Drops what carries a tag, wherever it is. */
public final class TagInvalidation {
    private TagInvalidation() {}

    /** Returns how many results left the heaps of this process. */
    public static int invalidate(String tag) {
        if (tag.isEmpty()) {
            throw new IllegalArgumentException("tag is \"\"; use one that results carry, such as product:7");
        }
        int dropped = 0;
        for (Memoized memo : Registry.tagged()) {
            dropped += memo.invalidateTag(tag);
        }
        return dropped;
    }
}
