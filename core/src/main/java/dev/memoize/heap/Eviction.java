package dev.memoize.heap;

import org.jspecify.annotations.Nullable;

/** Which {@link Policy} a heap has; see {@code dev.memoize.Eviction}, which has the same names, for users. */
public enum Eviction {
    LRU,
    FIFO,
    SIEVE,
    ADAPTIVE;

    /** What hits are to tell the policy beyond their stamps. */
    @Nullable
    Accesses accesses(int salt) {
        return this == ADAPTIVE ? new Accesses(salt) : null;
    }

    Policy policy(int capacity, @Nullable Accesses accesses, Clock clock) {
        if (capacity == Integer.MAX_VALUE) {
            return new Unbounded();
        }
        if (accesses != null && capacity > 0) {
            return new Adaptive(capacity, accesses, clock);
        }
        return this == FIFO ? new Fifo() : this == SIEVE ? new Sieve() : new Lru();
    }
}
