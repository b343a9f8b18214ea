package dev.memoize.memo;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.memoize.heap.Entry;
import dev.memoize.heap.LongEntry;
import dev.memoize.spi.Ticker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/**
 * Results that can be found before the policy knows them, while their key is invalidated, the memo is made smaller,
 * emptied, or asked for its counts.
 */
public final class ArrivalsStress {
    private ArrivalsStress() {}

    /** Of a size where sixteen results wait. */
    private static final int SIZE = 4096;

    /** The thread that makes it has used it, so that it is shared from the first call of an actor on. */
    private static LongKeyMemo shared() {
        LongKeyMemo memo = new LongKeyMemo(
                MemoizedMethod.function("stress", "(J)J", Settings.DEFAULT.withMaxSize(SIZE)),
                null,
                Ticker.system(),
                false);
        memo.computeLong(0, key -> 0);
        return memo;
    }

    /** 0 if what is counted is what is there, and nothing is pending. */
    private static long errors(LongKeyMemo memo) {
        synchronized (memo) {
            long errors = memo.counts().currSize() - memo.entries().size();
            for (Entry e : memo.entries()) {
                errors += e.value() == null || e.computing() != 0 || e.flight != null ? 100 : 0;
            }
            return errors;
        }
    }

    /** What a call would find, by a look-up or, where a hit has to be counted under the lock, by the slow path. */
    private static long found(LongKeyMemo memo, long key) {
        synchronized (memo) {
            for (Entry e : memo.entries()) {
                if (((LongEntry) e).key == key && e.value() != null) {
                    return e.bits();
                }
            }
            return KeyedMemo.MISS;
        }
    }

    @JCStressTest
    @Outcome(
            id = {"5, 6, 0", "6, 6, 0"},
            expect = ACCEPTABLE,
            desc = "The call may come before, what follows may not.")
    @Outcome(expect = FORBIDDEN, desc = "Stale, or the books do not balance.")
    @State
    public static class Invalidation {
        private final LongKeyMemo memo = shared();
        private volatile long truth = 5;

        @Actor
        public void caller(JJJ_Result r) {
            r.r1 = memo.computeLong(1, key -> truth);
        }

        @Actor
        public void changer() {
            truth = 6;
            memo.invalidate(new Object[] {1L});
        }

        @Arbiter
        public void afterwards(JJJ_Result r) {
            r.r2 = memo.computeLong(1, key -> truth);
            r.r3 = errors(memo);
        }
    }

    /** One result may be made known by the resize, and another arrive after it. */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "Nothing is left.")
    @Outcome(expect = FORBIDDEN, desc = "Something is found in a memo that stores nothing.")
    @State
    public static class ResizeToNothing {
        private final LongKeyMemo memo = shared();

        @Actor
        public void caller() {
            memo.computeLong(1, key -> 1);
            memo.computeLong(2, key -> 2);
        }

        @Actor
        public void resizer() {
            memo.resize(0);
        }

        @Arbiter
        public void afterwards(JJJ_Result r) {
            r.r1 = found(memo, 1) == KeyedMemo.MISS ? 0 : 1;
            r.r2 = found(memo, 2) == KeyedMemo.MISS ? 0 : 1;
            r.r3 = memo.counts().currSize() + errors(memo);
        }
    }

    /** A batch of two becomes a batch of nothing: the bound holds as soon as all have returned. */
    @JCStressTest
    @Outcome(id = "1, 0, 0", expect = ACCEPTABLE, desc = "One is left.")
    @Outcome(expect = FORBIDDEN, desc = "Too many, or the books do not balance.")
    @State
    public static class ResizeToOne {
        private final LongKeyMemo memo = shared();

        @Actor
        public void caller() {
            memo.computeLong(1, key -> 1);
        }

        @Actor
        public void resizer() {
            memo.resize(1);
        }

        @Arbiter
        public void afterwards(JJJ_Result r) {
            for (int key = 0; key < 2; key++) {
                r.r1 += found(memo, key) == KeyedMemo.MISS ? 0 : 1;
            }
            r.r2 = memo.counts().currSize() - 1;
            r.r3 = errors(memo);
        }
    }

    @JCStressTest
    @Outcome(
            id = {"0, 0, 0", "1, 0, 0"},
            expect = ACCEPTABLE,
            desc = "Stored after the clear, or not at all.")
    @Outcome(expect = FORBIDDEN, desc = "Older than the clear, or the books do not balance.")
    @State
    public static class Clear {
        private final LongKeyMemo memo = shared();
        private volatile boolean cleared;

        @Actor
        public void caller() {
            memo.computeLong(1, key -> cleared ? 1 : 2);
        }

        @Actor
        public void clearer() {
            cleared = true;
            memo.clear();
        }

        @Arbiter
        public void afterwards(JJJ_Result r) {
            long found = found(memo, 1);
            r.r1 = found == KeyedMemo.MISS ? 0 : found;
            r.r2 = memo.counts().currSize() - r.r1;
            r.r3 = errors(memo);
        }
    }

    /** Five calls beside one that was before, and somebody looks in between: no count is lost. */
    @JCStressTest
    @Outcome(id = "6, 3, 0", expect = ACCEPTABLE, desc = "All calls, all results.")
    @Outcome(expect = FORBIDDEN, desc = "Lost or counted twice.")
    @State
    public static class Books {
        private final LongKeyMemo memo = shared();

        @Actor
        public void caller() {
            memo.computeLong(1, key -> 1);
            memo.computeLong(0, key -> 0);
            memo.computeLong(1, key -> 1);
        }

        @Actor
        public void otherCaller(JJJ_Result r) {
            memo.computeLong(1, key -> 1);
            Counts counts = memo.counts();
            boolean possible = counts.hits() + counts.misses() <= 5 && counts.currSize() <= counts.misses();
            r.r3 = possible ? 0 : 1000;
            memo.computeLong(2, key -> 2);
        }

        @Arbiter
        public void afterwards(JJJ_Result r) {
            Counts counts = memo.counts();
            r.r1 = counts.hits() + counts.misses();
            r.r2 = counts.misses() == 3 ? counts.currSize() : -1;
            r.r3 += errors(memo);
        }
    }
}
