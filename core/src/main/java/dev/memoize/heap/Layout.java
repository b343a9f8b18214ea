package dev.memoize.heap;

/**
 * How live results of one memo lie in arrays, a {@link FlatStore}: primitive results that have neither times nor
 * weights.
 *
 * @param words of a key, {@link LongEntry}s' having one
 * @param refs of a key, {@link RefEntry}s' having one and no word
 * @param missing what look-ups return for an absent key
 */
public record Layout(int words, int refs, long missing) {
    FlatStore store(int maxSize, Clock clock, int lastStamp) {
        return words == 1 && refs == 0
                ? new FlatPairs(maxSize, missing, clock, lastStamp)
                : new FlatRows(this, clock, lastStamp);
    }

    /** Of keys of one word. */
    static Layout pairs(long missing) {
        return new Layout(1, 0, missing);
    }
}
