package dev.memoize.memo;

import dev.memoize.heap.Entry;
import dev.memoize.heap.Equality;
import dev.memoize.heap.Heap;
import dev.memoize.heap.Layout;
import dev.memoize.heap.Lifetime;
import dev.memoize.heap.Rows;
import dev.memoize.heap.Sighting;
import dev.memoize.spi.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One cache as its handle sees it: everything but the calls, which are {@link KeyedMemo}'s. */
abstract class HeapMemo extends Heap implements Memoized {
    final Equality equality;
    private final MemoizedMethod method;

    // Guarded by the heap.
    long loads;
    long loadFailures;
    long refreshes;
    long refreshFailures;

    HeapMemo(MemoizedMethod method, Ticker ticker, @Nullable Layout layout) {
        super(
                method.settings().maxSize(),
                method.callbacks().maxWeight(),
                method.expiry(ticker),
                layout,
                method.settings().eviction(),
                ThreadLocalRandom.current().nextInt(),
                method.recorder() != null);
        this.method = method;
        this.equality = Equality.of(method.settings().typed());
    }

    /** What ties this heap to the second tier, if there is one. */
    abstract @Nullable TierLink tier();

    @Override
    public final MemoizedMethod method() {
        return method;
    }

    /**
     * Whether a reference of a row's key is that argument. Runs {@code equals} on what a key consists of, under no
     * lock; asks it nothing of a row that has changed since {@code version}.
     */
    public final boolean same(Rows rows, int slot, long version, int i, @Nullable Object argument) {
        Object stored = rows.ref(slot, i);
        return stored == argument || (rows.isStill(slot, version) && equality.same(stored, argument));
    }

    /** The entry with the key of {@code probe}, from that one of its bucket on. Runs {@code equals}: under no lock. */
    final @Nullable Entry match(@Nullable Entry newest, Entry probe) {
        Entry e = newest;
        while (e != null && !(e.hash == probe.hash && probe.sameKey(e, equality))) {
            e = e.older();
        }
        return e;
    }

    @Override
    public final Counts counts() {
        synchronized (this) {
            // First, since a miss is counted before its result is stored.
            int size = size();
            return new Counts(hits(), misses(), maxSize(), size);
        }
    }

    @Override
    public final Work work() {
        synchronized (this) {
            return new Work(loads, loadFailures, refreshes, refreshFailures, evictions(), expirations(), weight());
        }
    }

    @Override
    public final void clear() {
        TierLink tier = tier();
        if (tier != null) {
            tier.clear();
        }
        clearHeap();
    }

    final void clearHeap() {
        synchronized (this) {
            removeAll();
            loads = 0;
            loadFailures = 0;
            refreshes = 0;
            refreshFailures = 0;
        }
    }

    /** Takes one entry out. */
    final void kill(Entry entry) {
        synchronized (this) {
            remove(entry);
        }
    }

    /** Takes all entries out and leaves the statistics alone. Returns how many had results. */
    final int killAll() {
        int dropped;
        synchronized (this) {
            dropped = dropAll();
        }
        TierLink tier = tier();
        return tier == null ? dropped : dropped + tier.killFiled();
    }

    /** The same of these. */
    final int killAll(List<Entry> entries) {
        int dropped = 0;
        synchronized (this) {
            for (Entry e : entries) {
                dropped += remove(e) ? 1 : 0;
            }
        }
        return dropped;
    }

    /** Which entries carry which tags; {@code null} if there are no tags. */
    abstract @Nullable TagIndex tagIndex();

    @Override
    public final int invalidateTag(String tag) {
        TagIndex index = tagIndex();
        return index == null ? 0 : index.invalidate(tag);
    }

    @Override
    public final void resize(int maxSize) {
        method.checkBound(method.settings().withMaxSize(maxSize));
        synchronized (this) {
            bound(maxSize);
        }
    }

    @Override
    public final @Nullable Object peek(Object[] arguments, Object absent) {
        Entry probe = method.signature().probe(arguments, equality);
        long now = now();
        for (Sighting seen = null; ; seen = look(probe, equality)) {
            Entry newest = newest(probe);
            Entry entry = match(newest, probe);
            synchronized (this) {
                if (!isAsSearched(probe, newest) || mustLook(probe, seen)) {
                    continue;
                }
                Entry stored = stored(probe, seen);
                entry = stored == null ? entry : stored;
                if (entry == null || entry.isDead() || entry.value() == null || isExpired(entry, now)) {
                    return absent;
                }
                return method.signature().boxedResult(entry.bits(), entry.value());
            }
        }
    }

    @Override
    public final void put(Object[] arguments, @Nullable Object result) {
        if (!method.isEnabled() || (storesNothing() && tier() == null)) {
            return;
        }
        Signature signature = method.signature();
        boolean primitive = signature.returnsPrimitive();
        long bits = primitive ? signature.resultBits(result) : 0;
        Object value = primitive ? Entry.PRIMITIVE : result == null ? Entry.NULL : result;
        Entry probe = filed(signature.probe(arguments, equality));
        TierLink tier = tier();
        if (tier != null) {
            tier.put(probe, result);
        }
        if (!storesNothing()) {
            store(probe, bits, value);
        }
    }

    /** Makes an entry known that is about to get its result, before anybody else has that. */
    private Entry filed(Entry probe) {
        TagIndex index = tagIndex();
        if (index != null && !storesNothing()) {
            index.file(probe);
        }
        return probe;
    }

    private void store(Entry probe, long bits, Object value) {
        long now = now();
        exchange(probe, bits, value, lifetime(bits, value, now, 0), now);
        watchTime();
    }

    @Override
    public final void putAll(List<Object[]> arguments, List<@Nullable Object> results) {
        TierLink tier = tier();
        if (tier == null || !method.isEnabled()) {
            for (int i = 0; i < arguments.size(); i++) {
                put(arguments.get(i), results.get(i));
            }
            return;
        }
        Signature signature = method.signature();
        List<Entry> probes = new ArrayList<>();
        for (Object[] a : arguments) {
            probes.add(filed(signature.probe(a, equality)));
        }
        tier.putAll(probes, results);
        for (int i = 0; i < probes.size(); i++) {
            Object result = results.get(i);
            boolean primitive = signature.returnsPrimitive();
            long bits = primitive ? signature.resultBits(result) : 0;
            Object value = primitive ? Entry.PRIMITIVE : result == null ? Entry.NULL : result;
            if (!storesNothing()) {
                store(probes.get(i), bits, value);
            }
        }
    }

    @Override
    public final void fetch(List<Object[]> arguments) {
        TierLink tier = tier();
        if (tier == null || storesNothing()) {
            return;
        }
        List<Entry> absent = new ArrayList<>();
        for (Object[] a : arguments) {
            Entry probe = method.signature().probe(a, equality);
            Entry known = match(newest(probe), probe);
            if (known == null || (known.value() != null && isExpired(known, now()))) {
                absent.add(filed(probe));
            }
        }
        tier.fetch(absent);
        TagIndex index = tagIndex();
        if (index != null) {
            absent.stream().filter(probe -> probe.value() == null).forEach(index::forget);
        }
    }

    /**
     * Adds {@code probe} as a live entry that was computed {@code age} nanoseconds ago, unless there is one of its key
     * or it is dead. {@code guard} is asked under the lock.
     */
    final void insert(Entry probe, long bits, Object value, long age, BooleanSupplier guard) {
        long now = now();
        Lifetime lifetime = lifetime(bits, value, now, age);
        for (; ; ) {
            Entry newest = newest(probe);
            Entry entry = match(newest, probe);
            synchronized (this) {
                if (!isAsSearched(probe, newest)) {
                    continue;
                }
                boolean expired = entry != null && isExpired(entry, now);
                if (entry != null && expired) {
                    remove(entry);
                }
                if ((entry == null || expired) && !probe.isDead() && guard.getAsBoolean()) {
                    if (!link(probe, withNo(entry, newest))) {
                        continue;
                    }
                    publish(probe, bits, value, lifetime, null, 0);
                }
                return;
            }
        }
    }

    /** Which entry of its bucket is the newest now that {@code removed} has gone, if nobody has added any. */
    private static @Nullable Entry withNo(@Nullable Entry removed, @Nullable Entry newest) {
        return newest != null && newest == removed ? newest.older() : newest;
    }

    /** Asks the user's code for the time and the weight of a result: under no lock. */
    final @Nullable Lifetime lifetime(long bits, Object value, long now, long age) {
        return lifetime(bits, value, now, age, -1);
    }

    /** @param due see {@link Flight#dueIn} */
    final @Nullable Lifetime lifetime(long bits, Object value, long now, long age, long due) {
        Callbacks callbacks = method.callbacks();
        if (!callbacks.lookAtResults()) {
            return lifetime(now, age, due, null, 0);
        }
        Object result = method.signature().boxedResult(bits, value);
        return lifetime(now, age, due, callbacks.ttlNanos(result), callbacks.weight(result));
    }

    /** Removes what has expired, as the time keeper does where the ticker is the system's. */
    final void removeExpired() {
        sweep(now());
    }

    @Override
    public final boolean invalidate(Object[] arguments) {
        Entry probe = method.signature().probe(arguments, equality);
        boolean wasThere = exchange(probe, 0, null, null, now());
        TierLink tier = tier();
        return tier == null ? wasThere : tier.invalidate(probe) || wasThere;
    }

    /**
     * Removes the entry of the key of {@code probe}, whatever its state; then, if {@code value} is given, makes
     * {@code probe} the new one.
     */
    private boolean exchange(Entry probe, long bits, @Nullable Object value, @Nullable Lifetime life, long now) {
        boolean wasThere = false;
        for (Sighting seen = null; ; seen = look(probe, equality)) {
            Entry newest = newest(probe);
            Entry entry = match(newest, probe);
            synchronized (this) {
                if (!isAsSearched(probe, newest) || mustLook(probe, seen)) {
                    continue;
                }
                Entry stored = stored(probe, seen);
                Entry live = stored == null ? entry : stored;
                wasThere |= live != null && live.value() != null && !isExpired(live, now);
                if (stored != null) {
                    remove(stored);
                }
                if (entry != null) {
                    remove(entry);
                }
                // Dead already: the tier said meanwhile that somebody else has changed it.
                if (value != null && !probe.isDead()) {
                    if (!link(probe, withNo(entry, newest))) {
                        continue;
                    }
                    publish(probe, bits, value, life, null, 0);
                }
                return wasThere;
            }
        }
    }

    @Override
    public final int invalidateIf(Predicate<Object[]> condition) {
        List<Entry> some;
        synchronized (this) {
            some = inTable();
        }
        int dropped = killIf(some, condition);
        // In this order: a computation that ends meanwhile has been told from its arguments already.
        for (long next = 0; next < END; ) {
            some = new ArrayList<>();
            synchronized (this) {
                next = copyFlat(next, some);
            }
            dropped += killIf(some, condition);
        }
        TierLink tier = tier();
        if (tier != null) {
            // The tier cannot tell which arguments match.
            tier.clear();
        }
        return dropped;
    }

    private int killIf(List<Entry> entries, Predicate<Object[]> condition) {
        List<Entry> doomed = new ArrayList<>();
        for (Entry e : entries) {
            if (condition.test(method.signature().arguments(e))) {
                doomed.add(e);
            }
        }
        return killAll(doomed);
    }
}
