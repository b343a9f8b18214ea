package dev.memoize.redis;

import dev.memoize.spi.TierInfo;
import java.util.concurrent.atomic.LongAdder;

/** What happened to the results of one method: the counts of {@link TierInfo}. Thread-safe. */
final class TierCounts {
    final LongAdder hits = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder waits = new LongAdder();
    final LongAdder skipped = new LongAdder();
    final LongAdder stores = new LongAdder();
    final LongAdder rejected = new LongAdder();
    final LongAdder unusable = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder flushes = new LongAdder();

    TierInfo info(String state) {
        return new TierInfo(
                state,
                hits.sum(),
                misses.sum(),
                waits.sum(),
                skipped.sum(),
                stores.sum(),
                rejected.sum(),
                unusable.sum(),
                failures.sum(),
                flushes.sum());
    }
}
