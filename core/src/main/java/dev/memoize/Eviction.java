package dev.memoize;

/**
 * Which result a full memo gives up. None of them makes a hit take a lock or allocate; all keep at most
 * {@link Memoize#maxSize()} results.
 */
public enum Eviction {
    /**
     * The least recently used one goes, exactly as in {@code functools.lru_cache}. The default, and the right choice
     * for small memos and recursion.
     */
    LRU,

    /** The one that was computed first goes, whether it was used since or not. */
    FIFO,

    /**
     * The first one that was not used since the last look goes, in the order they were computed (SIEVE). Good where few
     * keys are asked for very often; it can hold on to the wrong results for long where habits change.
     */
    SIEVE,

    /**
     * The memo finds out which rule does best for what it is asked for, and follows it: recency, reuse distance or
     * frequency. It begins as {@link #LRU} and comes back to it where nothing does better. Costs about 50 bytes more
     * for each result, and time on misses. For memos of some hundred results and more.
     */
    ADAPTIVE,

    /**
     * As {@link #ADAPTIVE}, for the least time spent computing instead of the fewest computations: what each result
     * took is measured, dear results are kept longer than cheap ones, and the rules are compared by the time they save.
     * The time of a computation includes the memoized calls it makes.
     */
    COST_AWARE
}
