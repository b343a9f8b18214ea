package dev.memoize.heap;

/**
 * When and how often keys were used that are not resident any more, by their hashes: the latest few for each place in
 * the cache, in nine bytes each. Two keys with one hash are taken for the same, which costs a wrong guess.
 */
final class History {
    /** How many keys are remembered for each that is resident. */
    static final int PER_ENTRY = 4;

    private static final int WAYS = 8;
    private static final int LARGEST = 1 << 26;

    private final int buckets;
    // Above the hash, below the last 32 bits of the stamp. Allocated with the first eviction.
    private long[] slots = {};
    private byte[] counts = {};

    History(int capacity) {
        buckets = (int) Math.min(LARGEST, Math.max(1L, (long) capacity * PER_ENTRY / WAYS));
    }

    private int bucket(int hash) {
        int spread = (hash ^ hash >>> 15) * 0x2C1B3C6D;
        return (int) ((spread & 0xFFFF_FFFFL) * buckets >>> Integer.SIZE) * WAYS;
    }

    void remember(Usage evicted) {
        if (slots.length == 0) {
            counts = new byte[buckets * WAYS];
            slots = new long[buckets * WAYS];
        }
        int first = bucket(evicted.hash);
        int now = (int) evicted.stamp;
        int oldest = first;
        for (int i = first; i < first + WAYS; i++) {
            if (slots[i] == 0 || (int) (slots[i] >>> Integer.SIZE) == evicted.hash) {
                oldest = i;
                break;
            }
            if (now - (int) slots[i] > now - (int) slots[oldest]) {
                oldest = i;
            }
        }
        slots[oldest] = (long) evicted.hash << Integer.SIZE | now & 0xFFFF_FFFFL;
        counts[oldest] = evicted.counted();
    }

    /** Takes a key out that is used again at {@code now}: when it was used before, or 0. Its uses go to {@code key}. */
    long recall(Usage key, long now) {
        if (slots.length == 0) {
            return 0;
        }
        int first = bucket(key.hash);
        for (int i = first; i < first + WAYS; i++) {
            long slot = slots[i];
            if (slot != 0 && (int) (slot >>> Integer.SIZE) == key.hash) {
                slots[i] = 0;
                key.restore(counts[i]);
                return now - ((int) now - (int) slot & 0xFFFF_FFFFL);
            }
        }
        return 0;
    }
}
