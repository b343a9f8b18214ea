package dev.memoize.memo;

import dev.memoize.heap.Entry;
import dev.memoize.heap.Equality;
import dev.memoize.heap.Heap;
import dev.memoize.spi.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** One cache as its handle sees it: everything but the calls, which are {@link KeyedMemo}'s. */
abstract class HeapMemo extends Memoized {
    final Heap heap;
    final Equality equality;

    HeapMemo(MemoizedMethod method, Ticker ticker) {
        super(method);
        Settings settings = method.settings();
        this.heap = new Heap(settings.maxSize(), settings.ttlNanos(), ticker);
        this.equality = Equality.of(settings.typed());
    }

    /** The entry of the chain with the key of {@code probe}. Runs the keys' {@code equals}: under no lock. */
    final Entry match(Entry head, Entry probe) {
        for (Entry e = head; e != null; e = e.nextEntry()) {
            if (probe.sameKey(e, equality)) {
                return e;
            }
        }
        return null;
    }

    @Override
    public final Counts counts() {
        synchronized (heap) {
            return new Counts(heap.hits(), heap.misses(), heap.maxSize(), heap.size());
        }
    }

    @Override
    public final void clear() {
        synchronized (heap) {
            heap.clear();
        }
    }

    @Override
    public final void resize(int maxSize) {
        method().settings().withMaxSize(maxSize);
        synchronized (heap) {
            heap.resize(maxSize);
        }
    }

    @Override
    public final Object peek(Object[] arguments, Object absent) {
        Entry probe = method().signature().probe(arguments, equality);
        long now = heap.now();
        for (; ; ) {
            Entry head = heap.first(probe.hash);
            Entry entry = match(head, probe);
            synchronized (heap) {
                if (heap.first(probe.hash) != head) {
                    continue;
                }
                if (entry == null || entry.value() == null || heap.isExpired(entry, now)) {
                    return absent;
                }
                return method().signature().boxedResult(entry.bits(), entry.value());
            }
        }
    }

    @Override
    public final void put(Object[] arguments, Object result) {
        if (!method().isEnabled() || heap.storesNothing()) {
            return;
        }
        Signature signature = method().signature();
        boolean primitive = signature.returnsPrimitive();
        long bits = primitive ? signature.resultBits(result) : 0;
        Object value = primitive ? Entry.PRIMITIVE : result == null ? Entry.NULL : result;
        Entry probe = signature.probe(arguments, equality);
        long now = heap.now();
        exchange(probe, bits, value, now);
    }

    @Override
    public final boolean invalidate(Object[] arguments) {
        Entry probe = method().signature().probe(arguments, equality);
        return exchange(probe, 0, null, heap.now());
    }

    /**
     * Removes the entry of the key of {@code probe}, whatever its state; then, if {@code value} is given, makes
     * {@code probe} the new one.
     */
    private boolean exchange(Entry probe, long bits, Object value, long now) {
        for (; ; ) {
            Entry head = heap.first(probe.hash);
            Entry entry = match(head, probe);
            synchronized (heap) {
                if (heap.first(probe.hash) != head) {
                    continue;
                }
                boolean wasThere = entry != null && entry.value() != null && !heap.isExpired(entry, now);
                if (entry != null) {
                    heap.remove(entry);
                }
                if (value != null) {
                    heap.add(probe);
                    heap.publish(probe, bits, value, now);
                }
                return wasThere;
            }
        }
    }

    @Override
    public final int invalidateIf(Predicate<Object[]> condition) {
        List<Entry> all;
        synchronized (heap) {
            all = heap.entries();
        }
        List<Entry> doomed = new ArrayList<>();
        for (Entry e : all) {
            if (condition.test(method().signature().arguments(e))) {
                doomed.add(e);
            }
        }
        int dropped = 0;
        synchronized (heap) {
            for (Entry e : doomed) {
                dropped += e.value() != null ? 1 : 0;
                heap.remove(e);
            }
        }
        return dropped;
    }
}
