package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;

/** What holds for every memo, whatever its configuration. Each method gets a memo of its own. */
public final class Contract {
    /**
     * @param times of which the refresh, if there is one, is carried out by the caller that asks for it
     * @param nanos moves the memo's time; without effect where there are no times
     */
    public record Configuration(
            String name,
            int maxSize,
            boolean lru,
            boolean typed,
            Times times,
            boolean singleFlight,
            AtomicLong nanos,
            Supplier<Subject> maker) {}

    /** Nanoseconds, 0 for none; the ttl and the refresh are longer than the access time if that is there. */
    public record Times(long ttl, double jitter, long access, long refresh, long stale) {
        boolean expire() {
            return ttl != 0 || access != 0;
        }

        private static long atLeast(long time, double jitter) {
            return (long) (time * (1 - jitter)) - 1;
        }

        /** For how long a new result is there for sure if nobody asks. */
        long sure() {
            return access == 0 ? atLeast(ttl, jitter) : Math.min(access - 1, ttl == 0 ? access : atLeast(ttl, jitter));
        }

        /** After how long without a call a result has ended for sure. */
        long gone() {
            return access == 0 ? ttl : access;
        }
    }

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread t = new Thread(task, "contract");
        t.setDaemon(true);
        return t;
    });

    private final Configuration c;
    private final int maxSize;
    /** How many results a memo keeps of a few. */
    private final int few;

    private final long seed;

    private Contract(Configuration configuration, long seed) {
        this.c = configuration;
        this.maxSize = configuration.maxSize();
        this.few = Math.min(maxSize, 3);
        this.seed = seed;
    }

    public static void check(Configuration configuration, long seed) throws Exception {
        Contract contract = new Contract(configuration, seed);
        contract.aTraceIsCountedAndKeptAsByTheModel();
        contract.nullIsAResult();
        contract.wordsThatMeanSomethingInsideAreResultsLikeOthers();
        contract.anExceptionIsThrownAsItIsAndNotStored();
        contract.aBodyMayCallItselfWithOtherKeys();
        contract.aBodyMayCallItselfWithTheSameKey();
        contract.whatABodyInvalidatesItDoesNotStore();
        contract.putWhileLoadingWins();
        contract.aBodyMayResize();
        contract.putIsFoundAndCountsNothing();
        contract.invalidationTellsWhetherThereWasAResult();
        contract.theSizeMayChange();
        contract.resultsExpire();
        contract.callsKeepAlive();
        contract.anOldResultStandsInForAFailureForAWhile();
        contract.anOldResultIsServedAndRefreshed();
        contract.numbersAreComparedAsTypedSays();
        contract.oneComputationServesAllCallers();
        contract.allCallersGetTheSameException();
        contract.aResultIsNotStoredAfterAnInvalidationDuringItsComputation();
        contract.whoAsksAfterAnInvalidationComputesAnew();
        contract.manyThreadsLeaveBalancedBooks();
    }

    /** Slow where {@code maxSize} is large, hence not a part of {@link #check}. */
    public static void checkThatMoreThanMaxSizeIsEvicted(Configuration configuration) {
        Subject memo = configuration.maker().get();
        int calls = configuration.maxSize() + configuration.maxSize() / 4 + 10;
        for (int i = 0; i < calls; i++) {
            assertEquals((long) i, memo.call(i));
            assertEquals((long) i, memo.call(i));
        }
        Counts counts = memo.counts();
        // COST_AWARE may let a result go at once that took less than all others; the second call then misses, too.
        long again = configuration.name().contains("COST_AWARE") ? counts.misses() - calls : 0;
        assertTrue(again >= 0 && again <= calls / 4, () -> configuration.name() + counts);
        assertEquals(
                new Counts(calls - again, calls + again, configuration.maxSize(), configuration.maxSize()),
                counts,
                configuration.name());
        assertEquals(0, memo.pending());
    }

    private Subject fresh() {
        return c.maker().get();
    }

    private int kept(int results) {
        return Math.min(results, maxSize);
    }

    private void assertCounts(long hits, long misses, int size, Subject memo) {
        assertEquals(new Counts(hits, misses, maxSize, size), memo.counts());
        assertEquals(0, memo.pending());
    }

    // One thread

    private void aTraceIsCountedAndKeptAsByTheModel() {
        Subject memo = fresh();
        int keys = Math.min(maxSize, 200) + Math.min(maxSize, 200) / 2 + 2;
        Map<Integer, Long> model = new LinkedHashMap<>(16, 0.75f, true);
        Random random = new Random(seed);
        long[] computed = {0};
        memo.body(key -> {
            computed[0]++;
            return key * 31L;
        });
        long hits = 0;
        long misses = 0;
        for (int i = 0; i < keys * 4; i++) {
            int key = (int) (keys * random.nextDouble() * random.nextDouble());
            if (random.nextInt(50) == 0) {
                boolean there = model.remove(key) != null;
                boolean was = memo.invalidate(key);
                if (c.lru()) {
                    assertEquals(there, was, "invalidate");
                }
                continue;
            }
            assertEquals(key * 31L, memo.call(key));
            if (model.get(key) != null) {
                hits++;
            } else {
                misses++;
                model.put(key, key * 31L);
                if (model.size() > maxSize) {
                    model.remove(model.keySet().iterator().next());
                }
            }
        }
        Counts counts = memo.counts();
        assertEquals(computed[0], counts.misses());
        assertEquals(hits + misses, counts.hits() + counts.misses());
        if (c.lru()) {
            assertCounts(hits, misses, model.size(), memo);
        } else {
            assertTrue(counts.currSize() <= maxSize, counts::toString);
        }
        long stored = 0;
        for (int key = 0; key < keys; key++) {
            Object result = memo.peek(key);
            stored += result == Subject.ABSENT ? 0 : 1;
            if (c.lru()) {
                assertEquals(model.containsKey(key) ? (Object) (key * 31L) : Subject.ABSENT, result, "peek");
            }
        }
        assertEquals(counts.currSize(), stored);
    }

    private void nullIsAResult() {
        Subject memo = fresh();
        if (!memo.hasReferenceResults()) {
            return;
        }
        memo.body(key -> null);
        assertEquals(null, memo.call(1));
        assertEquals(null, memo.call(1));
        assertCounts(maxSize == 0 ? 0 : 1, maxSize == 0 ? 2 : 1, kept(1), memo);
        assertEquals(maxSize == 0 ? Subject.ABSENT : null, memo.peek(1));
        memo.put(2, null);
        assertEquals(maxSize == 0 ? Subject.ABSENT : null, memo.peek(2));
    }

    private void wordsThatMeanSomethingInsideAreResultsLikeOthers() {
        for (long word : new long[] {KeyedMemo.MISS, 0, -1, Long.MIN_VALUE, 0x7FF8_6D65_6D6F_697AL}) {
            Subject memo = fresh();
            memo.body(key -> word);
            assertEquals(word, memo.call(-1));
            assertEquals(word, memo.call(-1));
            assertCounts(maxSize == 0 ? 0 : 1, maxSize == 0 ? 2 : 1, kept(1), memo);
        }
    }

    private void anExceptionIsThrownAsItIsAndNotStored() {
        Subject memo = fresh();
        for (Throwable thrown : new Throwable[] {
            new IllegalStateException(), new java.io.IOException(), new AssertionError(), new StackOverflowError()
        }) {
            memo.body(key -> {
                throw Sneaky.<RuntimeException>uncheck(thrown);
            });
            assertSame(thrown, assertThrows(Throwable.class, () -> memo.call(1)));
        }
        assertCounts(0, 4, 0, memo);
        memo.body(key -> 5L);
        assertEquals(5L, memo.call(1));
        assertCounts(0, 5, kept(1), memo);
    }

    private void aBodyMayCallItselfWithOtherKeys() {
        if (maxSize == 0) {
            return;
        }
        Subject memo = fresh();
        int n = maxSize < 3 ? 12 : 60;
        memo.body(key -> key < 2 ? (long) key : (long) memo.call(key - 1) + (long) memo.call(key - 2));
        assertEquals(n == 12 ? 144L : 1548008755920L, memo.call(n));
        if (c.lru() && maxSize >= 3) {
            assertCounts(n - 2, n + 1, kept(n + 1), memo);
        }
        assertEquals(0, memo.pending());
    }

    private void aBodyMayCallItselfWithTheSameKey() {
        Subject memo = fresh();
        int[] depth = {0};
        memo.body(key -> ++depth[0] < 4 ? memo.call(key) : (Object) 7L);
        assertEquals(7L, memo.call(1));
        assertCounts(0, 4, kept(1), memo);
        depth[0] = 0;
        assertEquals(7L, memo.call(1));
        assertCounts(maxSize == 0 ? 0 : 1, maxSize == 0 ? 8 : 4, kept(1), memo);
    }

    private void whatABodyInvalidatesItDoesNotStore() {
        for (int way = 0; way < 3; way++) {
            Subject memo = fresh();
            int by = way;
            memo.body(key -> {
                invalidate(memo, key, by);
                return 5L;
            });
            assertEquals(5L, memo.call(2));
            assertEquals(Subject.ABSENT, memo.peek(2));
            assertCounts(0, by == 2 ? 0 : 1, 0, memo);
        }
    }

    private static void invalidate(Subject memo, int evenKey, int way) {
        if (way == 0) {
            assertFalse(memo.invalidate(evenKey));
        } else if (way == 1) {
            assertEquals(0, memo.invalidateEven());
        } else {
            memo.clear();
        }
    }

    private void putWhileLoadingWins() {
        Subject memo = fresh();
        memo.body(key -> {
            memo.put(key, 6L);
            return 5L;
        });
        assertEquals(5L, memo.call(1));
        assertEquals(maxSize == 0 ? Subject.ABSENT : (Object) 6L, memo.peek(1));
        assertCounts(0, 1, kept(1), memo);
    }

    private void aBodyMayResize() {
        Subject memo = fresh();
        memo.body(key -> {
            memo.resize(2);
            return (long) key;
        });
        for (int key = 0; key < 5; key++) {
            assertEquals((long) key, memo.call(key));
        }
        Counts counts = memo.counts();
        assertEquals(2, counts.maxSize());
        assertEquals(2, counts.currSize());
        assertEquals(0, memo.pending());
    }

    private void putIsFoundAndCountsNothing() {
        Subject memo = fresh();
        for (int key = 0; key < 4; key++) {
            memo.put(key, key + 100L);
        }
        memo.put(3, 200L);
        int stored = kept(4);
        assertCounts(0, 0, stored, memo);
        if (c.lru() && maxSize > 0) {
            assertEquals(200L, memo.peek(3));
            assertEquals(200L, memo.call(3));
            assertCounts(1, 0, stored, memo);
        }
    }

    private void invalidationTellsWhetherThereWasAResult() {
        Subject memo = fresh();
        assertFalse(memo.invalidate(1));
        for (int key = 0; key < few; key++) {
            memo.call(key);
        }
        if (few == 0) {
            return;
        }
        assertTrue(memo.invalidate(0));
        assertFalse(memo.invalidate(0));
        assertEquals(few - 1, memo.counts().currSize());
        assertEquals(few == 3 ? 1 : 0, memo.invalidateEven());
        assertEquals(few > 1 ? 1 : 0, memo.counts().currSize());
        memo.clear();
        assertCounts(0, 0, 0, memo);
        memo.call(0);
        assertCounts(0, 1, 1, memo);
    }

    private void theSizeMayChange() {
        Subject memo = fresh();
        for (int size : new int[] {5, 2, Integer.MAX_VALUE, 1, 0, 3, Integer.MAX_VALUE, 4}) {
            memo.resize(size);
            assertTrue(memo.counts().currSize() <= size, () -> "shrunk to " + size + ": " + memo.counts());
            for (int key = 0; key < 20; key++) {
                assertEquals((long) key, memo.call(key));
            }
            Counts counts = memo.counts();
            assertEquals(Math.min(size, 20), counts.currSize());
            if (size > 0 && c.lru()) {
                assertEquals(19L, memo.peek(19));
                assertEquals(size < 20 ? Subject.ABSENT : (Object) 0L, memo.peek(0));
            }
            assertEquals(0, memo.pending());
        }
    }

    private void resultsExpire() {
        if (!c.times().expire() || maxSize == 0) {
            return;
        }
        Subject memo = fresh();
        memo.call(1);
        c.nanos().addAndGet(c.times().sure());
        assertEquals(1L, memo.peek(1));
        c.nanos().addAndGet(c.times().gone() - c.times().sure());
        memo.body(key -> 9L);
        assertEquals(Subject.ABSENT, memo.peek(1));
        assertFalse(memo.invalidate(1));
        assertEquals(9L, memo.call(1));
        assertCounts(0, 2, 1, memo);
    }

    private void callsKeepAlive() {
        long access = c.times().access();
        if (access == 0 || maxSize == 0) {
            return;
        }
        Subject memo = fresh();
        memo.call(1);
        memo.body(key -> 9L);
        c.nanos().addAndGet(access - 1);
        assertEquals(1L, memo.call(1), "at the last moment");
        c.nanos().addAndGet(access / 4);
        assertEquals(1L, memo.peek(1));
        c.nanos().addAndGet(access - access / 4);
        assertEquals(Subject.ABSENT, memo.peek(1), "a look is no use");
        assertEquals(9L, memo.call(1));
        assertCounts(1, 2, 1, memo);
    }

    private void anOldResultStandsInForAFailureForAWhile() {
        if (c.times().stale() == 0 || maxSize == 0) {
            return;
        }
        Subject memo = fresh();
        memo.call(1);
        c.nanos().addAndGet(c.times().gone());
        IllegalStateException thrown = new IllegalStateException();
        memo.body(key -> {
            throw thrown;
        });
        assertEquals(1L, memo.call(1));
        assertEquals(1L, memo.call(1), "each tries");
        assertEquals(0, memo.counts().hits());
        c.nanos().addAndGet(c.times().stale());
        assertSame(thrown, assertThrows(IllegalStateException.class, () -> memo.call(1)));
        assertCounts(0, 4, 0, memo);
    }

    private void anOldResultIsServedAndRefreshed() {
        Times t = c.times();
        if (t.refresh() == 0 || maxSize == 0) {
            return;
        }
        Subject memo = fresh();
        memo.call(1);
        long[] computed = {0};
        memo.body(key -> {
            computed[0]++;
            return 9L;
        });
        long hits = 0;
        // With calls all along where results end without them.
        for (long passed = 0; passed < t.refresh(); ) {
            long step = Math.min(t.refresh() - passed, t.access() == 0 ? t.refresh() : t.access() - 1);
            passed += step;
            c.nanos().addAndGet(step);
            Object result = memo.call(1);
            hits++;
            assertTrue(result.equals(1L) || computed[0] == 1, "refreshed before it is served");
        }
        assertEquals(1, computed[0], "carried out by the caller");
        assertEquals(9L, memo.peek(1));
        assertCounts(hits, 1, 1, memo);
    }

    private void numbersAreComparedAsTypedSays() {
        Subject memo = fresh();
        if (!memo.takesAnyNumber() || maxSize == 0) {
            return;
        }
        memo.call((Number) 1);
        memo.call((Number) 1L);
        memo.call((Number) 1.0);
        memo.call((Number) new java.math.BigDecimal("1.00"));
        assertCounts(c.typed() ? 0 : 3, c.typed() ? 4 : 1, c.typed() ? kept(4) : 1, memo);
    }

    // Several threads

    private static final class Gate {
        private final java.util.concurrent.CountDownLatch entered = new java.util.concurrent.CountDownLatch(1);
        private final java.util.concurrent.CountDownLatch open = new java.util.concurrent.CountDownLatch(1);

        void pass() throws InterruptedException {
            entered.countDown();
            assertTrue(open.await(30, TimeUnit.SECONDS), "gate");
        }

        void awaitEntered() throws InterruptedException {
            assertTrue(entered.await(30, TimeUnit.SECONDS), "nobody computes");
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    /** Starts a call that will join a computation under way, and returns when it waits. */
    private static Future<Object> waiter(Subject memo, int key) throws Exception {
        java.util.concurrent.CompletableFuture<Thread> thread = new java.util.concurrent.CompletableFuture<>();
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
            invalidate(memo, 2, way);
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

    private void manyThreadsLeaveBalancedBooks() throws Exception {
        Subject memo = fresh();
        int threads = 4;
        int calls = 150;
        int keys = Math.min(maxSize, 10) + 4;
        AtomicLongArray truth = new AtomicLongArray(keys);
        AtomicLongArray floor = new AtomicLongArray(keys);
        AtomicLong computed = new AtomicLong();
        AtomicLong called = new AtomicLong();
        AtomicLong joinedFailures = new AtomicLong();
        memo.body(key -> {
            if (computed.incrementAndGet() % 64 == 0) {
                throw new IllegalStateException("now and then");
            }
            return truth.get(key);
        });
        @SuppressWarnings("unchecked")
        Future<Object>[] all = new Future[threads];
        for (int t = 0; t < threads; t++) {
            Random random = new Random(seed * 31 + t);
            all[t] = THREADS.submit(() -> {
                for (int i = 0; i < calls; i++) {
                    int key = random.nextInt(keys);
                    int dice = random.nextInt(100);
                    if (dice < 4) {
                        // One at a time: a put that was overtaken would store what is old already.
                        synchronized (truth) {
                            long changed = truth.incrementAndGet(key);
                            if (dice == 0) {
                                memo.put(key, changed);
                            }
                            memo.invalidate(key);
                            floor.accumulateAndGet(key, changed, Math::max);
                        }
                    } else if (dice == 4) {
                        memo.resize(maxSize == Integer.MAX_VALUE ? maxSize : maxSize + random.nextInt(3));
                    } else {
                        long least = floor.get(key);
                        called.incrementAndGet();
                        try {
                            assertTrue((long) memo.call(key) >= least, "an old result");
                        } catch (IllegalStateException e) {
                            joinedFailures.incrementAndGet();
                        }
                    }
                }
                return null;
            });
        }
        for (Future<Object> one : all) {
            get(one);
        }
        Counts counts = memo.counts();
        assertEquals(called.get(), counts.hits() + counts.misses(), counts::toString);
        assertTrue(counts.misses() >= computed.get(), counts::toString);
        assertTrue(counts.misses() <= computed.get() + joinedFailures.get(), counts::toString);
        assertTrue(counts.currSize() <= counts.maxSize(), counts::toString);
        assertEquals(0, memo.pending());
        int stored = 0;
        for (int key = 0; key < keys; key++) {
            Object result = memo.peek(key);
            stored += result == Subject.ABSENT ? 0 : 1;
        }
        assertEquals(counts.currSize(), stored);
    }
}
