package dev.memoize.heap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.memoize.spi.Ticker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A removal of the newest while an older entry of the bucket is looked up: it is found, and found again afterwards. */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Found.")
@Outcome(expect = FORBIDDEN, desc = "A wrong result, or lost.")
@State
public class RemovalStress {
    // Hashes with the same high bits: one bucket.
    private static final int NEWEST = 0x7000_0003;
    private static final int OLDEST = 0x7000_0001;

    private final Heap heap = new Heap(8, 0, Ticker.system(), null, Eviction.LRU, 0);
    private final Entry newest;

    public RemovalStress() {
        store(OLDEST);
        store(NEWEST - 1);
        newest = store(NEWEST);
    }

    private Entry store(int hash) {
        synchronized (heap) {
            LongEntry entry = new LongEntry(hash, hash);
            heap.add(entry);
            heap.publish(entry, ~(long) hash, Entry.PRIMITIVE, 0);
            return entry;
        }
    }

    private int read() {
        Entry e = heap.head(OLDEST);
        if (e == null) {
            return 0;
        }
        long bits = heap.hitLong(e);
        // A hit that has to be counted under the lock is refused, and the slow path has its result.
        bits = bits == Entry.MISS ? e.read() : bits;
        return bits == Entry.MISS ? 0 : bits == ~(long) OLDEST ? 1 : 2;
    }

    @Actor
    public void remover() {
        synchronized (heap) {
            heap.remove(newest);
        }
    }

    @Actor
    public void reader(II_Result r) {
        r.r1 = read();
    }

    @Arbiter
    public void afterwards(II_Result r) {
        r.r2 = read();
    }
}
