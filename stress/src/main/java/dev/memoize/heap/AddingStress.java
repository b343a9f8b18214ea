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

/** Entries are added without a lock while the table changes under its lock. */
public final class AddingStress {
    private AddingStress() {}

    private static final int TAKEN = 8;

    private static Heap heap() {
        Heap heap = new Heap(100, 0, Ticker.system(), null, Eviction.LRU, 0);
        for (int key = 0; key < TAKEN; key++) {
            store(heap, key);
        }
        return heap;
    }

    private static int hash(long key) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> 32);
    }

    private static void store(Heap heap, long key) {
        synchronized (heap) {
            LongEntry entry = new LongEntry(hash(key), key);
            heap.add(entry);
            heap.publish(entry, ~key, Entry.PRIMITIVE, 0);
        }
    }

    private static Entry find(Heap heap, long key) {
        Entry e = heap.newest(new LongEntry(hash(key), key));
        while (e != null && ((LongEntry) e).key != key) {
            e = e.older();
        }
        return e;
    }

    /** As the miss path does: 1 if it was this caller who added the key. */
    private static int addIfAbsent(Heap heap, long key) {
        Entry fresh = new LongEntry(hash(key), key);
        for (; ; ) {
            Entry newest = heap.newest(fresh);
            Entry e = newest;
            while (e != null && ((LongEntry) e).key != key) {
                e = e.older();
            }
            if (e != null) {
                return 0;
            }
            if (heap.link(fresh, newest)) {
                return 1;
            }
        }
    }

    private static int count(Heap heap, long key) {
        synchronized (heap) {
            return (int) heap.entries().stream()
                    .filter(e -> ((LongEntry) e).key == key)
                    .count();
        }
    }

    // Two actors each, for jcstress leaves out what has more actors than there are processors.

    /** Two callers add one key, of whom one makes the table grow before. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 1", "0, 1, 1"},
            expect = ACCEPTABLE,
            desc = "One of them has added it.")
    @Outcome(expect = FORBIDDEN, desc = "Twice or not at all.")
    @State
    public static class OneKey {
        private final Heap heap = heap();

        @Actor
        public void one(III_Result r) {
            r.r1 = addIfAbsent(heap, 50);
        }

        @Actor
        public void other(III_Result r) {
            store(heap, TAKEN);
            r.r2 = addIfAbsent(heap, 50);
        }

        @Arbiter
        public void books(III_Result r) {
            r.r3 = count(heap, 50);
        }
    }

    /**
     * A key is looked for that is behind entries which go to another bucket when the table grows: it is not added
     * again, though the newest entry of its bucket stays the same.
     */
    @JCStressTest
    @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "Found.")
    @Outcome(expect = FORBIDDEN, desc = "There twice.")
    @State
    public static class SplitBucket {
        private static final int CHAIN = 7;

        private final Heap heap = new Heap(100, 0, Ticker.system(), null, Eviction.LRU, 0);

        /** In the first of sixteen buckets, and by turns in the first and the second of thirty-two. */
        private static LongEntry entry(int key) {
            return new LongEntry((key & 1) << 27, key);
        }

        public SplitBucket() {
            for (int key = 0; key < CHAIN; key++) {
                heap.add(entry(key));
            }
        }

        @Actor
        public void searcher(III_Result r) {
            Entry fresh = entry(0);
            for (; ; ) {
                Entry newest = heap.newest(fresh);
                Entry e = newest;
                while (e != null && ((LongEntry) e).key != 0) {
                    e = e.older();
                }
                if (e != null) {
                    return;
                }
                if (heap.link(fresh, newest)) {
                    r.r1 = 1;
                    return;
                }
            }
        }

        @Actor
        public void grower() {
            synchronized (heap) {
                heap.makeRoom(16);
            }
        }

        @Arbiter
        public void books(III_Result r) {
            r.r2 = count(heap, 0);
            for (int key = 1; key < CHAIN; key++) {
                r.r3 += count(heap, key) - 1;
            }
        }
    }

    /** A key is added while the table grows and is emptied. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 1", "0, 1, 1"},
            expect = ACCEPTABLE,
            desc = "In the table, or dead.")
    @Outcome(expect = FORBIDDEN, desc = "Lost alive, or found dead.")
    @State
    public static class GrowingAndClearing {
        private final Heap heap = heap();
        private final LongEntry entry = new LongEntry(hash(50), 50);

        @Actor
        public void adder() {
            while (!heap.link(entry, heap.newest(entry))) {
                Thread.onSpinWait();
            }
        }

        @Actor
        public void clearer() {
            store(heap, TAKEN);
            synchronized (heap) {
                heap.removeAll();
            }
        }

        @Arbiter
        public void books(III_Result r) {
            r.r1 = find(heap, 50) == entry ? 1 : 0;
            r.r2 = entry.isDead() ? 1 : 0;
            addIfAbsent(heap, 50);
            r.r3 = count(heap, 50);
        }
    }

    /** A key is added while others of its very hash are removed: the newest of the bucket and one below it. */
    @JCStressTest
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "Added, removed, and the third stays.")
    @Outcome(expect = FORBIDDEN, desc = "Lost or left.")
    @State
    public static class OneBucket {
        private final Heap heap = new Heap(100, 0, Ticker.system(), null, Eviction.LRU, 0);
        private final LongEntry[] entries = new LongEntry[3];

        public OneBucket() {
            synchronized (heap) {
                for (int key = 0; key < entries.length; key++) {
                    entries[key] = new LongEntry(7, key);
                    heap.add(entries[key]);
                    heap.publish(entries[key], ~key, Entry.PRIMITIVE, 0);
                }
            }
        }

        @Actor
        public void adder() {
            LongEntry fresh = new LongEntry(7, 50);
            while (!heap.link(fresh, heap.newest(fresh))) {
                Thread.onSpinWait();
            }
        }

        @Actor
        public void remover() {
            synchronized (heap) {
                heap.remove(entries[2]);
                heap.remove(entries[0]);
            }
        }

        @Arbiter
        public void books(III_Result r) {
            r.r1 = count(heap, 50);
            r.r2 = count(heap, 0) + count(heap, 2);
            r.r3 = count(heap, 1);
        }
    }

    /** An entry gets its result while it is killed: no reader finds a result in a dead entry afterwards. */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "Gone.")
    @Outcome(expect = FORBIDDEN, desc = "A dead entry has a result.")
    @State
    public static class FillAndKill {
        private final Heap heap = heap();
        private final LongEntry entry = new LongEntry(hash(50), 50);

        public FillAndKill() {
            heap.link(entry, heap.newest(entry));
        }

        @Actor
        public void filler() {
            entry.fill(~50, Entry.PRIMITIVE);
        }

        @Actor
        public void killer() {
            synchronized (heap) {
                heap.remove(entry);
            }
        }

        @Arbiter
        public void books(III_Result r) {
            r.r1 = entry.value() == null ? 0 : 1;
            r.r2 = find(heap, 50) == null ? 0 : 1;
            r.r3 = count(heap, 50);
        }
    }

    /** The table is emptied while a key is added: it is in the table or dead, and can be added again. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 1", "0, 1, 1"},
            expect = ACCEPTABLE,
            desc = "In the table, or dead.")
    @Outcome(expect = FORBIDDEN, desc = "Lost alive, or found dead.")
    @State
    public static class Clearing {
        private final Heap heap = heap();
        private final LongEntry entry = new LongEntry(hash(50), 50);

        @Actor
        public void adder() {
            while (!heap.link(entry, heap.newest(entry))) {
                Thread.onSpinWait();
            }
        }

        @Actor
        public void clearer() {
            synchronized (heap) {
                heap.removeAll();
            }
        }

        @Arbiter
        public void books(III_Result r) {
            r.r1 = find(heap, 50) == entry ? 1 : 0;
            r.r2 = entry.isDead() ? 1 : 0;
            addIfAbsent(heap, 50);
            r.r3 = count(heap, 50);
        }
    }
}
