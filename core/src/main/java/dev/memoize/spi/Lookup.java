package dev.memoize.spi;

import org.jspecify.annotations.Nullable;

/** How a look-up in a {@link RemoteMemo} ended. Immutable. */
public final class Lookup {
    private static final Lookup ABSENT = new Lookup(false, null, 0, null);

    private final boolean found;
    private final @Nullable Object result;
    private final long remainingNanos;
    private final RemoteMemo.@Nullable Lease lease;

    private Lookup(boolean found, @Nullable Object result, long remainingNanos, RemoteMemo.@Nullable Lease lease) {
        this.found = found;
        this.result = result;
        this.remainingNanos = remainingNanos;
        this.lease = lease;
    }

    /**
     * The result is there.
     *
     * @param remainingNanos how long it may still be served, more than 0
     */
    public static Lookup found(@Nullable Object result, long remainingNanos) {
        return new Lookup(true, result, remainingNanos, null);
    }

    /** The caller computes it, for all. */
    public static Lookup leased(RemoteMemo.Lease lease) {
        return new Lookup(false, null, 0, lease);
    }

    /** The caller computes it, for this process. */
    public static Lookup absent() {
        return ABSENT;
    }

    public boolean isFound() {
        return found;
    }

    public @Nullable Object result() {
        return result;
    }

    public long remainingNanos() {
        return remainingNanos;
    }

    public RemoteMemo.@Nullable Lease lease() {
        return lease;
    }
}
