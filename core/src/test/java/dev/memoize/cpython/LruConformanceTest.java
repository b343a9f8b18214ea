package dev.memoize.cpython;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.Memo0;
import dev.memoize.Memo1;
import dev.memoize.Memo2;
import dev.memoize.Memoize;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code TestLRU} of CPython's {@code test_functools.py}: sizes, statistics, parameters. */
class LruConformanceTest {
    private final int[] executions = {0};

    @Test
    void lru() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        BiFunction<Integer, Integer, Integer> orig = (x, y) -> 3 * x + y;
        Memo2<Integer, Integer, Integer> f = Memo.lru(20, orig);
        assertEquals(new CacheInfo(0, 0, 20, 0), f.cacheInfo());

        int x = 0;
        int y = 0;
        for (int i = 0; i < 1000; i++) {
            x = random.nextInt(5);
            y = random.nextInt(5);
            assertEquals(orig.apply(x, y), f.apply(x, y));
        }
        CacheInfo info = f.cacheInfo();
        assertTrue(info.hits() > info.misses());
        assertEquals(1000, info.hits() + info.misses());
        assertEquals(20, info.currSize());

        f.cacheClear();
        assertEquals(new CacheInfo(0, 0, 20, 0), f.cacheInfo());
        f.apply(x, y);
        assertEquals(new CacheInfo(0, 1, 20, 1), f.cacheInfo());

        assertEquals(orig.apply(x, y), f.wrapped().apply(x, y));
        assertEquals(new CacheInfo(0, 1, 20, 1), f.cacheInfo());
    }

    private Memo0<Integer> twenty(int maxSize) {
        return Memo.builder().maxSize(maxSize).supplier(() -> {
            executions[0]++;
            return 20;
        });
    }

    @Test
    void lruOfSizeZeroNeverCaches() {
        Memo0<Integer> f = twenty(0);
        for (int i = 0; i < 5; i++) {
            assertEquals(20, f.get());
        }
        assertEquals(5, executions[0]);
        assertEquals(new CacheInfo(0, 5, 0, 0), f.cacheInfo());
    }

    @Test
    void lruOfSizeOne() {
        Memo0<Integer> f = twenty(1);
        for (int i = 0; i < 5; i++) {
            assertEquals(20, f.get());
        }
        assertEquals(1, executions[0]);
        assertEquals(new CacheInfo(4, 1, 1, 1), f.cacheInfo());
    }

    @Test
    void lruOfSizeTwo() {
        Memo1<Integer, Integer> f = Memo.lru(2, x -> {
            executions[0]++;
            return x * 10;
        });
        for (int x : List.of(7, 9, 7, 9, 7, 9, 8, 8, 8, 9, 9, 9, 8, 8, 8, 7)) {
            assertEquals(x * 10, f.apply(x));
        }
        assertEquals(4, executions[0]);
        assertEquals(new CacheInfo(12, 4, 2, 2), f.cacheInfo());
    }

    /** {@code lru_cache} without arguments is a builder without settings, though typed differs: see cpython.md. */
    @Test
    void lruNoArgs() {
        Memo1<Integer, Integer> square = Memo.builder().function(x -> x * x);
        assertEquals(
                List.of(100, 400, 100), List.of(10, 20, 10).stream().map(square).toList());
        assertEquals(new CacheInfo(1, 2, 128, 2), square.cacheInfo());
    }

    private static Memo1<Integer, Integer> fib(int maxSize) {
        return Memo.builder()
                .maxSize(maxSize)
                .recursive((self, n) -> n < 2 ? n : self.apply(n - 1) + self.apply(n - 2));
    }

    @Test
    void lruWithMaxsizeNone() {
        Memo1<Integer, Integer> fib = fib(Memoize.UNBOUNDED);
        assertEquals(
                List.of(0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610),
                IntStream.range(0, 16).boxed().map(fib).toList());
        assertEquals(new CacheInfo(28, 16, Memoize.UNBOUNDED, 16), fib.cacheInfo());
        fib.cacheClear();
        assertEquals(new CacheInfo(0, 0, Memoize.UNBOUNDED, 0), fib.cacheInfo());
    }

    /**
     * {@code test_cache}: {@code functools.cache} is {@link Memo#cache}, and {@link Memo#recursive} where it recurs.
     */
    @Test
    void cache() {
        Memo1<Integer, Integer> fib = Memo.recursive((self, n) -> n < 2 ? n : self.apply(n - 1) + self.apply(n - 2));
        IntStream.range(0, 16).forEach(fib::apply);
        assertEquals(new CacheInfo(28, 16, Memoize.UNBOUNDED, 16), fib.cacheInfo());
        assertEquals(Memoize.UNBOUNDED, Memo.cache((Integer n) -> n).cacheInfo().maxSize());
    }

    @Test
    void lruWithKeywordArgsCountsAsWithPositionalOnes() {
        Memo1<Integer, Integer> fib = fib(128);
        IntStream.range(0, 16).forEach(fib::apply);
        assertEquals(new CacheInfo(28, 16, 128, 16), fib.cacheInfo());
    }

    /** The recursion is deeper than the cache is large, and as deep as CPython's test goes. */
    @Test
    void lruRecursion() {
        Memo1<Integer, Integer> fib = fib(128);
        int depth = 1000;
        fib.apply(depth);
        assertEquals(new CacheInfo(depth - 2, depth + 1, 128, 128), fib.cacheInfo());
    }

    @Test
    void lruCacheParameters() {
        Memo0<Integer> f = Memo.builder().maxSize(2).typed(false).supplier(() -> 1);
        assertEquals(2, f.cacheParameters().maxSize());
        assertEquals(false, f.cacheParameters().typed());

        Memo0<Integer> g = Memo.builder().maxSize(1000).typed(true).supplier(() -> 1);
        assertEquals(1000, g.cacheParameters().maxSize());
        assertEquals(true, g.cacheParameters().typed());
    }
}
