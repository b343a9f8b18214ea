package dev.memoize.heap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.memoize.spi.Ticker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Table and flat store grow while a key is looked up that was there all the time: the miss path always finds it. */
@JCStressTest
@Outcome(
        id = {"1, 1", "1, 0"},
        expect = ACCEPTABLE,
        desc = "Found; the flat store may miss where somebody writes.")
@Outcome(expect = FORBIDDEN, desc = "A wrong result, or lost.")
@State
public class GrowthStress {
    private static final long MISS = Entry.MISS;

    private final Heap nodes = new Heap(100, 0, Ticker.system(), null, Eviction.LRU, 0);
    private final Heap flat = new Heap(100, 0, Ticker.system(), Layout.pairs(MISS), Eviction.LRU, 0);

    public GrowthStress() {
        for (int key = 0; key < 8; key++) {
            store(nodes, key);
            store(flat, key);
        }
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

    /** As a call does: a hit that has to be counted under the lock is refused, and the slow path has its result. */
    private long read(Entry e) {
        long bits = nodes.hitLong(e);
        return bits == MISS ? e.read() : bits;
    }

    @Actor
    public void writer() {
        store(nodes, 8);
        store(flat, 8);
    }

    @Actor
    public void reader(II_Result r) {
        Entry e = nodes.head(hash(3));
        if (e == null) {
            e = nodes.newest(new LongEntry(hash(3), 3));
            while (e != null && e.hash != hash(3)) {
                e = e.older();
            }
        }
        r.r1 = e == null ? 0 : read(e) == ~3L ? 1 : 2;
        long bits = flat.hitFlat(3, MISS);
        r.r2 = bits == MISS ? 0 : bits == ~3L ? 1 : 2;
    }
}
