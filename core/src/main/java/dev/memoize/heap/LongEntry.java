package dev.memoize.heap;

/** An entry whose key is one word: the primitive arguments of a call, packed. */
public final class LongEntry extends Entry {
    public final long key;

    public LongEntry(int hash, long key) {
        super(hash);
        this.key = key;
    }

    @Override
    public boolean sameKey(Entry other, Equality equality) {
        return key == ((LongEntry) other).key;
    }
}
