package dev.memoize.heap;

/** Counts accesses in generations, so that what was used often long ago counts less than what is used now. */
final class Generations {
    /** A generation is so many accesses for each entry. */
    static final int ACCESSES_PER_ENTRY = 10;

    private Generations() {}

    static int of(long accesses, int capacity) {
        return (int) (accesses / ((long) capacity * ACCESSES_PER_ENTRY));
    }
}
