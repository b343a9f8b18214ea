package dev.memoize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When results end, are refreshed or stand in for others, by a ticker that the test moves. */
@Timeout(60)
class TimesTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong runs = new AtomicLong();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private volatile @Nullable RuntimeException trouble;

    private MemoBuilder timed() {
        return Memo.builder().ticker(now::get).executor(tasks::add);
    }

    private static Duration ticks(long n) {
        return Duration.ofNanos(n);
    }

    /** Gives the number of its run, or throws {@link #trouble}. */
    private Memo1<String, Long> numbered(MemoBuilder builder) {
        return builder.function(key -> {
            runs.incrementAndGet();
            RuntimeException t = trouble;
            if (t != null) {
                throw t;
            }
            return runs.get();
        });
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void aResultEndsAtItsTtlAndNotBefore() {
        Memo1<String, Long> memo = numbered(timed().ttl(ticks(10)));
        assertEquals(1, memo.apply("a"));
        now.set(9);
        assertEquals(1, memo.apply("a"));
        now.set(10);
        assertNull(memo.peek("a"));
        assertEquals(2, memo.apply("a"));
        assertEquals(1, memo.stats().expirations());
    }

    @Test
    void aTickerMayPassTheLargestNumber() {
        now.set(Long.MAX_VALUE - 3);
        Memo1<String, Long> memo = numbered(timed().ttl(ticks(10)).expireAfterAccess(ticks(8)));
        memo.apply("a");
        now.set(Long.MIN_VALUE);
        assertEquals(1, memo.apply("a"));
        now.set(Long.MIN_VALUE + 6);
        assertEquals(2, memo.apply("a"));
    }

    @Test
    void jitterMakesResultsEndEarlierAndNeverLater() {
        MemoBuilder builder = timed().ttl(ticks(1000)).jitter(0.2).maxSize(Memoize.UNBOUNDED);
        Memo1<Integer, Long> memo = builder.function(n -> runs.incrementAndGet());
        for (int n = 0; n < 200; n++) {
            memo.apply(n);
        }
        Set<Integer> sizes = new HashSet<>();
        now.set(799);
        assertEquals(200, alive(memo));
        for (long t = 810; t < 1000; t += 20) {
            now.set(t);
            sizes.add(alive(memo));
        }
        assertTrue(sizes.size() > 5, "they end one after the other: " + sizes);
        now.set(1000);
        assertEquals(0, alive(memo));
    }

    private static int alive(Memo1<Integer, Long> memo) {
        int alive = 0;
        for (int n = 0; n < 200; n++) {
            alive += memo.peek(n) == null ? 0 : 1;
        }
        return alive;
    }

    @Test
    void aUseProlongsWhatExpiresAfterAccess() {
        Memo1<String, Long> memo = numbered(timed().expireAfterAccess(ticks(10)));
        memo.apply("a");
        now.set(9);
        memo.apply("a");
        now.set(18);
        memo.peek("a");
        assertEquals(1, memo.apply("a"));
        now.set(28);
        assertEquals(2, memo.apply("a"));
    }

    @Test
    void peekingIsNoUse() {
        Memo1<String, Long> memo = numbered(timed().expireAfterAccess(ticks(10)));
        memo.apply("a");
        now.set(9);
        assertEquals(1, memo.peek("a"));
        now.set(10);
        assertNull(memo.peek("a"));
    }

    @Test
    void usesDoNotProlongTheTtl() {
        Memo1<String, Long> memo = numbered(timed().expireAfterAccess(ticks(10)).ttl(ticks(15)));
        memo.apply("a");
        now.set(9);
        memo.apply("a");
        now.set(15);
        assertEquals(2, memo.apply("a"));
    }

    @Test
    void eachResultMayHaveATtlOfItsOwn() {
        Memo1<String, Integer> memo = timed().ttl(ticks(50))
                .ttl((Integer result) -> result == 3 ? null : ticks(result))
                .function(s -> {
                    runs.incrementAndGet();
                    return s.length();
                });
        memo.apply("");
        assertEquals(0, memo.cacheInfo().currSize(), "one of no time is not stored");
        memo.apply("a");
        memo.apply("bb");
        memo.apply("ccc");
        now.set(1);
        assertNull(memo.peek("a"));
        assertEquals(2, memo.peek("bb"));
        now.set(49);
        assertNull(memo.peek("bb"));
        assertEquals(3, memo.peek("ccc"));
        memo.put("dddd", 4);
        now.set(53);
        assertNull(memo.peek("dddd"));
        assertEquals(4, runs.get());
    }

    @Test
    void whatAsksForTheTtlFailsTheCallAndNothingElse() {
        RuntimeException mine = new IllegalStateException();
        boolean[] bad = {true};
        Memo1<String, Long> memo = numbered(timed().ttl((Long result) -> {
            if (bad[0]) {
                throw mine;
            }
            return ticks(5);
        }));
        assertSame(mine, assertThrows(IllegalStateException.class, () -> memo.apply("a")));
        bad[0] = false;
        assertEquals(2, memo.apply("a"));
        assertEquals(2, memo.apply("a"));
        assertEquals(new CacheInfo(1, 2, 128, 1), memo.cacheInfo());
    }

    @Test
    void anOldResultIsServedWhileOneRefreshRuns() {
        Memo1<String, Long> memo = numbered(timed().refreshAfterWrite(ticks(10)).ttl(ticks(100)));
        memo.apply("a");
        now.set(9);
        memo.apply("a");
        assertEquals(0, tasks.size());
        now.set(10);
        assertEquals(1, memo.apply("a"));
        assertEquals(1, memo.apply("a"));
        now.set(25);
        assertEquals(1, memo.apply("a"));
        assertEquals(2, tasks.size(), "one that did not get to a thread for an interval is handed over again");
        runTasks();
        assertEquals(2, runs.get());
        assertEquals(2, memo.apply("a"));
        assertEquals(new CacheInfo(5, 1, 128, 1), memo.cacheInfo());
        assertEquals(1, memo.stats().refreshes());
        now.set(34);
        assertEquals(2, memo.apply("a"));
        assertEquals(0, tasks.size());
        now.set(35);
        assertEquals(2, memo.apply("a"));
        assertEquals(1, tasks.size());
    }

    @Test
    void aFailedRefreshKeepsTheOldResultAndWaitsForTheNextInterval() {
        Memo1<String, Long> memo = numbered(timed().refreshAfterWrite(ticks(10)));
        memo.apply("a");
        now.set(10);
        trouble = new IllegalStateException();
        memo.apply("a");
        runTasks();
        trouble = null;
        now.set(19);
        assertEquals(1, memo.apply("a"));
        assertEquals(0, tasks.size());
        assertEquals(1, memo.stats().refreshFailures());
        now.set(20);
        assertEquals(1, memo.apply("a"));
        runTasks();
        assertEquals(3, memo.apply("a"));
        assertEquals(new CacheInfo(4, 1, 128, 1), memo.cacheInfo());
    }

    @Test
    void anExecutorThatRefusesCostsTheCallerNothing() {
        Memo1<String, Long> memo = numbered(timed().refreshAfterWrite(ticks(10)).executor(task -> {
            throw new RejectedExecutionException();
        }));
        memo.apply("a");
        now.set(10);
        assertEquals(1, memo.apply("a"));
        assertEquals(1, memo.stats().refreshFailures());
    }

    @Test
    void anExecutorMayRunARefreshOnTheCallersThread() {
        Memo1<String, Long> memo = numbered(timed().refreshAfterWrite(ticks(10)).executor(Runnable::run));
        memo.apply("a");
        now.set(10);
        assertEquals(1, memo.apply("a"));
        assertEquals(2, memo.apply("a"));
    }

    @Test
    void whatWasInvalidatedIsNotBroughtBackByARefresh() {
        Memo1<String, Long> memo = numbered(timed().refreshAfterWrite(ticks(10)));
        memo.apply("a");
        now.set(10);
        memo.apply("a");
        memo.invalidate("a");
        runTasks();
        assertNull(memo.peek("a"));
        assertEquals(1, runs.get(), "there was nothing left to refresh");
        assertEquals(2, memo.apply("a"));
    }

    @Test
    void whatIsInvalidatedDuringItsRefreshIsNotBroughtBack() {
        Memo1<String, Long>[] self = newArray();
        Memo1<String, Long> memo = timed().refreshAfterWrite(ticks(10)).function(key -> {
            if (runs.incrementAndGet() == 2) {
                self[0].invalidate("a");
            }
            return runs.get();
        });
        self[0] = memo;
        memo.apply("a");
        now.set(10);
        memo.apply("a");
        runTasks();
        assertEquals(2, runs.get());
        assertNull(memo.peek("a"));
    }

    @Test
    void whatWasPutDuringARefreshStays() {
        Memo1<String, Long>[] self = newArray();
        Memo1<String, Long> memo = timed().refreshAfterWrite(ticks(10)).function(key -> {
            if (runs.incrementAndGet() == 2) {
                self[0].put("a", 77L);
            }
            return runs.get();
        });
        self[0] = memo;
        memo.apply("a");
        now.set(10);
        memo.apply("a");
        runTasks();
        assertEquals(77, memo.apply("a"));
    }

    @SuppressWarnings("unchecked")
    private static Memo1<String, Long>[] newArray() {
        return (Memo1<String, Long>[]) new Memo1<?, ?>[1];
    }

    @Test
    void anExpiredResultIsComputedByItsCallerIfItsRefreshHasNoThread() {
        Memo1<String, Long> memo = numbered(timed().refreshAfterWrite(ticks(10)).ttl(ticks(20)));
        memo.apply("a");
        now.set(10);
        memo.apply("a");
        now.set(20);
        assertEquals(2, memo.apply("a"));
        runTasks();
        assertEquals(2, runs.get());
        assertEquals(2, memo.apply("a"));
        assertEquals(new CacheInfo(2, 2, 128, 1), memo.cacheInfo());
    }

    @Test
    void anExpiredResultIsWaitedForWhereItsRefreshIsUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Memo1<String, Long> memo = timed().refreshAfterWrite(ticks(10))
                .ttl(ticks(20))
                .executor(task -> CompletableFuture.runAsync(task, r -> new Thread(r).start()))
                .function(key -> {
                    if (runs.incrementAndGet() == 2) {
                        begun.countDown();
                        await(go);
                    }
                    return runs.get();
                });
        memo.apply("a");
        now.set(10);
        memo.apply("a");
        begun.await();
        now.set(30);
        CompletableFuture<Long> caller = new CompletableFuture<>();
        Thread waiting = new Thread(() -> caller.complete(memo.apply("a")));
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING && !caller.isDone()) {
            Thread.onSpinWait();
        }
        assertFalse(caller.isDone());
        go.countDown();
        assertEquals(2, caller.get());
        assertEquals(2, runs.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anExpiredResultStandsInForAFailure() {
        Memo1<String, Long> memo = numbered(timed().ttl(ticks(10)).staleIfError(ticks(5)));
        memo.apply("a");
        trouble = new IllegalStateException();
        now.set(10);
        assertEquals(1, memo.apply("a"));
        assertNull(memo.peek("a"), "it is served to nobody who can have another");
        now.set(14);
        assertEquals(1, memo.apply("a"));
        assertEquals(3, runs.get(), "each call tries");
        assertEquals(2, memo.stats().loadFailures());
        now.set(15);
        assertSame(trouble, assertThrows(IllegalStateException.class, () -> memo.apply("a")));
        trouble = null;
        assertEquals(5, memo.apply("a"));
    }

    @Test
    void aSuccessEndsTheTimeOfTheStandIn() {
        Memo1<String, Long> memo = numbered(timed().ttl(ticks(10)).staleIfError(ticks(5)));
        memo.apply("a");
        now.set(12);
        assertEquals(2, memo.apply("a"));
        now.set(21);
        assertEquals(2, memo.apply("a"));
        assertEquals(new CacheInfo(1, 2, 128, 1), memo.cacheInfo());
    }

    @Test
    void whatWasInvalidatedStandsInForNothing() {
        Memo1<String, Long> memo = numbered(timed().ttl(ticks(10)).staleIfError(ticks(5)));
        memo.apply("a");
        now.set(10);
        trouble = new IllegalStateException();
        memo.invalidate("a");
        assertThrows(IllegalStateException.class, () -> memo.apply("a"));
    }

    @Test
    void errorsAreNeverHidden() {
        Memo1<String, Long> memo = timed().ttl(ticks(10)).staleIfError(ticks(5)).function(key -> {
            if (runs.incrementAndGet() > 1) {
                throw new AssertionError();
            }
            return runs.get();
        });
        memo.apply("a");
        now.set(10);
        assertThrows(AssertionError.class, () -> memo.apply("a"));
    }

    @Test
    void resultsAreEvictedUntilTheWeightFits() {
        Memo1<Integer, Integer> memo = Memo.builder()
                .maxSize(Memoize.UNBOUNDED)
                .maxWeight(10, (Integer n) -> n)
                .function(n -> n);
        memo.apply(4);
        memo.apply(5);
        memo.apply(1);
        assertEquals(10, memo.stats().currWeight());
        memo.apply(4);
        memo.apply(3);
        assertNull(memo.peek(5), "the least recently used one");
        assertEquals(8, memo.stats().currWeight());
        memo.apply(11);
        assertNull(memo.peek(11), "too heavy for ever");
        assertEquals(3, memo.cacheInfo().currSize());
        memo.invalidate(4);
        assertEquals(4, memo.stats().currWeight());
        assertEquals(1, memo.stats().evictions());
        memo.cacheClear();
        assertEquals(0, memo.stats().currWeight());
    }

    @Test
    void aRefreshWeighsAnew() {
        long[] weight = {2};
        Memo1<String, Long> memo =
                numbered(timed().refreshAfterWrite(ticks(10)).maxWeight(5, (Long result) -> (int) weight[0]));
        memo.apply("a");
        memo.apply("b");
        weight[0] = 4;
        now.set(10);
        memo.apply("b");
        runTasks();
        assertEquals(4, memo.stats().currWeight());
        assertNull(memo.peek("a"));
        weight[0] = 6;
        now.set(20);
        memo.apply("b");
        runTasks();
        assertEquals(0, memo.cacheInfo().currSize(), "a result that is too heavy replaces nothing");
    }

    @Test
    void aPolicyThatHasToKnowTheSizeIsNotMadeUnboundedLater() {
        Memo1<String, Integer> memo = timed().eviction(Eviction.COST_AWARE)
                .maxWeight(100, (Integer r) -> r)
                .function(String::length);
        memo.apply("a");
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> memo.resize(Memoize.UNBOUNDED));
        assertEquals(
                "maxSize is UNBOUNDED; COST_AWARE needs to know how many results there may be, also with a maxWeight",
                e.getMessage());
        assertEquals(1, memo.peek("a"));
    }

    @Test
    void whatDoesNotGoTogetherIsNamed() {
        MemoBuilder late = timed().ttl(ticks(5)).refreshAfterWrite(ticks(5));
        assertEquals(
                "refreshAfterWrite is PT0.000000005S but ttl is PT0.000000005S, so results expire before they are refreshed; use less than the ttl",
                assertThrows(IllegalArgumentException.class, () -> late.function(x -> x))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> timed().staleIfError(ticks(5)).function(x -> x));
        assertThrows(IllegalArgumentException.class, () -> Memo.builder().jitter(1));
        assertThrows(IllegalArgumentException.class, () -> Memo.builder().maxWeight(-1, r -> 1));
    }

    @Test
    void theParametersSayAllTimes() {
        CacheParameters p = timed().ttl(ticks(5))
                .jitter(0.5)
                .expireAfterAccess(ticks(4))
                .refreshAfterWrite(ticks(3))
                .staleIfError(ticks(2))
                .maxWeight(7, r -> 1)
                .function(x -> x)
                .cacheParameters();
        assertEquals(
                new CacheParameters(
                        128,
                        true,
                        ticks(5),
                        0.5,
                        ticks(4),
                        ticks(3),
                        ticks(2),
                        7L,
                        true,
                        Scope.INSTANCE,
                        Eviction.LRU,
                        false,
                        null,
                        null,
                        List.of(),
                        null),
                p);
    }
}
