package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.heap.Entry;
import dev.memoize.spi.Ticker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many threads on one cache, with everything that can happen to it at once; then the books are balanced. */
class StressTest {
    private static final int THREADS = 8;
    private static final int CALLS = 60_000;

    @ParameterizedTest
    @CsvSource({
        "1,10,LONG_TO_LONG",
        "16,20,LONG_TO_LONG",
        "100,5000,LONG_TO_LONG",
        "1000,1200,LONG_TO_LONG",
        "4096,8000,LONG_TO_LONG",
        "2147483647,3000,LONG_TO_LONG",
        "1,10,LONG_TO_LONG_FLAT",
        "16,20,LONG_TO_LONG_FLAT",
        "1000,1200,LONG_TO_LONG_FLAT",
        "2147483647,3000,LONG_TO_LONG_FLAT",
        "1,10,WIDE_TO_LONG_FLAT",
        "16,20,WIDE_TO_LONG_FLAT",
        "1000,1200,WIDE_TO_LONG_FLAT",
        "2147483647,3000,WIDE_TO_LONG_FLAT",
        "16,20,COLLIDING_FLAT"
    })
    void everyCallGetsItsOwnResultAndIsCountedOnce(int maxSize, int keys, Shape shape) throws Exception {
        long seed = new Random().nextLong();
        System.out.println("StressTest: seed " + seed);
        AtomicLong bodies = new AtomicLong();
        AtomicLongArray computing = new AtomicLongArray(keys);
        Shape.Engine memo = memo(maxSize, shape);
        memo.body(key -> {
            bodies.incrementAndGet();
            assertEquals(1, computing.incrementAndGet(key), "two computations of one key at once");
            computing.decrementAndGet(key);
            return key * 31L + 7;
        });
        run(thread -> {
            Random random = new Random(seed + thread);
            for (int i = 0; i < CALLS; i++) {
                int key = (int) (random.nextDouble() * random.nextDouble() * keys);
                assertEquals(key * 31L + 7, memo.call(key));
            }
        });
        Counts counts = memo.counts();
        assertEquals((long) THREADS * CALLS, counts.hits() + counts.misses(), counts::toString);
        assertEquals(bodies.get(), counts.misses());
        assertTrue(counts.currSize() <= Math.min(maxSize, keys), counts::toString);
        assertNothingPending(memo.memo);
    }

    @ParameterizedTest
    @CsvSource({
        "16,20,LONG_TO_LONG",
        "1000,1200,LONG_TO_LONG",
        "4096,5000,LONG_TO_LONG",
        "16,20,LONG_TO_LONG_FLAT",
        "1000,1200,LONG_TO_LONG_FLAT",
        "16,20,WIDE_TO_LONG_FLAT",
        "1000,1200,WIDE_TO_LONG_FLAT",
        "16,20,COLLIDING_FLAT"
    })
    void nothingIsStaleOnceItsInvalidationReturned(int maxSize, int keys, Shape shape) throws Exception {
        long seed = new Random().nextLong();
        System.out.println("StressTest: seed " + seed);
        AtomicLongArray truth = new AtomicLongArray(keys);
        // What a call that starts now must see at least: the truth at the last invalidation that has returned.
        AtomicLongArray floor = new AtomicLongArray(keys);
        Shape.Engine memo = memo(maxSize, shape);
        memo.body(key -> {
            Random random = ThreadLocalRandom.current();
            if (random.nextInt(500) == 0) {
                throw new IllegalStateException("now and then");
            }
            long read = truth.get(key);
            if (random.nextInt(100) == 0) {
                Thread.yield();
            }
            return read;
        });
        run(thread -> {
            Random random = new Random(seed + thread);
            for (int i = 0; i < CALLS; i++) {
                int key = random.nextInt(keys);
                int dice = random.nextInt(10_000);
                if (dice < 300) {
                    long changed = truth.incrementAndGet(key);
                    memo.invalidate(key);
                    floor.accumulateAndGet(key, changed, Math::max);
                } else if (dice == 300) {
                    memo.clear();
                } else if (dice == 301) {
                    memo.resize(1 + random.nextInt(maxSize));
                } else {
                    long least = floor.get(key);
                    try {
                        long seen = (long) memo.call(key);
                        assertTrue(seen >= least, "an old value");
                    } catch (IllegalStateException e) {
                        assertEquals("now and then", e.getMessage());
                    }
                }
            }
        });
        memo.clear();
        memo.body(truth::get);
        for (int key = 0; key < keys; key++) {
            assertEquals(truth.get(key), memo.call(key));
        }
        assertNothingPending(memo.memo);
    }

    @Test
    void whatIsMissedByManyIsKeptAndEvictedOnce() throws Exception {
        int maxSize = 4096;
        LongKeyMemo memo = (LongKeyMemo) memo(maxSize, Shape.LONG_TO_LONG).memo;
        AtomicLong removed = new AtomicLong();
        run(thread -> {
            for (long i = 0; i < CALLS; i++) {
                long key = i * THREADS + thread;
                assertEquals(~key, memo.computeLong(key, k -> ~k));
                if (i % 100 == 99 && memo.invalidate(new Object[] {key})) {
                    removed.incrementAndGet();
                }
            }
        });
        Counts counts = memo.counts();
        long kept = (long) THREADS * CALLS - removed.get();
        assertTrue(removed.get() > 0);
        assertTrue(counts.currSize() <= maxSize && counts.currSize() > maxSize - THREADS, counts::toString);
        assertEquals(kept - counts.currSize(), memo.work().evictions());
        assertEquals((long) THREADS * CALLS, memo.work().loads());
        assertNothingPending(memo);
    }

    private static Shape.Engine memo(int maxSize, Shape shape) {
        return shape.subject(Settings.DEFAULT.withMaxSize(maxSize), Ticker.system());
    }

    private static void assertNothingPending(KeyedMemo memo) {
        assertEquals(memo.counts().currSize(), memo.entries().size());
        Set<Object> keys = new HashSet<>();
        for (Entry e : memo.entries()) {
            assertEquals(0, e.computing());
            assertTrue(keys.add(Arrays.asList(memo.method().signature().arguments(e))), "a key is there twice");
        }
    }

    private interface Body {
        void run(int thread) throws Exception;
    }

    private static void run(Body body) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<?>> all = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            all.add(pool.submit(() -> {
                start.await();
                body.run(thread);
                return null;
            }));
        }
        for (Future<?> f : all) {
            f.get();
        }
        pool.shutdown();
    }
}
