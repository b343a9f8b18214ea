package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.acme.upstream.Library;
import dev.memoize.Memo;
import org.junit.jupiter.api.Test;

class FibTest {
    @Test
    void libraryAndApplicationAreMemoizedOnceEach() {
        assertEquals(6765, Application.answer(20));
        assertEquals(6765, Application.answer(20));
        assertEquals(
                "CacheInfo[hits=18, misses=21, maxSize=32, currSize=21]",
                Memo.of(Library::fib).cacheInfo().toString());
        assertEquals(
                "CacheInfo[hits=1, misses=1, maxSize=128, currSize=1]",
                Memo.of(Application::answer).cacheInfo().toString());
    }
}
