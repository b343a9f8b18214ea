package dev.memoize.heap;

/**
 * A way to choose what goes from {@link Segments}, all of which can be exchanged for one another at any moment.
 *
 * @param basis what a key is judged by
 * @param window the share of the capacity, from 0 to 1, for keys that have yet to prove themselves
 */
record Rule(Basis basis, double window) {
    enum Basis {
        /** The least recently used key goes, whatever segment it is in. */
        RECENCY,
        /**
         * A key is worth keeping if it comes back sooner than the oldest key of the main segment was used, as in LIRS.
         */
        REUSE,
        /** A key is worth keeping if it was used more often than the one it would replace, as in TinyLFU. */
        FREQUENCY
    }

    static final Rule RECENCY = new Rule(Basis.RECENCY, 1);

    /** How many keys of {@code capacity} the window holds. */
    int windowOf(int capacity) {
        if (basis == Basis.RECENCY) {
            return capacity;
        }
        return Math.max(1, Math.min(capacity - 1, (int) Math.round(capacity * window)));
    }
}
