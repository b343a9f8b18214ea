package dev.memoize.heap;

/** An entry whose key is one reference. */
public final class RefEntry extends Entry {
    public final Object key;

    /** {@code key} must not be an array that somebody else can write to. */
    public RefEntry(int hash, Object key) {
        super(hash);
        this.key = key;
    }

    @Override
    public boolean sameKey(Entry other, Equality equality) {
        return equality.same(key, ((RefEntry) other).key);
    }
}
