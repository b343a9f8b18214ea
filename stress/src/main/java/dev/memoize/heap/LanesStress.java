package dev.memoize.heap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.memoize.spi.Ticker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/** Two threads count, in lanes or, before they have one, in cells, and one of them adds up meanwhile. */
@JCStressTest
@Outcome(id = "7, 3, 0", expect = ACCEPTABLE, desc = "All of them.")
@Outcome(expect = FORBIDDEN, desc = "Lost or counted twice.")
@State
public class LanesStress {
    private final Heap heap = new Heap(8, 0, Ticker.system(), null, Eviction.LRU, 0);
    private final Lanes lanes = new Lanes();

    @Actor
    public void one() {
        lanes.miss(heap);
        for (int i = 0; i < 4; i++) {
            lanes.hit(heap);
        }
        lanes.miss(heap);
        lanes.unmiss(heap);
    }

    @Actor
    public void other(JJJ_Result r) {
        for (int i = 0; i < 4; i++) {
            lanes.hit(heap);
        }
        lanes.unhit(heap);
        look(r);
        lanes.miss(heap);
        lanes.miss(heap);
    }

    private void look(JJJ_Result r) {
        synchronized (heap) {
            long hits = lanes.hits();
            long misses = lanes.misses();
            r.r3 = hits >= 3 && hits <= 7 && misses >= 0 && misses <= 2 ? 0 : 1;
        }
    }

    @Arbiter
    public void sum(JJJ_Result r) {
        synchronized (heap) {
            r.r1 = lanes.hits();
            r.r2 = lanes.misses();
        }
    }
}
