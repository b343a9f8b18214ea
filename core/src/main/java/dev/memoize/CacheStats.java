package dev.memoize;

/**
 * What a memo did, in more detail than {@link CacheInfo}. {@link Memo#cacheClear()} zeroes it.
 *
 * @param hits calls that got a stored result, one that was refreshed behind them included
 * @param misses calls that did not
 * @param loads results that the body returned to a call and that could be stored
 * @param loadFailures calls of the body that threw, hidden by an older result or not
 * @param refreshes results that came to replace others before those expired, behind the callers' backs
 * @param refreshFailures refreshes that threw, or that no thread could be had for
 * @param evictions results that went because there were too many, or too heavy ones
 * @param expirations results that were removed because their time was over
 * @param currWeight what the results weigh now; 0 if they are not weighed
 */
public record CacheStats(
        long hits,
        long misses,
        long loads,
        long loadFailures,
        long refreshes,
        long refreshFailures,
        long evictions,
        long expirations,
        long currWeight) {}
