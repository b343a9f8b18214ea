package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.heap.Entry;
import dev.memoize.heap.LongEntry;
import dev.memoize.spi.Ticker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
        "1,10,false",
        "16,20,false",
        "100,5000,false",
        "1000,1200,false",
        "4096,8000,false",
        "2147483647,3000,false",
        "1,10,true",
        "16,20,true",
        "1000,1200,true",
        "2147483647,3000,true"
    })
    void everyCallGetsItsOwnResultAndIsCountedOnce(int maxSize, int keys, boolean flat) throws Exception {
        long seed = new Random().nextLong();
        System.out.println("StressTest: seed " + seed);
        AtomicLong bodies = new AtomicLong();
        AtomicLongArray computing = new AtomicLongArray(keys);
        LongKeyMemo memo = memo(maxSize, flat);
        run(thread -> {
            Random random = new Random(seed + thread);
            for (int i = 0; i < CALLS; i++) {
                long key = (long) (random.nextDouble() * random.nextDouble() * keys);
                long result = memo.computeLong(key, k -> {
                    bodies.incrementAndGet();
                    assertEquals(1, computing.incrementAndGet((int) k), "two computations of one key at once");
                    computing.decrementAndGet((int) k);
                    return k * 31 + 7;
                });
                assertEquals(key * 31 + 7, result);
            }
        });
        Counts counts = memo.counts();
        assertEquals((long) THREADS * CALLS, counts.hits() + counts.misses(), counts::toString);
        assertEquals(bodies.get(), counts.misses());
        assertTrue(counts.currSize() <= Math.min(maxSize, keys), counts::toString);
        assertNothingPending(memo);
    }

    @ParameterizedTest
    @CsvSource({"16,20,false", "1000,1200,false", "4096,5000,false", "16,20,true", "1000,1200,true"})
    void nothingIsStaleOnceItsInvalidationReturned(int maxSize, int keys, boolean flat) throws Exception {
        long seed = new Random().nextLong();
        System.out.println("StressTest: seed " + seed);
        AtomicLongArray truth = new AtomicLongArray(keys);
        // What a call that starts now must see at least: the truth at the last invalidation that has returned.
        AtomicLongArray floor = new AtomicLongArray(keys);
        LongKeyMemo memo = memo(maxSize, flat);
        run(thread -> {
            Random random = new Random(seed + thread);
            for (int i = 0; i < CALLS; i++) {
                int key = random.nextInt(keys);
                int dice = random.nextInt(10_000);
                if (dice < 300) {
                    long changed = truth.incrementAndGet(key);
                    memo.invalidate(new Object[] {(long) key});
                    floor.accumulateAndGet(key, changed, Math::max);
                } else if (dice == 300) {
                    memo.clear();
                } else if (dice == 301) {
                    memo.resize(1 + random.nextInt(maxSize));
                } else {
                    long least = floor.get(key);
                    try {
                        long seen = memo.computeLong(key, k -> {
                            if (random.nextInt(500) == 0) {
                                throw new IllegalStateException("now and then");
                            }
                            long read = truth.get((int) k);
                            if (random.nextInt(100) == 0) {
                                Thread.yield();
                            }
                            return read;
                        });
                        assertTrue(seen >= least, "an old value");
                    } catch (IllegalStateException e) {
                        assertEquals("now and then", e.getMessage());
                    }
                }
            }
        });
        memo.clear();
        for (int key = 0; key < keys; key++) {
            assertEquals(truth.get(key), memo.computeLong(key, k -> truth.get((int) k)));
        }
        assertNothingPending(memo);
    }

    @Test
    void whatIsMissedByManyIsKeptAndEvictedOnce() throws Exception {
        int maxSize = 4096;
        LongKeyMemo memo = memo(maxSize, false);
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

    private static LongKeyMemo memo(int maxSize, boolean flat) {
        MemoizedMethod method =
                MemoizedMethod.function("stress", "(J)J", Settings.DEFAULT.withMaxSize(maxSize), Callbacks.NONE);
        return new LongKeyMemo(method, null, Ticker.system(), flat);
    }

    private static void assertNothingPending(LongKeyMemo memo) {
        assertEquals(memo.counts().currSize(), memo.entries().size());
        Set<Long> keys = new HashSet<>();
        for (Entry e : memo.entries()) {
            assertEquals(0, e.computing);
            assertTrue(keys.add(((LongEntry) e).key), "a key is there twice");
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
