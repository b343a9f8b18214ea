package dev.memoize.heap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.memoize.spi.Ticker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two keys take turns in one slot of a flat store: nobody gets the key of one with the bits of the other. */
@JCStressTest
@Outcome(
        id = {"0, 0", "0, 1", "1, 0", "1, 1"},
        expect = ACCEPTABLE,
        desc = "A miss or the key's own bits.")
@Outcome(expect = FORBIDDEN, desc = "Bits of another key.")
@State
public class TornReadStress {
    private static final long MISS = Entry.MISS;
    private static final long A = 1;
    private static final long B = sameHome(A);

    private final Heap heap = new Heap(1, 0, Ticker.system(), Layout.pairs(MISS), Eviction.LRU, 0);

    public TornReadStress() {
        store(A);
    }

    /** The first larger key whose hash has the same four high bits, which are its slot of 16. */
    static long sameHome(long key) {
        long other = key + 1;
        while (other * 0x9E3779B97F4A7C15L >>> 60 != key * 0x9E3779B97F4A7C15L >>> 60) {
            other++;
        }
        return other;
    }

    private void store(long key) {
        synchronized (heap) {
            LongEntry entry = new LongEntry(0, key);
            heap.add(entry);
            heap.publish(entry, ~key, Entry.PRIMITIVE, 0);
        }
    }

    private int read(long key) {
        long bits = heap.hitFlat(key, MISS);
        return bits == MISS ? 0 : bits == ~key ? 1 : 2;
    }

    @Actor
    public void writer() {
        store(B);
        store(A);
    }

    @Actor
    public void reader(II_Result r) {
        r.r1 = read(A);
        r.r2 = read(B);
    }
}
