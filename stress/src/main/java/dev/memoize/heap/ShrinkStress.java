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

/** Results are looked up and used while a smaller bound moves them to smaller arrays. */
public final class ShrinkStress {
    private static final long MISS = Entry.MISS;
    private static final int KEYS = 40;
    private static final int LEFT = 3;

    private ShrinkStress() {}

    private static Heap heap(Layout layout) {
        Heap heap = new Heap(KEYS, 0, Ticker.system(), layout, Eviction.LRU, 0);
        for (int key = 1; key <= KEYS; key++) {
            synchronized (heap) {
                Entry entry = layout.refs() == 0 ? new LongEntry(key, key) : new RefEntry(hash(key), key);
                heap.add(entry);
                heap.publish(entry, key * 31L, Entry.PRIMITIVE, 0);
            }
        }
        return heap;
    }

    private static int hash(int key) {
        return key * 0x9E3779B9;
    }

    /** 0 for a miss, 1 for the key's own result, 2 for another. */
    private static int read(Heap heap, int key) {
        Rows rows = heap.rows();
        long bits = rows == null ? heap.hitFlat(key, MISS) : readRow(heap, rows, key);
        return bits == MISS ? 0 : bits == key * 31L ? 1 : 2;
    }

    private static long readRow(Heap heap, Rows rows, int key) {
        int hash = hash(key);
        for (int slot = rows.first(hash); slot >= 0; slot = rows.next(slot, hash)) {
            long version = rows.version(slot, hash);
            if (rows.isStill(slot, version) && Integer.valueOf(key).equals(rows.ref(slot, 0))) {
                return heap.hitLong(rows, slot, version, MISS);
            }
        }
        return MISS;
    }

    private static void shrink(Heap heap) {
        synchronized (heap) {
            heap.bound(LEFT);
        }
    }

    private static int drained(Heap heap) {
        synchronized (heap) {
            int left = heap.entries().size();
            heap.bound(0);
            return heap.size() + heap.entries().size() == 0 ? left : -1;
        }
    }

    @JCStressTest
    @Outcome(
            id = {"0, 0, 3", "0, 1, 3", "1, 0, 3", "1, 1, 3"},
            expect = ACCEPTABLE,
            desc = "Found or missed; as many as may be are left.")
    @Outcome(expect = FORBIDDEN, desc = "A wrong result, or lost.")
    @State
    public static class OfPairs {
        private final Heap heap = heap(Layout.pairs(MISS));

        @Actor
        public void writer() {
            shrink(heap);
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = read(heap, 1);
            r.r2 = read(heap, KEYS);
        }

        @Arbiter
        public void books(III_Result r) {
            r.r3 = drained(heap);
        }
    }

    @JCStressTest
    @Outcome(
            id = {"0, 0, 3", "0, 1, 3", "1, 0, 3", "1, 1, 3"},
            expect = ACCEPTABLE,
            desc = "Found or missed; as many as may be are left.")
    @Outcome(expect = FORBIDDEN, desc = "A wrong result, or lost.")
    @State
    public static class OfRows {
        private final Heap heap = heap(new Layout(0, 1, MISS));

        @Actor
        public void writer() {
            shrink(heap);
        }

        @Actor
        public void reader(III_Result r) {
            r.r1 = read(heap, 1);
            r.r2 = read(heap, KEYS);
        }

        @Arbiter
        public void books(III_Result r) {
            r.r3 = drained(heap);
        }
    }
}
