package dev.memoize.heap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.memoize.spi.Ticker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** A second thread arrives while the first owns the clock: no hit is lost, none counted twice. */
@JCStressTest
@Outcome(id = "7", expect = ACCEPTABLE, desc = "All hits.")
@Outcome(expect = FORBIDDEN, desc = "Lost or counted twice.")
@State
public class HitCountStress {
    private final Heap heap = new Heap(8, 0, Ticker.system(), null, Eviction.LRU, 0);
    private final Clock clock = new Clock();

    @Actor
    public void owner() {
        synchronized (heap) {
            clock.insertion();
        }
        for (int i = 0; i < 4; i++) {
            clock.use(heap);
        }
    }

    @Actor
    public void other() {
        for (int i = 0; i < 3; i++) {
            clock.use(heap);
        }
    }

    @Arbiter
    public void sum(J_Result r) {
        synchronized (heap) {
            r.r1 = clock.hits();
        }
    }
}
