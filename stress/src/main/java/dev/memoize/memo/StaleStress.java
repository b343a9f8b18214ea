package dev.memoize.memo;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.memoize.spi.Ticker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** An invalidation while the result is computed and stored: nothing old is found once it has returned. */
public final class StaleStress {
    private StaleStress() {}

    private static LongKeyMemo memo(boolean flat) {
        MemoizedMethod method = MemoizedMethod.function("stress", "(J)J", Settings.DEFAULT);
        return new LongKeyMemo(method, null, Ticker.system(), flat);
    }

    /** jcstress looks for actors in the class of the test only, hence one that they hand on to. */
    private static final class Race {
        private final LongKeyMemo memo;
        private volatile long truth = 5;

        Race(boolean flat) {
            memo = memo(flat);
        }

        long call() {
            return memo.computeLong(1, key -> truth);
        }

        void change() {
            truth = 6;
            memo.invalidate(new Object[] {1L});
        }
    }

    @JCStressTest
    @Outcome(
            id = {"5, 6", "6, 6"},
            expect = ACCEPTABLE,
            desc = "The call may come before, what follows may not.")
    @Outcome(expect = FORBIDDEN, desc = "Stale.")
    @State
    public static class Nodes {
        private final Race race = new Race(false);

        @Actor
        public void caller(JJ_Result r) {
            r.r1 = race.call();
        }

        @Actor
        public void changer() {
            race.change();
        }

        @Arbiter
        public void afterwards(JJ_Result r) {
            r.r2 = race.call();
        }
    }

    @JCStressTest
    @Outcome(
            id = {"5, 6", "6, 6"},
            expect = ACCEPTABLE,
            desc = "The call may come before, what follows may not.")
    @Outcome(expect = FORBIDDEN, desc = "Stale.")
    @State
    public static class Flat {
        private final Race race = new Race(true);

        @Actor
        public void caller(JJ_Result r) {
            r.r1 = race.call();
        }

        @Actor
        public void changer() {
            race.change();
        }

        @Arbiter
        public void afterwards(JJ_Result r) {
            r.r2 = race.call();
        }
    }

    @JCStressTest
    @Outcome(
            id = {"5, 6", "6, 6"},
            expect = ACCEPTABLE,
            desc = "The call may come before, what follows may not.")
    @Outcome(expect = FORBIDDEN, desc = "Stale.")
    @State
    public static class Rows {
        private final RefKeyMemo memo = new RefKeyMemo(
                MemoizedMethod.function("stress", "(Ljava/lang/Object;)J", Settings.DEFAULT),
                null,
                Ticker.system(),
                true);
        private volatile long truth = 5;

        @Actor
        public void caller(JJ_Result r) {
            r.r1 = memo.computeLong("key", key -> truth);
        }

        @Actor
        public void changer() {
            truth = 6;
            memo.invalidate(new Object[] {"key"});
        }

        @Arbiter
        public void afterwards(JJ_Result r) {
            r.r2 = memo.computeLong("key", key -> truth);
        }
    }

    /** Two callers of one key, one of which may join the other: one computation, and both are counted. */
    @JCStressTest
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "One computation, two calls.")
    @Outcome(expect = FORBIDDEN, desc = "Computed twice, or the books do not balance.")
    @State
    public static class OneFlight {
        private final LongKeyMemo memo = memo(false);
        private final java.util.concurrent.atomic.AtomicLong computed = new java.util.concurrent.atomic.AtomicLong();

        @Actor
        public void one() {
            memo.computeLong(1, key -> computed.incrementAndGet());
        }

        @Actor
        public void other() {
            memo.computeLong(1, key -> computed.incrementAndGet());
        }

        @Arbiter
        public void books(JJ_Result r) {
            r.r1 = computed.get();
            Counts counts = memo.counts();
            r.r2 = counts.hits() + counts.misses();
        }
    }
}
