package dev.memoize.memo;

import dev.memoize.heap.Entry;
import dev.memoize.spi.RemoteMemo;
import dev.memoize.spi.Ticker;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One cache: the results of a static method, of a method on one instance, or of a function. For woven code; users have
 * {@link dev.memoize.Memo}.
 *
 * <p>The algorithm of a call: look up (in the subclass, without a lock) → {@link #open}: look again, join the
 * computation under way or open one, ask the second tier if there is one → the body, run by the caller →
 * {@link #publish} or {@link #release}, in the heap and then in the tier.
 */
public abstract class KeyedMemo extends HeapMemo {
    /**
     * What a look-up of a primitive result returns if there is none. A result that equals it is found by the slow path.
     */
    public static final long MISS = 0x9E6C_63D0_676A_9A99L;

    /** What a look-up of a reference returns for a stored {@code null}. */
    public static final Object NULL = Entry.NULL;

    private final boolean singleFlight;

    /** Whether the depth of recursion is counted. */
    final boolean deep;

    private final @Nullable Object owner;
    private final @Nullable TierLink tier;

    /**
     * Guarded by the heap. The identity of the last overflow; the error itself would keep its stack's classes alive.
     */
    private int sweptFor;

    /** @param missing see {@link dev.memoize.heap.Heap} */
    KeyedMemo(MemoizedMethod method, @Nullable Object owner, Ticker ticker, @Nullable Long missing) {
        super(method, ticker, missing);
        this.singleFlight = method.settings().singleFlight();
        this.deep = method.settings().deepRecursion();
        this.owner = owner;
        RemoteMemo remote = method.remote();
        this.tier = remote == null ? null : TierLink.of(this, remote);
    }

    @Override
    final @Nullable TierLink tier() {
        return tier;
    }

    /** The instance this cache belongs to; {@code null} for static methods and where the instance must not be held. */
    public final @Nullable Object owner() {
        return owner;
    }

    /**
     * The miss path: a flight that the caller must carry out, or one that has the result. Throws what a joined
     * computation threw. A caller that counts depths has to call {@link Flight#begun} of it.
     *
     * <p>The callers of this have more bytecodes than C1 inlines (35), so that what they keep does not lie in the frame
     * of every level of a recursion: 159 bytes a level rather than 240.
     */
    final Flight open(Entry probe) {
        if (!isStoring()) {
            return openUnstored(probe);
        }
        for (; ; ) {
            long now = now();
            Entry head = head(probe.hash);
            Entry entry = match(head, probe);
            Flight joined = null;
            Flight mine = null;
            boolean mayWait = true;
            synchronized (this) {
                if (head(probe.hash) != head || (entry != null && entry.isDead())) {
                    continue;
                }
                Entry stored = stored(probe);
                entry = stored == null ? entry : stored;
                if (entry != null && isExpired(entry, now)) {
                    remove(entry);
                    entry = null;
                }
                if (entry != null && entry.value() != null) {
                    countHit(entry);
                    return new Flight(entry.bits(), entry.value());
                }
                if (entry == null) {
                    entry = probe;
                    mine = take(entry, flight(entry));
                    add(entry);
                } else {
                    joined = (Flight) entry.flight;
                    if (joined == null || joined.isSettled()) {
                        forget(joined, entry);
                        mine = take(entry, flight(entry));
                    } else if (joined.owner == FreshStack.caller()) {
                        return alongside(entry);
                    } else if (!singleFlight) {
                        mine = alongside(entry);
                        mayWait = false;
                    }
                }
            }
            if (mine != null) {
                return tier == null ? mine : tier.lookUp((TieredFlight) mine, entry, mayWait);
            }
            switch (Objects.requireNonNull(joined).await()) {
                case VALUE:
                    countJoined(entry);
                    return new Flight(joined.bits(), joined.value());
                case FAILURE:
                    if (!joined.failedByItsThread()) {
                        countJoinedFailure();
                        throw Sneaky.<RuntimeException>uncheck(Objects.requireNonNull(joined.failure));
                    }
                    continue;
                default:
                    synchronized (this) {
                        return alongside(entry);
                    }
            }
        }
    }

    private boolean isStoring() {
        return method().isEnabled() && !storesNothing();
    }

    private Flight openUnstored(Entry probe) {
        if (method().isEnabled()) {
            countJoinedFailure();
        }
        Descent descent = deep ? Descent.current() : null;
        if (tier != null) {
            return tier.lookUp(new TieredFlight(this, null, descent), probe, true);
        }
        return deep ? new DeepFlight(this, null, descent) : new Flight(this, null);
    }

    // Below here, up to the next comment: guarded by the heap.

    private Flight flight(Entry entry) {
        if (tier == null && !deep) {
            return new Flight(this, entry);
        }
        Descent descent = deep ? Descent.current() : null;
        return tier == null ? new DeepFlight(this, entry, descent) : new TieredFlight(this, entry, descent);
    }

    /** Nothing is called once the entry has the flight: if the stack ends before, others will not wait for it. */
    private Flight take(Entry entry, Flight flight) {
        countMiss();
        entry.computing++;
        entry.flight = flight;
        return flight;
    }

    /**
     * A computation beside the one that others join: of the same thread, or of one that cannot wait. Whoever is first
     * publishes.
     */
    private Flight alongside(Entry entry) {
        Flight flight = flight(entry);
        if (entry.flight == null) {
            return take(entry, flight);
        }
        countMiss();
        entry.computing++;
        return flight;
    }

    private void forget(@Nullable Flight flight, Entry entry) {
        if (flight != null && !flight.released) {
            flight.released = true;
            entry.computing--;
        }
    }

    /** A flight has its result, its thread and its exception, and a live entry may outlast them all. */
    private void letGoOfFlight(Entry entry) {
        if (entry.computing == 0 && entry.value() != null) {
            entry.flight = null;
        }
    }

    // Called by flights and by woven code, without the lock.

    final void publish(Flight flight, Entry entry, long bits, Object value) {
        long now = now();
        float cost = weighsCosts() ? flight.cost() : 0;
        synchronized (this) {
            forget(flight, entry);
            publish(entry, bits, value, now - flight.age(), cost);
            letGoOfFlight(entry);
        }
    }

    final void release(Flight flight, Entry entry) {
        synchronized (this) {
            forget(flight, entry);
            removeIfAbandoned(entry);
            letGoOfFlight(entry);
            if (flight.failure instanceof StackOverflowError) {
                sweepMarked(flight.failure);
            }
        }
    }

    private void removeIfAbandoned(Entry entry) {
        if (entry.computing == 0 && entry.value() == null && !entry.isDead()) {
            abandon(entry);
        }
    }

    /**
     * Drops the pending entries of frames that had no stack left to call {@link Flight#fail}. Once for each overflow:
     * it passes through every frame of the recursion, and a frame that overflows again throws a new one.
     */
    private void sweepMarked(Throwable overflow) {
        int identity = System.identityHashCode(overflow);
        if (identity == sweptFor) {
            return;
        }
        sweptFor = identity;
        for (Entry e : entries()) {
            Flight flight = (Flight) e.flight;
            if (e.value() == null && (flight == null || flight.failure != null)) {
                forget(flight, e);
                removeIfAbandoned(e);
            }
        }
    }

    private void countJoined(Entry entry) {
        synchronized (this) {
            countHit(entry);
        }
    }

    private void countJoinedFailure() {
        synchronized (this) {
            countMiss();
        }
    }
}
