package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What several callers of one key see, and those who invalidate it meanwhile. */
final class FlightRules extends Rules {
    private static final class Gate {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        void pass() throws InterruptedException {
            entered.countDown();
            assertTrue(open.await(30, TimeUnit.SECONDS), "gate");
        }

        void awaitEntered() throws InterruptedException {
            assertTrue(entered.await(30, TimeUnit.SECONDS), "nobody computes");
        }
    }

    FlightRules(Contract.Configuration configuration) {
        super(configuration);
    }

    void check() throws Exception {
        oneComputationServesAllCallers();
        allCallersGetTheSameException();
        aResultIsNotStoredAfterAnInvalidationDuringItsComputation();
        whoAsksAfterAnInvalidationComputesAnew();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    /** Starts a call that will join a computation under way, and returns when it waits. */
    private static Future<Object> waiter(Subject memo, int key) throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        Future<Object> call = THREADS.submit(() -> {
            thread.complete(Thread.currentThread());
            return memo.call(key);
        });
        long id = get(thread).getId();
        while (Flight.waitedForBy(id) == null) {
            assertFalse(call.isDone(), "did not wait");
            Thread.onSpinWait();
        }
        return call;
    }

    private boolean joins() {
        return c.singleFlight() && maxSize > 0;
    }

    private void oneComputationServesAllCallers() throws Exception {
        Subject memo = fresh();
        AtomicInteger computed = new AtomicInteger();
        Gate gate = new Gate();
        memo.body(key -> {
            int nth = computed.incrementAndGet();
            if (nth == 1) {
                gate.pass();
            }
            return (long) nth;
        });
        Future<Object> first = THREADS.submit(() -> memo.call(1));
        gate.awaitEntered();
        if (!joins()) {
            assertEquals(2L, memo.call(1));
            gate.open.countDown();
            assertEquals(1L, get(first));
            assertEquals(2, memo.counts().misses());
        } else {
            Future<Object> second = waiter(memo, 1);
            gate.open.countDown();
            assertEquals(1L, get(first));
            assertEquals(1L, get(second));
            assertEquals(1, computed.get());
            assertCounts(1, 1, 1, memo);
        }
        assertEquals(0, memo.pending());
    }

    private void allCallersGetTheSameException() throws Exception {
        if (!joins()) {
            return;
        }
        Subject memo = fresh();
        Gate gate = new Gate();
        memo.body(key -> {
            gate.pass();
            throw new java.io.IOException("once");
        });
        Future<Object> first = THREADS.submit(() -> memo.call(1));
        gate.awaitEntered();
        Future<Object> second = waiter(memo, 1);
        gate.open.countDown();
        Throwable thrown =
                assertThrows(ExecutionException.class, () -> get(first)).getCause();
        assertSame(
                thrown,
                assertThrows(ExecutionException.class, () -> get(second)).getCause());
        assertCounts(0, 2, 0, memo);
    }

    private void aResultIsNotStoredAfterAnInvalidationDuringItsComputation() throws Exception {
        for (int way = 0; way < 3; way++) {
            Subject memo = fresh();
            Gate gate = new Gate();
            memo.body(key -> {
                gate.pass();
                return 1L;
            });
            Future<Object> first = THREADS.submit(() -> memo.call(2));
            gate.awaitEntered();
            Future<Object> second = joins() ? waiter(memo, 2) : null;
            ChangeRules.invalidate(memo, 2, way);
            gate.open.countDown();
            assertEquals(1L, get(first));
            assertEquals(1L, second == null ? 1L : get(second));
            assertEquals(Subject.ABSENT, memo.peek(2));
            assertEquals(0, memo.pending());
        }
    }

    private void whoAsksAfterAnInvalidationComputesAnew() throws Exception {
        Subject memo = fresh();
        Gate gate = new Gate();
        AtomicInteger truth = new AtomicInteger(1);
        memo.body(key -> {
            long read = truth.get();
            if (read == 1) {
                gate.pass();
            }
            return read;
        });
        Future<Object> first = THREADS.submit(() -> memo.call(2));
        gate.awaitEntered();
        truth.set(2);
        memo.invalidate(2);
        assertEquals(2L, memo.call(2));
        gate.open.countDown();
        assertEquals(1L, get(first));
        assertEquals(maxSize == 0 ? Subject.ABSENT : (Object) 2L, memo.peek(2));
        assertCounts(0, 2, kept(1), memo);
    }
}
