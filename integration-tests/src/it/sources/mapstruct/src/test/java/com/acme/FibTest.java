package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.memoize.Memo;
import dev.memoize.Memoize;
import org.junit.jupiter.api.Test;

class FibTest {
    private static final String AS_CPYTHON = "CacheInfo[hits=18, misses=21, maxSize=32, currSize=21]";

    @Memoize(maxSize = 32)
    private static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    @Test
    void mainClassIsMemoized() {
        assertEquals(6765, Fib.fib(20));
        assertEquals(AS_CPYTHON, Memo.of(Fib::fib).cacheInfo().toString());
    }

    @Test
    void testClassIsMemoized() {
        assertEquals(6765, fib(20));
        assertEquals(AS_CPYTHON, Memo.of(FibTest::fib).cacheInfo().toString());
    }
}
