package dev.memoize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The figures of the functools documentation and of the post, on functions that are not woven. */
class FibTest {
    private static Memo1<Integer, Long> fib(int maxSize) {
        return Memo.builder()
                .maxSize(maxSize)
                .recursive((self, n) -> n < 2 ? (long) n : self.apply(n - 1) + self.apply(n - 2));
    }

    @Test
    void fib20CountsWhatCPythonCounts() {
        Memo1<Integer, Long> fib = fib(32);
        assertEquals(6765, fib.apply(20));
        assertEquals(
                "CacheInfo[hits=18, misses=21, maxSize=32, currSize=21]",
                fib.cacheInfo().toString());
    }

    @Test
    void unboundedFibOverARangeCountsWhatTheFunctoolsDocsShow() {
        Memo1<Integer, Long> fib = fib(Memoize.UNBOUNDED);
        IntStream.range(0, 16).forEach(fib::apply);
        assertEquals(new CacheInfo(28, 16, Memoize.UNBOUNDED, 16), fib.cacheInfo());
        fib.cacheClear();
        assertEquals(new CacheInfo(0, 0, Memoize.UNBOUNDED, 0), fib.cacheInfo());
    }

    @Test
    void fib90IsRightWhereverTheSizeLetsItEnd() {
        for (int maxSize : new int[] {3, 32, 128, Memoize.UNBOUNDED}) {
            assertEquals(2880067194370816120L, fib(maxSize).apply(90), () -> "maxSize " + maxSize);
        }
    }

    /**
     * At sizes 1 and 2 the recursion evicts what it needs next, in CPython too, and the calls grow exponentially; the
     * figures are CPython 3.11's.
     */
    @Test
    void tinySizesThrashExactlyAsCPythonDoes() {
        Memo1<Integer, Long> one = fib(1);
        assertEquals(75025, one.apply(25));
        assertEquals(
                "CacheInfo[hits=0, misses=242785, maxSize=1, currSize=1]",
                one.cacheInfo().toString());
        Memo1<Integer, Long> two = fib(2);
        assertEquals(75025, two.apply(25));
        assertEquals(
                "CacheInfo[hits=1727, misses=8310, maxSize=2, currSize=2]",
                two.cacheInfo().toString());
    }
}
