package dev.memoize;

/**
 * The statistics of a memo at one moment, as {@code cache_info()} gives them.
 *
 * @param hits calls that were answered from the cache, or that joined a computation under way and got its result
 * @param misses calls that ran the body, that found their result in the second tier, or that joined a computation which
 *     failed
 * @param maxSize how many results are kept at most; {@link Memoize#UNBOUNDED} for all
 * @param currSize how many results are kept now, expired ones that nobody asked for included
 */
public record CacheInfo(long hits, long misses, int maxSize, int currSize) {
    /** As CPython prints it, in Java's form of a record. */
    @Override
    public String toString() {
        return "CacheInfo[hits=" + hits + ", misses=" + misses + ", maxSize=" + sizeOf(maxSize) + ", currSize="
                + currSize + "]";
    }

    static String sizeOf(int maxSize) {
        return maxSize == Memoize.UNBOUNDED ? "UNBOUNDED" : Integer.toString(maxSize);
    }
}
