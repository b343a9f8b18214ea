package dev.memoize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** Bodies that call themselves with their own key, in memos whose results lie in arrays. */
class FlatRecursionTest {
    private static final int LARGE = 40_000;

    private long stored = 1;
    private boolean inside;
    private LongUnaryOperator ofLong;
    private ToLongFunction<String> ofString;

    @Test
    void twoComputationsOfOneWordStoreItOnce() {
        MemoOf1<LongUnaryOperator, Long, Long> memo = Memo.builder()
                .maxSize(LARGE)
                .primitive()
                .longUnary(key -> {
                    if (!inside) {
                        inside = true;
                        assertEquals(1, ofLong.applyAsLong(key));
                    }
                    return stored;
                });
        ofLong = memo.function();
        assertEquals(1, ofLong.applyAsLong(5));
        assertEquals(1, memo.cacheInfo().currSize());
        stored = 2;
        assertTrue(memo.invalidate(5L));
        assertEquals(0, memo.cacheInfo().currSize());
        assertEquals(2, ofLong.applyAsLong(5));
    }

    @Test
    void twoComputationsOfOneReferenceStoreItOnce() {
        MemoOf1<ToLongFunction<String>, String, Long> memo = Memo.builder()
                .maxSize(LARGE)
                .primitive()
                .toLong(key -> {
                    if (!inside) {
                        inside = true;
                        assertEquals(1, ofString.applyAsLong(key));
                    }
                    return stored;
                });
        ofString = memo.function();
        assertEquals(1, ofString.applyAsLong("five"));
        assertEquals(1, memo.cacheInfo().currSize());
        stored = 2;
        assertTrue(memo.invalidate("five"));
        assertEquals(0, memo.cacheInfo().currSize());
        assertEquals(2, ofString.applyAsLong("five"));
    }
}
