package dev.memoize.redis;

import dev.memoize.spi.RemoteMemo;
import org.jspecify.annotations.Nullable;

/**
 * The right of this process to fill one key. Renewed by the tier until it ends.
 *
 * <p>While there is no result, the lease lies in the key itself. To replace a result that others go on reading, it lies
 * in a key of its own, and filling replaces that very result and no other.
 */
final class HeldLease implements RemoteMemo.Lease {
    /** Where the lease lies. */
    final RedisKey key;
    /** Where the result goes. */
    final RedisKey result;
    /** How the result begins that is to be replaced. */
    final byte @Nullable [] replaces;

    final Thread owner = Thread.currentThread();
    final long number;
    final long startNanos = System.nanoTime();
    /** Written by the tier's timer alone. */
    long renewedNanos = startNanos;

    private final RedisMemo memo;

    /** The generations of the key's tags when it was asked for; nothing without tags. */
    private final byte[] generations;

    HeldLease(RedisMemo memo, RedisKey key, long number, byte[] generations) {
        this(memo, key, key, null, number, generations);
    }

    private HeldLease(
            RedisMemo memo,
            RedisKey key,
            RedisKey result,
            byte @Nullable [] replaces,
            long number,
            byte[] generations) {
        this.memo = memo;
        this.key = key;
        this.result = result;
        this.replaces = replaces;
        this.number = number;
        this.generations = generations;
    }

    /** For a result that is there. */
    static HeldLease toRefresh(RedisMemo memo, RedisKey result, byte[] stored, long number, byte[] generations) {
        return new HeldLease(memo, result.refresh(), result, Envelope.header(stored), number, generations);
    }

    @Override
    public long dueNanos() {
        return memo.dueNanos(System.nanoTime() - startNanos);
    }

    byte[] generations() {
        return generations;
    }

    @Override
    public void fill(@Nullable Object result) {
        memo.writer().fill(this, result);
    }

    @Override
    public void release() {
        memo.writer().release(this);
    }
}
