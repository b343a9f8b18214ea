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

/** Results are used while others are evicted: every one can be evicted in the end, and none is there twice. */
@JCStressTest
@Outcome(id = "3, 3, 0", expect = ACCEPTABLE, desc = "Full, and then empty.")
@Outcome(expect = FORBIDDEN, desc = "Something was lost for eviction.")
@State
public class EvictionStress {
    private static final long MISS = Entry.MISS;

    private final Heap heap = new Heap(3, 0, Ticker.system(), Layout.pairs(MISS), Eviction.LRU, 0);

    public EvictionStress() {
        for (int key = 0; key < 3; key++) {
            store(key);
        }
    }

    private void store(long key) {
        synchronized (heap) {
            LongEntry entry = new LongEntry(0, key);
            heap.add(entry);
            heap.publish(entry, ~key, Entry.PRIMITIVE, 0);
        }
    }

    @Actor
    public void user() {
        for (int key = 2; key >= 0; key--) {
            heap.hitFlat(key, MISS);
        }
    }

    @Actor
    public void writer() {
        store(10);
        store(11);
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
