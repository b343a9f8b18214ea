package dev.memoize.redis;

import dev.memoize.spi.RemoteMemo;
import org.jspecify.annotations.Nullable;

/** The right of this process to fill one key. Renewed by the tier until it ends. */
final class HeldLease implements RemoteMemo.Lease {
    final RedisKey key;
    final Thread owner = Thread.currentThread();
    final long number;
    final long startNanos = System.nanoTime();
    /** Written by the tier's timer alone. */
    long renewedNanos = startNanos;

    private final RedisMemo memo;

    HeldLease(RedisMemo memo, RedisKey key, long number) {
        this.memo = memo;
        this.key = key;
        this.number = number;
    }

    @Override
    public void fill(@Nullable Object result) {
        memo.fill(this, result);
    }

    @Override
    public void release() {
        memo.release(this);
    }
}
