package dev.memoize.spi;

import org.jspecify.annotations.Nullable;

/** How a look-up in a {@link RemoteMemo} ended. Immutable. */
public final class Lookup {
    private static final Lookup ABSENT = new Lookup(false, null, 0, -1, null, null);

    private final boolean found;
    private final @Nullable Object result;
    private final long remainingNanos;
    private final long dueNanos;
    private final RemoteMemo.@Nullable Lease lease;
    private final @Nullable Lookup standIn;

    private Lookup(
            boolean found,
            @Nullable Object result,
            long remainingNanos,
            long dueNanos,
            RemoteMemo.@Nullable Lease lease,
            @Nullable Lookup standIn) {
        this.found = found;
        this.result = result;
        this.remainingNanos = remainingNanos;
        this.dueNanos = dueNanos;
        this.lease = lease;
        this.standIn = standIn;
    }

    /**
     * The result is there.
     *
     * @param remainingNanos how long it may still be served, more than 0
     */
    public static Lookup found(@Nullable Object result, long remainingNanos) {
        return found(result, remainingNanos, -1, null);
    }

    /**
     * The result is there, and is to be computed again before it ends.
     *
     * @param dueNanos after how long a call should look here again, behind a hit; -1 for what the method says
     * @param refresh not null: it is due now, and this caller is the one of all processes that computes it, behind its
     *     back
     */
    public static Lookup found(
            @Nullable Object result, long remainingNanos, long dueNanos, RemoteMemo.@Nullable Lease refresh) {
        return new Lookup(true, result, remainingNanos, dueNanos, refresh, null);
    }

    /** The caller computes it, for all. */
    public static Lookup leased(RemoteMemo.Lease lease) {
        return new Lookup(false, null, 0, -1, lease, null);
    }

    /** The caller computes it, for this process. */
    public static Lookup absent() {
        return ABSENT;
    }

    /** The same, with an expired result that is returned if the body throws. */
    public Lookup orIfThatFails(Lookup expired) {
        return new Lookup(found, result, remainingNanos, dueNanos, lease, expired);
    }

    /** What is returned if the body throws; {@code null} if nothing. */
    public @Nullable Lookup standIn() {
        return standIn;
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

    public long dueNanos() {
        return dueNanos;
    }

    /** Of a result that was found: to compute it again. */
    public RemoteMemo.@Nullable Lease lease() {
        return lease;
    }
}
