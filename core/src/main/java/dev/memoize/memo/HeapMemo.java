package dev.memoize.memo;

import dev.memoize.heap.Entry;
import dev.memoize.heap.Equality;
import dev.memoize.heap.Heap;
import dev.memoize.spi.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One cache as its handle sees it: everything but the calls, which are {@link KeyedMemo}'s. */
abstract class HeapMemo extends Heap implements Memoized {
    final Equality equality;
    private final MemoizedMethod method;

    HeapMemo(MemoizedMethod method, Ticker ticker, @Nullable Long missing) {
        super(
                method.settings().maxSize(),
                method.heapTtlNanos(),
                ticker,
                missing,
                method.settings().eviction(),
                ThreadLocalRandom.current().nextInt());
        this.method = method;
        this.equality = Equality.of(method.settings().typed());
    }

    /** What ties this heap to the second tier, if there is one. */
    abstract @Nullable TierLink tier();

    @Override
    public final MemoizedMethod method() {
        return method;
    }

    /** The entry of the chain with the key of {@code probe}. Runs the keys' {@code equals}: under no lock. */
    final @Nullable Entry match(@Nullable Entry head, Entry probe) {
        for (Entry e = head; e != null; e = e.nextEntry()) {
            if (probe.sameKey(e, equality)) {
                return e;
            }
        }
        return null;
    }

    @Override
    public final Counts counts() {
        synchronized (this) {
            return new Counts(hits(), misses(), maxSize(), size());
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
        }
    }

    /** Takes one entry out. */
    final void kill(Entry entry) {
        synchronized (this) {
            remove(entry);
        }
    }

    /** Takes all entries out and leaves the statistics alone. */
    final void killAll() {
        synchronized (this) {
            entries().forEach(this::remove);
        }
    }

    @Override
    public final void resize(int maxSize) {
        method.settings().withMaxSize(maxSize);
        synchronized (this) {
            bound(maxSize);
        }
    }

    @Override
    public final @Nullable Object peek(Object[] arguments, Object absent) {
        Entry probe = method.signature().probe(arguments, equality);
        long now = now();
        for (; ; ) {
            Entry head = head(probe.hash);
            Entry entry = match(head, probe);
            synchronized (this) {
                if (head(probe.hash) != head) {
                    continue;
                }
                Entry stored = stored(probe);
                entry = stored == null ? entry : stored;
                if (entry == null || entry.value() == null || isExpired(entry, now)) {
                    return absent;
                }
                return method.signature().boxedResult(entry.bits(), entry.value());
            }
        }
    }

    @Override
    public final void put(Object[] arguments, @Nullable Object result) {
        if (!method.isEnabled() || storesNothing()) {
            return;
        }
        Signature signature = method.signature();
        boolean primitive = signature.returnsPrimitive();
        long bits = primitive ? signature.resultBits(result) : 0;
        Object value = primitive ? Entry.PRIMITIVE : result == null ? Entry.NULL : result;
        Entry probe = signature.probe(arguments, equality);
        TierLink tier = tier();
        if (tier != null) {
            tier.put(probe, result);
        }
        exchange(probe, bits, value, now());
    }

    @Override
    public final boolean invalidate(Object[] arguments) {
        Entry probe = method.signature().probe(arguments, equality);
        boolean wasThere = exchange(probe, 0, null, now());
        TierLink tier = tier();
        return tier == null ? wasThere : tier.invalidate(probe) || wasThere;
    }

    /**
     * Removes the entry of the key of {@code probe}, whatever its state; then, if {@code value} is given, makes
     * {@code probe} the new one.
     */
    private boolean exchange(Entry probe, long bits, @Nullable Object value, long now) {
        for (; ; ) {
            Entry head = head(probe.hash);
            Entry entry = match(head, probe);
            synchronized (this) {
                if (head(probe.hash) != head) {
                    continue;
                }
                Entry stored = stored(probe);
                Entry live = stored == null ? entry : stored;
                boolean wasThere = live != null && live.value() != null && !isExpired(live, now);
                if (stored != null) {
                    remove(stored);
                }
                if (entry != null) {
                    remove(entry);
                }
                // Dead already: the tier said meanwhile that somebody else has changed it.
                if (value != null && !probe.isDead()) {
                    add(probe);
                    publish(probe, bits, value, now);
                }
                return wasThere;
            }
        }
    }

    @Override
    public final int invalidateIf(Predicate<Object[]> condition) {
        List<Entry> all;
        synchronized (this) {
            all = entries();
        }
        List<Entry> doomed = new ArrayList<>();
        for (Entry e : all) {
            if (condition.test(method.signature().arguments(e))) {
                doomed.add(e);
            }
        }
        int dropped = 0;
        synchronized (this) {
            for (Entry e : doomed) {
                dropped += remove(e) ? 1 : 0;
            }
        }
        TierLink tier = tier();
        if (tier != null) {
            // The tier cannot tell which arguments match.
            tier.clear();
        }
        return dropped;
    }
}
