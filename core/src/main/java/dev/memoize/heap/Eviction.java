package dev.memoize.heap;

import org.jspecify.annotations.Nullable;

/** Which {@link Policy} a heap has; see {@code dev.memoize.Eviction}, which has the same names, for users. */
public enum Eviction {
    LRU,
    FIFO,
    SIEVE,
    ADAPTIVE,
    COST_AWARE;

    /** Whether what it does depends on which keys it samples. */
    public boolean samples() {
        return this == ADAPTIVE || this == COST_AWARE;
    }

    /** What hits are to tell the policy beyond their stamps. */
    @Nullable
    Accesses accesses(int salt) {
        return samples() ? new Accesses(salt) : null;
    }

    Policy policy(int capacity, @Nullable Accesses accesses, Clock clock) {
        if (capacity == Integer.MAX_VALUE) {
            return new Unbounded();
        }
        if (accesses != null && capacity > 0) {
            return new Adaptive(capacity, accesses, clock, this == COST_AWARE);
        }
        return this == FIFO ? new Fifo() : this == SIEVE ? new Sieve() : new Lru();
    }
}
