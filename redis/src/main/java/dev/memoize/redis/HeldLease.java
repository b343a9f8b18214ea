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

    /** The generations of the key's tags when it was asked for; nothing without tags. */
    private final byte[] generations;

    HeldLease(RedisMemo memo, RedisKey key, long number, byte[] generations) {
        this.generations = generations;
        this.memo = memo;
        this.key = key;
        this.number = number;
    }

    byte[] generations() {
        return generations;
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
