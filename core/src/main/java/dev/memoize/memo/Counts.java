package dev.memoize.memo;

/** One consistent reading of a memo's statistics. */
public record Counts(long hits, long misses, int maxSize, int currSize) {
    Counts plus(Counts other) {
        return new Counts(hits + other.hits, misses + other.misses, maxSize, currSize + other.currSize);
    }
}
