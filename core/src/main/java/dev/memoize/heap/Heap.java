package dev.memoize.heap;

import dev.memoize.spi.Ticker;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results that one memo keeps in this process: a table to find them, a policy to choose what goes, a clock to tell
 * what was used.
 *
 * <p>Where results are one word each and there may be many, they lie in a {@link FlatStore} and the table holds pending
 * entries only; an {@link Entry} that is handed out for such a result is a copy.
 *
 * <p>Look-ups ({@link #head} and what {@link Uses} has) take no lock, and neither do {@link #newest} and {@link #link}.
 * Every other method needs this object's monitor, which is held for a few writes at a time; no user code runs under it.
 * A caller compares keys first, then takes the monitor and checks {@link #isAsSearched}.
 */
public class Heap extends Apart {
    /** The bound of weights where there is none. */
    public static final long NO_WEIGHT = Long.MAX_VALUE;

    /** See {@link #copyFlat}. */
    protected static final long END = FlatStore.END;

    private final @Nullable Sweep sweep;

    private final boolean measured;
    private final long maxWeight;

    private final Eviction eviction;
    private Policy policy;
    private int maxSize;
    private int live;
    /**
     * Whether {@link #policy} and {@link #live} are being changed. Whoever finds it set later knows that an error
     * struck in between, such as the end of the stack, and makes both anew from the table.
     */
    private boolean changing;

    private long weight;
    private long evictions;
    private long expirations;

    /** @param ttlNanos how long a result lives, 0 for ever */
    protected Heap(int maxSize, long ttlNanos, Ticker ticker) {
        this(maxSize, NO_WEIGHT, expiry(ttlNanos, ticker), null, Recency.LAST, Eviction.LRU, 0, false);
    }

    /** @param salt of the hashes by which a policy samples keys */
    protected Heap(int maxSize, long ttlNanos, Ticker ticker, @Nullable Layout layout, Eviction eviction, int salt) {
        this(maxSize, ttlNanos, ticker, layout, Recency.LAST, eviction, salt);
    }

    Heap(
            int maxSize,
            long ttlNanos,
            Ticker ticker,
            @Nullable Layout layout,
            int lastStamp,
            Eviction eviction,
            int salt) {
        this(maxSize, NO_WEIGHT, expiry(ttlNanos, ticker), layout, lastStamp, eviction, salt, false);
    }

    /**
     * @param maxWeight of all live results together, {@link #NO_WEIGHT} if they are not weighed
     * @param expiry {@code null} if results live for ever
     * @param layout how results are to lie in arrays, if they are primitive and have neither times nor weights;
     *     otherwise {@code null}
     */
    Heap(int maxSize, long maxWeight, @Nullable Expiry expiry, @Nullable Layout layout, Eviction eviction, int salt) {
        this(maxSize, maxWeight, expiry, layout, Recency.LAST, eviction, salt, false);
    }

    /**
     * The other.
     *
     * @param measured whether every call is to take the slow path and to be measured: look-ups that take no lock find
     *     nothing. If so, {@code expiry} has to be {@link Expiry#lookingTwice}, and {@code layout} {@code null}
     */
    protected Heap(
            int maxSize,
            long maxWeight,
            @Nullable Expiry expiry,
            @Nullable Layout layout,
            Eviction eviction,
            int salt,
            boolean measured) {
        this(maxSize, maxWeight, expiry, layout, Recency.LAST, eviction, salt, measured);
    }

    /** @param lastStamp when the stamps of flat results are numbered anew */
    private Heap(
            int maxSize,
            long maxWeight,
            @Nullable Expiry expiry,
            @Nullable Layout layout,
            int lastStamp,
            Eviction eviction,
            int salt,
            boolean measured) {
        super(maxSize, expiry, measured, eviction.accesses(salt), eviction == Eviction.LRU ? layout : null, lastStamp);
        this.maxSize = maxSize;
        this.maxWeight = maxWeight;
        this.measured = measured;
        this.sweep = expiry == null ? null : new Sweep(expiry);
        this.eviction = eviction;
        this.policy = flat != null ? new Unbounded() : eviction.policy(policyCapacity(maxSize), accesses, clock);
    }

    private static @Nullable Expiry expiry(long ttlNanos, Ticker ticker) {
        return ttlNanos == 0 ? null : new Expiry(ticker, ttlNanos, 0, 0, 0, 0);
    }

    /** Where weights are bounded, something has to go also if the number is not. */
    private int policyCapacity(int size) {
        return maxWeight == NO_WEIGHT ? size : Math.min(size, Integer.MAX_VALUE - 1);
    }

    /** What {@link #publish} wants to know of a result that was computed {@code age} before {@code now}. */
    protected final @Nullable Lifetime lifetime(long now, long age, long due, @Nullable Long ownTtl, int itsWeight) {
        if (expiry != null) {
            return expiry.lifetime(now, age, due, ownTtl, itsWeight);
        }
        return maxWeight == NO_WEIGHT ? null : new Lifetime(Expiry.FOREVER, itsWeight);
    }

    /** Whether somebody wants to know what results took to compute. */
    public final boolean weighsCosts() {
        return measured || eviction == Eviction.COST_AWARE;
    }

    public final boolean storesNothing() {
        return maxSize == 0;
    }

    protected final int maxSize() {
        return maxSize;
    }

    protected final int size() {
        repair();
        return flat == null ? live : flat.size();
    }

    protected final long weight() {
        return weight;
    }

    protected final long evictions() {
        return evictions;
    }

    protected final long expirations() {
        return expirations;
    }

    /** Whether results may become visible by {@link Entry#fill} and be made known to the policy later. */
    protected final boolean canDefer() {
        return flat == null && expiry == null && maxWeight == NO_WEIGHT && !weighsCosts();
    }

    /** Puts a pending entry into the table whose key nobody else adds meanwhile. */
    public final void add(Entry pending) {
        while (!link(pending, newest(pending))) {
            Thread.onSpinWait();
        }
    }

    /** Called before anything is done with the policy or looked at in it: to {@link #keep} what was deferred. */
    protected void settle() {}

    /** To be called before and after some {@link #keep}: should that be cut short, all entries are looked through. */
    protected final void beginKeeping() {
        rebuildIfChanging();
        changing = true;
    }

    /** Makes an entry known to the policy that was filled without it, unless it has gone meanwhile. */
    protected final void keep(Entry entry) {
        if (!entry.dead && !entry.kept && entry.value != null) {
            take(entry, 0);
            evictDownTo(maxSize);
        }
    }

    protected final void endKeeping() {
        changing = false;
    }

    private void take(Entry entry, float cost) {
        entry.stamp = clock.insertion();
        policy.add(entry, cost);
        entry.kept = true;
        live++;
        makeRoom(live);
    }

    /**
     * {@link #publish(Entry, long, Object, Lifetime, Lifetime, float)} of a result that has no time or weight of its
     * own.
     */
    public final void publish(Entry entry, long bits, Object value, long now) {
        publish(entry, bits, value, now, 0);
    }

    /** The same, of known cost. */
    public final void publish(Entry entry, long bits, Object value, long now, float cost) {
        publish(entry, bits, value, lifetime(now, 0, -1, null, 0), null, cost);
    }

    /**
     * Makes a pending entry live, or gives a live one a new result, and evicts what is too much. Does nothing to an
     * entry that is dead, or that has another result by now than the one with the lifetime {@code replaced}.
     *
     * @param cost what it took to compute, in any unit, 0 if that is not known; used if {@link #weighsCosts}
     */
    public final void publish(
            Entry entry, long bits, Object value, @Nullable Lifetime life, @Nullable Lifetime replaced, float cost) {
        repair();
        Lifetime before = entry.life;
        boolean wasLive = entry.value != null;
        if (entry.dead || (wasLive && (replaced == null || before != replaced))) {
            if (flat == null) {
                // Filled by a computation that was overtaken.
                beginKeeping();
                keep(entry);
                endKeeping();
            }
            return;
        }
        if (flat != null) {
            publishFlat(flat, entry, bits);
            return;
        }
        if (life != null && life.weight > maxWeight) {
            remove(entry);
            return;
        }
        changing = true;
        if (wasLive && before != null) {
            weight -= before.weight;
        } else {
            take(entry, cost);
        }
        entry.set(bits, value, life, checkAt(life));
        if (life != null) {
            weight += life.weight;
            noteEnd(life);
        }
        evictDownTo(maxSize);
        changing = false;
    }

    private void repair() {
        rebuildIfChanging();
        settle();
    }

    /**
     * To be called where an entry is dead that can still be found: an error may have struck before it was taken out.
     */
    protected final void rebuildIfChanging() {
        if (changing) {
            if (flat == null) {
                rebuildPolicy();
            }
            evictDownTo(maxSize);
            changing = false;
        }
    }

    private void rebuildPolicy() {
        List<Entry> known = super.entries();
        for (Entry e : known) {
            // A policy may have marked one that it was about to give up; others may have been told that it is gone.
            if (e.dead) {
                kill(e);
            }
        }
        known.forEach(e -> e.kept = e.value != null);
        known.removeIf(e -> !e.kept);
        known.sort((a, b) -> Long.compare(a.stamp, b.stamp));
        Policy anew = eviction.policy(policyCapacity(maxSize), accesses, clock);
        for (Entry e : known) {
            anew.add(e, 0);
        }
        policy = anew;
        live = known.size();
        weight = 0;
        for (Entry e : known) {
            Lifetime life = e.life;
            weight += life == null ? 0 : life.weight;
        }
    }

    /**
     * The pending entry stays while another computation may still have to fill it: this result can be evicted first.
     */
    private void publishFlat(FlatStore store, Entry entry, long bits) {
        // Before it is killed, which clears the mark.
        boolean isStored = entry.kept && store.find(entry) >= 0;
        if (entry.computing() == 0) {
            kill(entry);
        }
        if (maxSize == 0 || !store.takes(entry) || isStored) {
            return;
        }
        entry.kept = true;
        while (store.size() >= maxSize) {
            evictions++;
            store.evict();
        }
        store.add(entry, bits, maxSize);
    }

    private void evictDownTo(int size) {
        while (flat != null && flat.size() > size) {
            evictions++;
            flat.evict();
        }
        if (live > size || weight > maxWeight) {
            clock.shareUnlessMine();
        }
        while (live > size || weight > maxWeight) {
            Entry victim = policy.victim();
            if (victim == null) {
                return;
            }
            evict(victim);
        }
    }

    /**
     * One that is being computed again (by a body that called itself with this key) may still get that result: unless
     * there may be others that fill it without the lock, who would not notice that its result has been taken away.
     */
    private void evict(Entry victim) {
        evictions++;
        if (victim.computing() == 0 || (canDefer() && clock.wasEverShared())) {
            kill(victim);
            return;
        }
        end(victim);
    }

    private void end(Entry entry) {
        Lifetime life = entry.life;
        if (entry.kept && flat == null) {
            live--;
            weight -= life == null ? 0 : life.weight;
        }
        entry.end();
    }

    /**
     * Takes the key's entry out for good: a computation that was to fill it can no longer do so. Returns whether there
     * was a result.
     */
    public final boolean remove(Entry entry) {
        if (flat != null) {
            return removeFlat(flat, entry);
        }
        if (entry.dead) {
            rebuildIfChanging();
            return false;
        }
        repair();
        boolean known = entry.kept;
        boolean hadResult = entry.value != null;
        changing = true;
        kill(entry);
        if (known) {
            policy.died(entry);
        }
        changing = false;
        return hadResult;
    }

    private boolean removeFlat(FlatStore store, Entry entry) {
        boolean pending = !entry.dead && entry.value == null;
        if (pending) {
            kill(entry);
        }
        int slot = store.find(entry);
        if (slot >= 0) {
            store.remove(slot);
        }
        return slot >= 0;
    }

    /** Takes a pending entry out that nobody computes any more. */
    public final void abandon(Entry pending) {
        if (!pending.dead) {
            kill(pending);
        }
    }

    private void kill(Entry entry) {
        unlink(entry);
        // Before the result is taken away; see Entry.fill.
        entry.dead = true;
        end(entry);
    }

    /** {@link #remove} of an entry that has expired. */
    public final void expire(Entry entry) {
        expirations += remove(entry) ? 1 : 0;
    }

    private void noteEnd(Lifetime life) {
        if (sweep != null) {
            sweep.note(life, live == 1);
        }
    }

    // Called under no lock:

    /** Sees to it that results leave when they have expired, also if nobody asks for them. Call it after publishing. */
    protected final void watchTime() {
        if (sweep != null) {
            sweep.watch(this);
        }
    }

    /** Removes what has expired. */
    protected final void sweep(long now) {
        if (sweep != null) {
            sweep.run(this, now);
        }
    }

    /** What the {@link Timekeeper} calls; {@code null} without times. */
    final @Nullable Sweep sweep() {
        return sweep;
    }

    /** Removes everything, pending entries too, and zeroes the statistics. */
    public final void removeAll() {
        if (flat != null) {
            flat.clear();
        }
        // Without what needs memory: it may be called because there is none.
        changing = true;
        unlinkAll();
        policy.clear();
        live = 0;
        weight = 0;
        changing = false;
        settle();
        evictions = 0;
        expirations = 0;
        zeroCounts();
    }

    /** Leaves the policy with the size that it was told. */
    final void boundByWeightAlone() {
        maxSize = Integer.MAX_VALUE - 1;
    }

    /** Changes the capacity at once, evicting what is too much. */
    public final void bound(int newMaxSize) {
        if (newMaxSize == maxSize) {
            return;
        }
        boolean sameKind =
                newMaxSize != Integer.MAX_VALUE && newMaxSize != 0 && maxSize != Integer.MAX_VALUE && maxSize != 0;
        repair();
        changing = true;
        maxSize = newMaxSize;
        clock.capacity(newMaxSize);
        if (sameKind) {
            policy.resize(policyCapacity(newMaxSize));
        } else if (flat == null) {
            rebuildPolicy();
        }
        evictDownTo(newMaxSize);
        if (flat != null) {
            flat.shrink(newMaxSize);
        }
        changing = false;
        // Of those who publish at this moment, some see the new bound only after the fence; the others are seen here.
        VarHandle.fullFence();
        settle();
    }

    /** The entries that are objects: without the live results of a flat heap. */
    protected final List<Entry> inTable() {
        return super.entries();
    }

    /** Takes everything out and leaves the statistics alone. Returns how many had results. */
    protected final int dropAll() {
        int dropped = 0;
        for (Entry e : super.entries()) {
            if (flat == null) {
                dropped += remove(e) ? 1 : 0;
            } else {
                abandon(e);
            }
        }
        if (flat != null) {
            dropped = flat.size();
            flat.clear();
        }
        return dropped;
    }

    @Override
    public final List<Entry> entries() {
        List<Entry> all = super.entries();
        for (long hash = 0; hash < END; ) {
            hash = copyFlat(hash, all);
        }
        return all;
    }

    /**
     * A part of the live results of a flat heap, so that the lock need not be held for all, nor all be copied at once:
     * see {@link FlatStore#copyFrom}. Returns where the next part begins, {@link #END} after the last.
     */
    protected final long copyFlat(long from, List<Entry> some) {
        return flat == null ? END : flat.copyFrom(from, some);
    }
}
