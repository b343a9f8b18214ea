package dev.memoize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** Bodies that call themselves with their own key, in memos whose results lie in arrays. */
class FlatRecursionTest {
    private static final int LARGE = 40_000;

    private long source = 1;
    private boolean inside;
    private Supplier<Long> call;

    private long body() {
        if (!inside) {
            inside = true;
            assertEquals(1, call.get());
        }
        return source;
    }

    private <A> void isStoredOnce(MemoOf1<?, A, Long> memo, A key, Supplier<Long> itsCall) {
        call = itsCall;
        assertEquals(1, call.get());
        assertEquals(1, memo.cacheInfo().currSize());
        source = 2;
        assertTrue(memo.invalidate(key));
        assertEquals(0, memo.cacheInfo().currSize());
        assertEquals(2, call.get());
    }

    @Test
    void twoComputationsOfOneWordStoreItOnce() {
        MemoOf1<LongUnaryOperator, Long, Long> memo =
                Memo.builder().maxSize(LARGE).primitive().longUnary(key -> body());
        isStoredOnce(memo, 5L, () -> memo.function().applyAsLong(5));
    }

    @Test
    void twoComputationsOfOneReferenceStoreItOnce() {
        MemoOf1<ToLongFunction<String>, String, Long> memo =
                Memo.builder().maxSize(LARGE).primitive().toLong((String key) -> body());
        isStoredOnce(memo, "five", () -> memo.function().applyAsLong("five"));
    }
}
