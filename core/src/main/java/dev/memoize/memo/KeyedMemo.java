package dev.memoize.memo;

import dev.memoize.heap.Computation;
import dev.memoize.heap.Entry;
import dev.memoize.heap.Layout;
import dev.memoize.heap.Lifetime;
import dev.memoize.heap.Sighting;
import dev.memoize.spi.RemoteMemo;
import dev.memoize.spi.Ticker;
import dev.memoize.trace.Recorder;
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
    public static final long MISS = Entry.MISS;

    /** What a look-up of a reference returns for a stored {@code null}. */
    public static final Object NULL = Entry.NULL;

    private static final int FLAT_FROM = 1 << 15;

    private final boolean singleFlight;

    /** Whether the depth of recursion is counted. */
    final boolean deep;

    private final @Nullable Object owner;
    private final @Nullable TierLink tier;
    private final @Nullable TagIndex tags;

    /** Where there is one, every call comes through {@link #open}: fast look-ups find nothing. */
    private final @Nullable Recorder recorder;

    private final int recordedCache;

    /** Whether a flight can be carried out as soon as it is there. */
    private final boolean isPlain;

    /** {@code null} where each result is made known to the policy at once. */
    private final @Nullable Arrivals arrivals;

    /** Of woven methods; {@code null} if the key is not enough to call the body. */
    private final @Nullable Refresh refresher;

    /**
     * Guarded by the heap. The identity of the last overflow; the error itself would keep its stack's classes alive.
     */
    private int sweptFor;

    /** @param large whether there may be so many results that they are to lie in arrays, if they can */
    KeyedMemo(MemoizedMethod method, @Nullable Object owner, Ticker ticker, boolean large) {
        super(method, ticker, large ? layout(method) : null);
        this.singleFlight = method.settings().singleFlight();
        this.deep = method.settings().deepRecursion();
        this.owner = owner;
        this.recorder = method.recorder();
        this.recordedCache = recorder == null ? 0 : recorder.cache();
        RemoteMemo remote = method.remote();
        boolean refreshes = method.settings().refreshNanos() != 0 || (remote != null && remote.refreshesEarly());
        this.refresher = refreshes ? Refresh.of(this) : null;
        this.tags = TagIndex.of(this, remote == null ? tag -> tag : remote::tag);
        this.tier = remote == null ? null : TierLink.of(this, remote);
        this.isPlain = tags == null && tier == null;
        this.arrivals = tier == null && recorder == null && canDefer() ? new Arrivals() : null;
    }

    /**
     * Whether there may be so many results that primitive ones are to lie in arrays, unless they expire or have tags:
     * in a third of the memory or less, and a miss in a memo of a million takes a third of the time. Fewer are objects:
     * a hit is a nanosecond faster.
     */
    static boolean isLarge(MemoizedMethod method) {
        return method.settings().maxSize() >= FLAT_FROM;
    }

    private static @Nullable Layout layout(MemoizedMethod method) {
        boolean plain = method.signature().returnsPrimitive()
                && method.recorder() == null
                && method.remote() == null
                && method.expiry(Ticker.system()) == null
                && !method.callbacks().lookAtResults()
                && !method.tags().dependOnArguments();
        return plain ? method.signature().layout(MISS) : null;
    }

    @Override
    final @Nullable TierLink tier() {
        return tier;
    }

    @Override
    final @Nullable TagIndex tagIndex() {
        return tags;
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
        Flight mine = null;
        for (Sighting seen = null; ; seen = look(probe, equality)) {
            Entry newest = newest(probe);
            Entry entry = match(newest, probe);
            if (entry == null && !isFlat()) {
                mine = mine == null ? take(probe, flight(probe)) : mine;
                if (link(probe, newest)) {
                    return isPlain ? mine : prepared(mine, probe, true);
                }
                continue;
            }
            if (mine != null) {
                uncountMiss();
                probe.flight = null;
                mine = null;
            }
            Flight found = openKnown(probe, newest, entry, seen);
            if (found != null) {
                return found;
            }
        }
    }

    /**
     * The rest of {@link #open} where there is an entry already, or may be one in a flat store. {@code null} if that is
     * not so any more.
     */
    private @Nullable Flight openKnown(
            Entry probe, @Nullable Entry newest, @Nullable Entry known, @Nullable Sighting seen) {
        long now = now();
        Entry entry = known;
        Flight hit = null;
        Flight joined = null;
        Flight mine = null;
        boolean mayWait = true;
        synchronized (this) {
            if (entry != null && entry.isDead()) {
                rebuildIfChanging();
                return null;
            }
            if ((entry == null && !isAsSearched(probe, newest)) || mustLook(probe, seen)) {
                return null;
            }
            Entry stored = stored(probe, seen);
            entry = stored == null ? entry : stored;
            boolean expired = entry != null && isExpired(entry, now);
            if (entry != null && expired && entry.computing() == 0 && !standsIn(entry, now)) {
                expire(entry);
                return null;
            }
            if (entry == null) {
                entry = probe;
                mine = take(entry, flight(entry));
                add(entry);
            } else if (entry.value() != null && !expired) {
                countHit(entry, now);
                hit = new Flight(entry.bits(), entry.value());
                if (isDue(entry, now)) {
                    hit.refresh = claim(entry);
                }
            } else {
                joined = (Flight) entry.flight;
                if (joined == null || joined.isSettled()) {
                    if (entry.value() != null && !expired) {
                        // It has arrived, without the lock, since it was looked for above.
                        return null;
                    }
                    forget(joined, entry);
                    mine = take(entry, flight(entry));
                } else if (joined.awaitsThread()) {
                    // A refresh that still waits for a thread, perhaps for this one. Counted first: if the stack ends
                    // in there, nobody is to wait for one that has begun.
                    countMiss();
                    joined.begin();
                    mine = joined;
                } else if (joined.owner == FreshStack.caller()) {
                    // Filed already, by the computation that this one is a part of.
                    return alongside(entry);
                } else if (!singleFlight) {
                    mine = alongside(entry);
                    mayWait = false;
                }
            }
        }
        if (hit != null) {
            record(entry, null, 0);
            return refreshed(hit);
        }
        if (mine != null) {
            return isPlain ? mine : prepared(mine, entry, mayWait);
        }
        return join(Objects.requireNonNull(joined), Objects.requireNonNull(entry));
    }

    /** Waits for another's result. {@code null} if there is none, and the caller has to try for itself. */
    private @Nullable Flight join(Flight joined, Entry entry) {
        switch (joined.await()) {
            case VALUE:
                countJoined(entry);
                record(entry, null, 0);
                return new Flight(joined.bits(), joined.value());
            case FAILURE:
                if (joined.failedByItsThread()) {
                    return null;
                }
                countMiss();
                if (joined.standIn(joined.failure)) {
                    return new Flight(joined.bits(), joined.value());
                }
                throw Sneaky.<RuntimeException>uncheck(Objects.requireNonNull(joined.failure));
            default:
                Flight mine;
                synchronized (this) {
                    mine = alongside(entry);
                }
                return isPlain ? mine : prepared(mine, entry, false);
        }
    }

    /**
     * What a flight needs between being found by others and its body: the entry's tags are filed, and the second tier
     * is asked, which may have the result.
     */
    private Flight prepared(Flight mine, Entry entry, boolean mayWait) {
        try {
            file(mine, entry);
            return tier == null ? mine : refreshed(tier.lookUp((TieredFlight) mine, entry, mayWait));
        } catch (Throwable t) {
            mine.failure = t;
            throw t;
        }
    }

    /** Makes the entry known to those who invalidate by other names than its key, before the body begins. */
    private void file(Flight mine, Entry entry) {
        if (tags != null) {
            tags.file(mine, entry);
        }
    }

    private boolean isStoring() {
        return method().isEnabled() && !storesNothing();
    }

    private Flight openUnstored(Entry probe) {
        if (method().isEnabled()) {
            countMiss();
            record(probe, null, 0);
        }
        Descent descent = deep ? Descent.current() : null;
        if (tier != null) {
            return tier.lookUp(new TieredFlight(this, null, descent), probe, true);
        }
        return deep ? new DeepFlight(this, null, descent) : new Flight(this, null);
    }

    /** A hit, the refresh that it asks for being under way. */
    private Flight refreshed(Flight hit) {
        Flight refresh = hit.refresh;
        if (refresh != null && method().declaringClass() != null) {
            if (refresher == null) {
                // The arguments are the caller's alone: it refreshes, and others get the old result meanwhile.
                return begin(refresh) ? refresh : hit;
            }
            start(refresh, refresher);
        }
        return hit;
    }

    /** Refreshes by a function's body, if {@code hit} asks for it. */
    final void refresh(Flight hit, Refresh body) {
        if (hit.refresh != null) {
            start(hit.refresh, body);
        }
    }

    private void start(Flight refresh, Refresh body) {
        try {
            method().callbacks().executor().execute(() -> run(refresh, body));
        } catch (Throwable t) {
            // No thread, or no stack: the caller has its result all the same. Not if an earlier attempt has got to one.
            if (begin(refresh)) {
                refresh.failure = t;
                refresh.fail(t);
            }
        }
    }

    private void run(Flight refresh, Refresh body) {
        Entry entry = Objects.requireNonNull(refresh.entry);
        if (entry.isDead()) {
            refresh.failed();
            return;
        }
        if (!begin(refresh)) {
            return;
        }
        try {
            if (tier == null || tier.lookUp((TieredFlight) refresh, entry, true) == refresh) {
                body.carryOut(refresh, entry);
            }
        } catch (Throwable t) {
            refresh.failure = t;
            refresh.fail(t);
        }
    }

    /** The refresh of what the tier just gave, by its lease; {@code null} if the entry has gone or has one. */
    final @Nullable Flight claim(Entry entry, RemoteMemo.Lease lease) {
        TieredFlight refresh = null;
        synchronized (this) {
            if (entry.value() != null && !entry.isDead()) {
                refresh = (TieredFlight) claim(entry);
                if (refresh != null && refresh.lease == null) {
                    refresh.lease = lease;
                    return refresh;
                }
            }
        }
        lease.release();
        return refresh;
    }

    private boolean begin(Flight refresh) {
        synchronized (this) {
            return refresh.begin();
        }
    }

    // Below here, up to the next comment: guarded by the heap, or about an entry that nobody can find yet.

    private Flight flight(Entry entry) {
        Flight flight = newFlight(entry);
        flight.replaced = entry.value() == null ? null : entry.life();
        return flight;
    }

    private Flight newFlight(Entry entry) {
        if (tier == null && !deep) {
            return new Flight(this, entry);
        }
        Descent descent = deep ? Descent.current() : null;
        return tier == null ? new DeepFlight(this, entry, descent) : new TieredFlight(this, entry, descent);
    }

    /** The only refresh of a live entry; {@code null} if it is under way already. */
    private @Nullable Flight claim(Entry entry) {
        Flight known = (Flight) entry.flight;
        if (known != null && !known.isSettled()) {
            // One that never got to a thread may try again.
            return known.hasBegun() ? null : known;
        }
        if (known != null) {
            forget(known, entry);
        }
        // Not a deep one: it is the first level of its recursion, whoever carries it out.
        Flight refresh = tier == null ? new Flight(this, entry) : new TieredFlight(this, entry, null);
        refresh.replaced = entry.life();
        refresh.isRefresh = true;
        refresh.owner = null;
        return hold(entry, refresh);
    }

    /** Nothing is called once the entry has the flight: if the stack ends before, others will not wait for it. */
    private Flight take(Entry entry, Flight flight) {
        countMiss();
        return hold(entry, flight);
    }

    private static Flight hold(Entry entry, Flight flight) {
        Computation known = entry.flight;
        flight.underWay = known == null ? 1 : known.underWay + 1;
        entry.flight = flight;
        return flight;
    }

    /**
     * A computation beside the one that others join: of the same thread, or of one that cannot wait. Whoever is first
     * publishes.
     */
    private Flight alongside(Entry entry) {
        Flight flight = flight(entry);
        Computation joinable = entry.flight;
        if (joinable == null) {
            return take(entry, flight);
        }
        countMiss();
        joinable.underWay++;
        return flight;
    }

    /** Counts its failure, too: whoever comes first sees that it has failed, which need not be its own thread. */
    private void forget(@Nullable Flight flight, Entry entry) {
        Computation counting = entry.flight;
        if (flight != null && !flight.released && counting != null) {
            flight.released = true;
            counting.underWay--;
            if (flight.failure != null && flight.isRefresh) {
                refreshFailures++;
            } else if (flight.failure != null) {
                loadFailures++;
            }
        }
    }

    /** A flight has its result, its thread and its exception, and a live entry may outlast them all. */
    private void letGoOfFlight(Entry entry) {
        if (entry.computing() == 0 && entry.value() != null) {
            entry.flight = null;
        }
    }

    private void keepMine(Arrivals some) {
        try {
            synchronized (this) {
                beginKeeping();
                some.take(Arrivals.stripe());
                keepAll(some);
                endKeeping();
            }
        } finally {
            some.kept();
        }
    }

    @Override
    protected final void settle() {
        if (arrivals != null && arrivals.areWaiting()) {
            beginKeeping();
            arrivals.takeAll();
            keepAll(arrivals);
            endKeeping();
        }
    }

    private void keepAll(Arrivals some) {
        for (Flight flight = some.oldest(); flight != null; flight = some.oldest()) {
            Entry entry = Objects.requireNonNull(flight.entry);
            forget(flight, entry);
            if (entry.value() == null && !entry.isDead()) {
                entry.fill(flight.bits(), Objects.requireNonNull(flight.value()));
            }
            keep(entry);
            letGoOfFlight(entry);
            // Last, so that whoever is cut short leaves it to the next.
            some.drop(flight);
            loads++;
        }
    }

    // Called by flights and by woven code, without the lock.

    final void publish(Flight flight, Entry entry, long bits, Object value, float cost) {
        if (arrivals != null && isShared() && isFirst(flight, entry)) {
            // It may wait for long, and nobody has to know any more whose it was.
            flight.owner = null;
            // Pushed first: should the stack end in between, whoever keeps it fills it as well.
            int waiting = arrivals.push(flight);
            boolean fits = waiting < Arrivals.most(maxSize());
            if (fits) {
                entry.fill(bits, value);
            }
            // Asked again, since whoever has made the bound smaller may have looked for it before it was pushed.
            if (arrivals.areToBeKept(waiting, maxSize())) {
                keepMine(arrivals);
            } else if (!fits) {
                entry.fill(bits, value);
            }
            return;
        }
        long now = now();
        Lifetime life = lifetime(bits, value, now, flight.age(), flight.dueIn());
        synchronized (this) {
            forget(flight, entry);
            publish(entry, bits, value, life, flight.replaced, cost);
            if (isExpired(entry, now)) {
                remove(entry);
            }
            letGoOfFlight(entry);
            if (flight.isRefresh) {
                refreshes++;
            } else if (flight.ranBody()) {
                loads++;
            }
            flight.arrive();
        }
        if (!flight.isRefresh) {
            record(entry, life, flight.ranBody() ? cost : 0);
        }
        watchTime();
    }

    /** As far as can be seen without the lock. What is dead has no reason to wait for the policy. */
    private static boolean isFirst(Flight flight, Entry entry) {
        return entry.flight == flight && entry.value() == null && !entry.isDead();
    }

    /** In the order in which the policy saw it: a call that computes counts when its result is stored. */
    private void record(Entry entry, @Nullable Lifetime life, float cost) {
        Recorder to = recorder;
        if (to != null) {
            int weight = life == null || method().maxWeight() == null ? 1 : life.weight();
            to.add(entry, recordedCache, weight, cost);
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

    /** Whether the entry's result may be returned though computing it again has failed. */
    final boolean standsIn(Flight flight, Entry entry) {
        long now = now();
        synchronized (this) {
            if (flight.replaced == null || entry.life() != flight.replaced || !standsIn(entry, now)) {
                return false;
            }
            flight.take(entry.bits(), entry.value());
            return true;
        }
    }

    private void removeIfAbandoned(Entry entry) {
        if (entry.computing() == 0 && entry.value() == null && !entry.isDead()) {
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
        for (Entry e : inTable()) {
            Flight flight = (Flight) e.flight;
            if (flight == null ? e.value() == null : flight.failure != null) {
                forget(flight, e);
                removeIfAbandoned(e);
                letGoOfFlight(e);
            }
        }
    }

    private void countJoined(Entry entry) {
        synchronized (this) {
            countHit(entry);
        }
    }
}
