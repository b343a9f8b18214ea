package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.memoize.Memo;
import org.junit.jupiter.api.Test;

class FibTest {
    @Test
    void mainClassIsMemoized() {
        Fib fib = Fib.builder().first(0).second(1).build();
        assertEquals(6765, fib.at(20));
        assertEquals(
                "CacheInfo[hits=18, misses=21, maxSize=32, currSize=21]",
                Memo.of(fib::at).cacheInfo().toString());
    }
}
