package dev.memoize.heap;

import org.jspecify.annotations.Nullable;

/** An entry whose key is one reference. */
public final class RefEntry extends Entry {
    public final @Nullable Object key;

    /** {@code key} must not be an array that somebody else can write to. */
    public RefEntry(int hash, @Nullable Object key) {
        super(hash);
        this.key = key;
    }

    @Override
    public boolean sameKey(Entry other, Equality equality) {
        return equality.same(key, ((RefEntry) other).key);
    }
}
