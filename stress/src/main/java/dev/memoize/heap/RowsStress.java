package dev.memoize.heap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.memoize.spi.Ticker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Rows are read, and their keys compared in place, while others write them. */
public final class RowsStress {
    private static final long MISS = Entry.MISS;
    /** Two words and two references, all of which are the key. */
    private static final Layout LAYOUT = new Layout(2, 2, MISS);

    private RowsStress() {}

    /** Part of a key: says when it is asked before it can be seen what it is. */
    private static final class Part {
        // Not final, so that it shows when keys are published by a race.
        private int n;

        Part(int n) {
            this.n = n;
        }

        @Override
        public int hashCode() {
            return n;
        }

        @Override
        public boolean equals(Object other) {
            if (n == 0) {
                throw new AssertionError("half a key");
            }
            return other instanceof Part && ((Part) other).n == n;
        }
    }

    private static Heap heap(int maxSize) {
        return new Heap(maxSize, 0, Ticker.system(), LAYOUT, Eviction.LRU, 0);
    }

    private static WideEntry entry(int key, int hash) {
        return new WideEntry(hash, new long[] {key, ~key}, new Object[] {new Part(key), new Part(key)});
    }

    private static void store(Heap heap, int key, int hash) {
        synchronized (heap) {
            WideEntry entry = entry(key, hash);
            heap.add(entry);
            heap.publish(entry, key * 31L, Entry.PRIMITIVE, 0);
        }
    }

    private static void remove(Heap heap, int key, int hash) {
        Entry probe = entry(key, hash);
        Sighting seen = null;
        for (; ; seen = heap.look(probe, Equality.TYPED)) {
            synchronized (heap) {
                if (!heap.mustLook(probe, seen)) {
                    Entry stored = heap.stored(probe, seen);
                    if (stored != null) {
                        heap.remove(stored);
                    }
                    return;
                }
            }
        }
    }

    private static boolean same(Rows rows, int slot, long version, int i, Object argument) {
        return rows.isStill(slot, version) && Equality.TYPED.same(rows.ref(slot, i), argument);
    }

    /** As woven code does: 0 for a miss, 1 for the key's own result, 2 for another. */
    private static int read(Heap heap, int key, int hash) {
        Object argument = new Part(key);
        Rows rows = heap.rows();
        for (int slot = rows.first(hash); slot >= 0; slot = rows.next(slot, hash)) {
            long version = rows.version(slot, hash);
            if (rows.word(slot, 0) == key
                    && rows.word(slot, 1) == ~key
                    && same(rows, slot, version, 0, argument)
                    && same(rows, slot, version, 1, argument)) {
                long bits = heap.hitLong(rows, slot, version, MISS);
                return bits == MISS ? 0 : bits == key * 31L ? 1 : 2;
            }
        }
        return 0;
    }

    /** As the miss path does: whether the key is there. */
    private static int lookUp(Heap heap, int key, int hash) {
        Entry probe = entry(key, hash);
        Sighting seen = null;
        for (; ; seen = heap.look(probe, Equality.TYPED)) {
            synchronized (heap) {
                if (!heap.mustLook(probe, seen)) {
                    Entry stored = heap.stored(probe, seen);
                    return stored == null ? 0 : stored.bits() == key * 31L ? 1 : 2;
                }
            }
        }
    }

    /** Two keys of one hash take turns in one slot: nobody gets the key of one with the result of the other. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "0, 1", "1, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "A miss or the key's own result.")
    @Outcome(expect = FORBIDDEN, desc = "Another's result.")
    @State
    public static class Torn {
        private final Heap heap = heap(1);

        public Torn() {
            store(heap, 1, 42);
        }

        @Actor
        public void writer() {
            store(heap, 2, 42);
            store(heap, 1, 42);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = read(heap, 1, 42);
            r.r2 = read(heap, 2, 42);
        }
    }

    /** A removal shifts the other keys of the hash back while they are looked up. */
    @JCStressTest
    @Outcome(
            id = {"1, 1, 1", "0, 1, 1", "1, 0, 1", "0, 0, 1"},
            expect = ACCEPTABLE,
            desc = "Found, or missed where somebody writes; always found under the lock.")
    @Outcome(expect = FORBIDDEN, desc = "A wrong result, or lost.")
    @State
    public static class Removal {
        private final Heap heap = heap(8);

        public Removal() {
            for (int key = 1; key <= 3; key++) {
                store(heap, key, 42);
            }
        }

        @Actor
        public void remover() {
            remove(heap, 1, 42);
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = read(heap, 2, 42);
            r.r2 = read(heap, 3, 42);
            r.r3 = lookUp(heap, 3, 42);
        }
    }

    /** The arrays grow, then begin anew, while a key is looked up. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "1, 0", "0, 1", "0, 0"},
            expect = ACCEPTABLE,
            desc = "Found, or missed.")
    @Outcome(expect = FORBIDDEN, desc = "A wrong result.")
    @State
    public static class Growth {
        private final Heap heap = heap(100);

        public Growth() {
            for (int key = 1; key <= 8; key++) {
                store(heap, key, key << 28);
            }
        }

        @Actor
        public void writer() {
            store(heap, 9, 9 << 28);
            synchronized (heap) {
                heap.removeAll();
            }
            store(heap, 3, 5 << 28);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = read(heap, 3, 3 << 28);
            r.r2 = read(heap, 3, 5 << 28);
        }
    }

    /** Two callers look for an absent key and add it, and one adds another of its hash before: it is there once. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 1", "0, 1, 1"},
            expect = ACCEPTABLE,
            desc = "One of them has added it.")
    @Outcome(expect = FORBIDDEN, desc = "Twice or not at all.")
    @State
    public static class OneKey {
        private final Heap heap = heap(100);

        private int addIfAbsent(int key) {
            WideEntry fresh = entry(key, 42);
            Sighting seen = null;
            for (; ; seen = heap.look(fresh, Equality.TYPED)) {
                synchronized (heap) {
                    if (!heap.mustLook(fresh, seen)) {
                        if (heap.stored(fresh, seen) != null) {
                            return 0;
                        }
                        heap.add(fresh);
                        heap.publish(fresh, key * 31L, Entry.PRIMITIVE, 0);
                        return 1;
                    }
                }
            }
        }

        @Actor
        public void one(III_Result r) {
            r.r1 = addIfAbsent(1);
        }

        @Actor
        public void other(III_Result r) {
            addIfAbsent(2);
            r.r2 = addIfAbsent(1);
        }

        @Arbiter
        public void books(III_Result r) {
            synchronized (heap) {
                r.r3 = (int) heap.entries().stream()
                        .filter(e -> ((WideEntry) e).words[0] == 1)
                        .count();
            }
        }
    }

    /** Rows are used while others are evicted: every one can be evicted in the end, and none is there twice. */
    @JCStressTest
    @Outcome(id = "3, 3, 0", expect = ACCEPTABLE, desc = "Full, and then empty.")
    @Outcome(expect = FORBIDDEN, desc = "Something was lost for eviction.")
    @State
    public static class Evictions {
        private final Heap heap = heap(3);

        public Evictions() {
            for (int key = 1; key <= 3; key++) {
                store(heap, key, key << 20);
            }
        }

        @Actor
        public void user() {
            for (int key = 3; key >= 1; key--) {
                read(heap, key, key << 20);
            }
        }

        @Actor
        public void writer() {
            store(heap, 10, 10 << 20);
            store(heap, 11, 11 << 20);
        }

        @Arbiter
        public void drain(III_Result r) {
            synchronized (heap) {
                r.r1 = heap.size();
                r.r2 = heap.entries().size();
                heap.bound(0);
                r.r3 = heap.size() + heap.entries().size();
            }
        }
    }
}
