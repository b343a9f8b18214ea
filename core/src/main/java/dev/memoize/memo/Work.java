package dev.memoize.memo;

/** What a memo did beside hits and misses; see {@code dev.memoize.CacheStats}, which has the same names, for users. */
public record Work(
        long loads,
        long loadFailures,
        long refreshes,
        long refreshFailures,
        long evictions,
        long expirations,
        long currWeight) {
    static final Work NONE = new Work(0, 0, 0, 0, 0, 0, 0);

    Work plus(Work other) {
        return new Work(
                loads + other.loads,
                loadFailures + other.loadFailures,
                refreshes + other.refreshes,
                refreshFailures + other.refreshFailures,
                evictions + other.evictions,
                expirations + other.expirations,
                currWeight + other.currWeight);
    }
}
