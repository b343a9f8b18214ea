package dev.memoize.cpython;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.Memo2;
import dev.memoize.Memoize;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code TestLRU} of CPython's {@code test_functools.py}: many threads. */
@Timeout(60)
class ThreadedConformanceTest {
    private static final int N = 5;
    private static final int M = 11;

    @Test
    void lruCacheThreaded() throws Exception {
        Memo2<Integer, Integer, Integer> f = Memo.lru(N * M, (x, y) -> 3 * x + y);
        IntConsumer full = k -> {
            for (int i = 0; i < M; i++) {
                assertEquals(3 * k, f.apply(k, 0));
            }
        };
        Threads.runTogether(N, full);
        assertEquals(new CacheInfo(M * N - N, N, N * M, N), f.cacheInfo());

        Threads.runTogether(N + 1, k -> {
            if (k < N) {
                full.accept(k);
                return;
            }
            for (int i = 0; i < 2 * M; i++) {
                f.cacheClear();
            }
        });
        CacheInfo info = f.cacheInfo();
        assertTrue(info.currSize() <= N && info.hits() + info.misses() <= N * M, info::toString);
    }

    /** CPython lets every caller compute; so does Memoize when asked. */
    @Test
    void lruCacheThreaded2() throws Exception {
        int keys = 7;
        CyclicBarrier inBody = new CyclicBarrier(N);
        Memo1<Integer, Integer> f = Memo.builder()
                .maxSize(keys * N)
                .singleFlight(false)
                .function(x -> {
                    Threads.await(inBody);
                    return 3 * x;
                });
        for (int i = 0; i < keys; i++) {
            int key = i;
            Threads.runTogether(N, k -> assertEquals(3 * key, f.apply(key)));
            assertEquals(new CacheInfo(0, (i + 1L) * N, keys * N, i + 1), f.cacheInfo());
        }
    }

    /** The inverse: by default one computes, the others wait for it, and what they get is a hit. */
    @Test
    void lruCacheThreaded2WithSingleFlight() throws Exception {
        int keys = 7;
        CountDownLatch[] entered = new CountDownLatch[keys];
        CountDownLatch[] mayReturn = new CountDownLatch[keys];
        Memo1<Integer, Integer> f = Memo.lru(keys * N, x -> {
            entered[x].countDown();
            Threads.await(mayReturn[x]);
            return 3 * x;
        });
        for (int i = 0; i < keys; i++) {
            int key = i;
            entered[key] = new CountDownLatch(1);
            mayReturn[key] = new CountDownLatch(1);
            Threads callers = Threads.start(N, k -> assertEquals(3 * key, f.apply(key)));
            Threads.await(entered[key]);
            callers.untilWaiting(N);
            mayReturn[key].countDown();
            callers.join();
            assertEquals(new CacheInfo((i + 1L) * (N - 1), i + 1, keys * N, i + 1), f.cacheInfo());
        }
    }

    @Test
    void lruCacheThreaded3() throws Exception {
        int[] keys = {1, 2, 2, 3, 2};
        Memo1<Integer, Integer> f = Memo.lru(2, x -> {
            Thread.yield();
            return 3 * x;
        });
        Threads.runTogether(keys.length, i -> assertEquals(3 * keys[i], f.apply(keys[i])));
        CacheInfo info = f.cacheInfo();
        assertEquals(keys.length, info.hits() + info.misses());
        assertEquals(2, info.currSize());
    }

    /** {@code test_free_threading.test_functools}, where CPython only asks to survive. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 128, 500, Memoize.UNBOUNDED})
    void concurrentOperations(int maxSize) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Memo1<Integer, String> f = Memo.lru(maxSize, x -> "." + x + ".");
        Threads.runTogether(10, thread -> {
            Random random = new Random(seed + thread);
            for (int i = 0; i < 1000; i++) {
                int r = random.nextInt(1000);
                if (i < 800) {
                    assertEquals("." + i + ".", f.apply(i));
                } else if (i < 900) {
                    CacheInfo info = f.cacheInfo();
                    assertTrue(info.currSize() <= maxSize, info::toString);
                } else if (r < 30) {
                    f.cacheClear();
                } else {
                    assertEquals("." + r + ".", f.apply(r));
                }
            }
        });
        f.cacheClear();
        assertEquals(new CacheInfo(0, 0, maxSize, 0), f.cacheInfo());
    }
}
