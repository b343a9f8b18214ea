package dev.memoize.memo;

import dev.memoize.spi.RemoteTier;
import org.jspecify.annotations.Nullable;

/** Drops what carries a tag, wherever it is. */
public final class TagInvalidation {
    private TagInvalidation() {}

    /**
     * Returns how many results left the heaps of this process.
     *
     * @param loader whose settings say which tiers there are
     */
    public static int invalidate(String tag, @Nullable ClassLoader loader) {
        if (tag.isEmpty()) {
            throw new IllegalArgumentException("tag is \"\"; use one that results carry, such as product:7");
        }
        int dropped = 0;
        for (Memoized memo : Registry.tagged()) {
            dropped += memo.invalidateTag(tag);
        }
        // Each tier tells the heaps again when it has no old result any more.
        for (RemoteTier tier : Tiers.forTags(loader == null ? ClassLoader.getSystemClassLoader() : loader)) {
            tier.invalidateTag(tag);
        }
        return dropped;
    }
}
