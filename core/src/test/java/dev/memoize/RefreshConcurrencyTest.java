package dev.memoize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code refreshAfterWrite} while many threads call, by a ticker that the test moves. */
@Timeout(120)
class RefreshConcurrencyTest {
    private static final int THREADS = 8;
    private static final int CALLS = 5_000;
    private static final int INTERVAL = 10;

    private final AtomicLong now = new AtomicLong();
    private final AtomicLong runs = new AtomicLong();
    private final ExecutorService callers = Executors.newFixedThreadPool(THREADS);
    private final ExecutorService refreshers = Executors.newFixedThreadPool(2);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    private MemoBuilder refreshed() {
        return Memo.builder().ticker(now::get).executor(refreshers).refreshAfterWrite(Duration.ofNanos(INTERVAL));
    }

    @AfterEach
    void stop() {
        callers.shutdownNow();
        refreshers.shutdownNow();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void onAllThreads(Callable<Void> task) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<Void>> all = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            all.add(callers.submit(() -> {
                start.await();
                return task.call();
            }));
        }
        for (Future<Void> one : all) {
            one.get();
        }
    }

    private static void awaitRefreshes(Memo memo, long number) {
        while (memo.stats().refreshes() + memo.stats().refreshFailures() < number) {
            Thread.onSpinWait();
        }
    }

    /** The number of the run; the second one, the first refresh, waits until it is told to go on. */
    private long slowly() {
        long run = runs.incrementAndGet();
        if (run == 2) {
            begun.countDown();
            await(go);
        }
        return run;
    }

    @Test
    void manyCallersGetTheOldResultWhileOneRefreshRuns() throws Exception {
        Memo1<String, Long> memo = refreshed().function(key -> slowly());
        memo.apply("a");
        now.set(INTERVAL);
        onAllThreads(() -> {
            for (int i = 0; i < CALLS; i++) {
                // Due again and again, but under way.
                now.incrementAndGet();
                assertEquals(1, memo.apply("a"));
            }
            return null;
        });
        await(begun);
        assertEquals(2, runs.get());
        go.countDown();
        awaitRefreshes(memo, 1);
        assertEquals(2, memo.peek("a"));
        assertEquals(new CacheInfo(THREADS * CALLS, 1, 128, 1), memo.cacheInfo());
    }

    @Test
    void refreshesOfOneKeyNeverOverlapAndResultsNeverGoBack() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        Memo1<String, Long> memo = refreshed().function(key -> {
            overlaps.addAndGet(running.incrementAndGet() - 1);
            long run = runs.incrementAndGet();
            running.decrementAndGet();
            if (run % 3 == 0) {
                throw new IllegalStateException("now and then");
            }
            return run;
        });
        memo.apply("a");
        AtomicLong calls = new AtomicLong();
        onAllThreads(() -> {
            long last = 0;
            // On a busy machine all calls may be made before the first refresh has got a thread.
            for (int i = 0;
                    i < CALLS || runs.get() < 4 && !Thread.currentThread().isInterrupted();
                    i++) {
                calls.incrementAndGet();
                now.incrementAndGet();
                long seen = memo.apply("a");
                assertTrue(seen >= last && seen % 3 != 0, seen + " after " + last);
                last = seen;
            }
            return null;
        });
        refreshers.shutdown();
        assertTrue(refreshers.awaitTermination(1, TimeUnit.MINUTES));
        assertTrue(runs.get() > 2);
        assertEquals(0, overlaps.get());
        long failures = runs.get() / 3;
        assertEquals(failures, memo.stats().refreshFailures());
        assertEquals(runs.get() - 1 - failures, memo.stats().refreshes());
        assertEquals(new CacheInfo(calls.get(), 1, 128, 1), memo.cacheInfo());
    }

    @Test
    void anInvalidationDuringARefreshWinsForAllCallers() throws Exception {
        Memo1<String, Long> memo = refreshed().function(key -> slowly());
        memo.apply("a");
        now.set(INTERVAL);
        memo.apply("a");
        await(begun);
        assertTrue(memo.invalidate("a"));
        onAllThreads(() -> {
            assertEquals(3, memo.apply("a"), "computed anew, once, and not waited for the refresh");
            return null;
        });
        go.countDown();
        awaitRefreshes(memo, 1);
        assertEquals(3, memo.apply("a"));
        assertEquals(3, runs.get());
    }

    @Test
    void anExecutorThatRefusesNowAndThenCostsNoCallerAnything() throws Exception {
        AtomicInteger handed = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Memo1<String, Long> memo = refreshed()
                .executor(task -> {
                    if (handed.incrementAndGet() % 2 == 0) {
                        refused.incrementAndGet();
                        throw new RejectedExecutionException();
                    }
                    task.run();
                })
                .function(key -> runs.incrementAndGet());
        memo.apply("a");
        onAllThreads(() -> {
            for (int i = 0; i < CALLS; i++) {
                now.incrementAndGet();
                memo.apply("a");
            }
            return null;
        });
        // One that was refused while an earlier attempt at the same refresh got through has not failed.
        long failures = memo.stats().refreshFailures();
        assertTrue(failures > 1 && failures <= refused.get(), failures + " of " + refused);
        assertEquals(runs.get() - 1, memo.stats().refreshes());
        assertEquals(new CacheInfo(THREADS * CALLS, 1, 128, 1), memo.cacheInfo());
    }

    @Test
    void aRefusedSecondAttemptDoesNotEndARefreshThatHasBegunMeanwhile() throws Exception {
        Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        Memo1<String, Long> memo = refreshed()
                .executor(task -> {
                    Runnable earlier = waiting.poll();
                    if (earlier == null) {
                        waiting.add(task);
                        return;
                    }
                    Thread thread = new Thread(earlier);
                    threads.add(thread);
                    thread.start();
                    await(begun);
                    throw new RejectedExecutionException();
                })
                .function(key -> slowly());
        memo.apply("a");
        now.set(INTERVAL);
        memo.apply("a");
        now.set(2 * INTERVAL);
        assertEquals(1, memo.apply("a"));
        go.countDown();
        threads.get(0).join();
        assertEquals(2, memo.peek("a"));
        assertEquals(1, memo.stats().refreshes());
        assertEquals(0, memo.stats().refreshFailures());
    }
}
