package dev.memoize.shop;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the user asked for.
 *
 * @param jdbc a database of the user's own; empty for one of ours
 * @param redis a Redis of the user's own; empty for one of ours
 */
record Wish(
        String jdbc,
        String redis,
        boolean usesRedis,
        boolean invalidates,
        int rows,
        int processes,
        int threads,
        int writesPerSecond,
        double skew,
        int seconds,
        Duration window,
        long seed) {

    /** With Redis, messages carry changes: the time one may take. Without, only the ttl does. */
    static final Duration WINDOW = Duration.ofSeconds(1);

    static final Duration HEAP_TTL = Duration.ofSeconds(2);
    private static final String LONG_TTL = "10m";

    /** A result's time begins when it is stored; what it says may have been read so long before, on a busy machine. */
    static final Duration QUERY = Duration.ofSeconds(1);

    Plan plan(String jdbcUrl, String name, String redisUri, Path floors) {
        boolean byTtlAlone = !usesRedis && invalidates;
        return new Plan(
                jdbcUrl,
                name,
                redisUri,
                name,
                0,
                processes,
                threads,
                rows,
                skew,
                writesPerSecond,
                invalidates,
                byTtlAlone ? window.toMillis() + "ms" : LONG_TTL,
                byTtlAlone ? window.plus(QUERY) : window,
                floors.toString(),
                seed);
    }
}
