package dev.memoize.heap;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An entry whose key is several arguments: primitives, one to a word, and references. */
public final class WideEntry extends Entry {
    private static final long[] NO_WORDS = {};
    private static final Object[] NO_REFS = {};

    public final long[] words;
    public final Object[] refs;

    /** Keeps both arrays; {@code null} means none. No element may be an array that somebody else can write to. */
    public WideEntry(int hash, long @Nullable [] words, Object @Nullable [] refs) {
        super(hash);
        this.words = words == null ? NO_WORDS : words;
        this.refs = refs == null ? NO_REFS : refs;
    }

    public @Nullable WideEntry nextSameHash() {
        return (WideEntry) nextEntry();
    }

    @Override
    public boolean sameKey(Entry other, Equality equality) {
        WideEntry that = (WideEntry) other;
        if (!Arrays.equals(words, that.words)) {
            return false;
        }
        for (int i = 0; i < refs.length; i++) {
            if (!equality.same(refs[i], that.refs[i])) {
                return false;
            }
        }
        return true;
    }
}
