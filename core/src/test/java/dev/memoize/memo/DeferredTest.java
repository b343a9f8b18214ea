package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.heap.Entry;
import dev.memoize.spi.Ticker;
import dev.memoize.tier.TierProcesses;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Results that are found already and that the policy does not know yet. */
class DeferredTest {
    private static final int SIZE = 4096;
    private static final int ROUNDS = 100_000;

    private final LongKeyMemo memo = new LongKeyMemo(
            MemoizedMethod.function("deferred", "(J)J", Settings.DEFAULT.withMaxSize(SIZE), Callbacks.NONE),
            null,
            Ticker.system(),
            false);

    private void compute(long key) {
        assertEquals(key, memo.computeLong(key, k -> k));
    }

    /** Spins, so as to go on at once; but not for long, for the other thread may need this processor to get there. */
    private static void awaitAtLeast(int number, AtomicInteger reached) {
        for (int spins = 0; reached.get() < number; spins++) {
            if (spins < 10_000) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    @Test
    void resultThatArrivesBesideAResizeToZeroIsNotFound() throws Exception {
        compute(-1);
        AtomicInteger round = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        Thread other = new Thread(() -> {
            for (int i = 1; i <= ROUNDS; i++) {
                awaitAtLeast(i, round);
                compute(i);
                done.set(i);
            }
        });
        other.start();
        int found = 0;
        for (int i = 1; i <= ROUNDS; i++) {
            memo.resize(SIZE);
            compute(-i);
            round.set(i);
            for (int wait = i % 50; wait > 0; wait--) {
                Thread.onSpinWait();
            }
            memo.resize(0);
            awaitAtLeast(i, done);
            found += memo.findLong(i) == KeyedMemo.MISS ? 0 : 1;
        }
        other.join();
        assertEquals(0, found);
    }

    private static void onAnotherThread(Runnable task) throws InterruptedException {
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
    }

    /** Not at once: a thread that was joined may have some steps to go. */
    private static void assertCollected(WeakReference<?> ref) throws InterruptedException {
        TierProcesses.eventually(() -> {
            System.gc();
            return ref.get() == null;
        });
    }

    @Test
    void resultsThatWaitKeepNoThreadReachable() throws Exception {
        compute(-1);
        AtomicReference<WeakReference<Thread>> ended = new AtomicReference<>();
        onAnotherThread(() -> {
            ended.set(new WeakReference<>(Thread.currentThread()));
            compute(1);
            compute(2);
        });
        assertCollected(ended.get());
        assertEquals(new Counts(0, 3, SIZE, 3), memo.counts());
    }

    @Test
    void resultThatMayNotBeStoredDoesNotWaitEither() throws Exception {
        LongKeyMemo references = new LongKeyMemo(
                MemoizedMethod.function(
                        "deferred", "(J)Ljava/lang/Object;", Settings.DEFAULT.withMaxSize(SIZE), Callbacks.NONE),
                null,
                Ticker.system());
        references.compute(-1, key -> "");
        onAnotherThread(() -> references.compute(-2, key -> ""));
        WeakReference<?> result = new WeakReference<>(references.compute(1, key -> {
            references.invalidate(new Object[] {key});
            return new byte[100];
        }));
        assertCollected(result);
        assertEquals(2, references.counts().currSize());
    }

    @Test
    void whatIsTakenWaitsUntilItIsKept() {
        Arrivals arrivals = new Arrivals();
        Flight[] flights = new Flight[4];
        for (int i = 0; i < flights.length; i++) {
            flights[i] = new Flight(i, Entry.PRIMITIVE);
        }
        arrivals.push(flights[0]);
        arrivals.push(flights[1]);
        arrivals.takeAll();
        arrivals.drop(flights[0]);
        // Here the stack ends.
        assertTrue(arrivals.areWaiting());
        assertEquals(1, arrivals.push(flights[2]));
        arrivals.push(flights[3]);
        arrivals.takeAll();
        for (int i = 1; i < flights.length; i++) {
            assertSame(flights[i], arrivals.oldest());
            arrivals.drop(flights[i]);
        }
        assertNull(arrivals.oldest());
        assertFalse(arrivals.areWaiting());
    }
}
