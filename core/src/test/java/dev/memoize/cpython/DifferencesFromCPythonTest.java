package dev.memoize.cpython;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.Memo2;
import dev.memoize.MemoBuilder;
import dev.memoize.Memoize;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Memoize differs from {@code lru_cache} on purpose, one test for each row of docs/design/cpython.md. */
@Timeout(60)
class DifferencesFromCPythonTest {
    private static final int[] SIZES = {10, Memoize.UNBOUNDED};

    /** The number of keys that these are. */
    private static int keys(MemoBuilder builder, Object... arguments) {
        Memo1<Object, String> memo = builder.function(x -> "." + x + ".");
        for (Object argument : arguments) {
            memo.apply(argument);
        }
        return memo.cacheInfo().currSize();
    }

    private static MemoBuilder typed() {
        return Memo.builder();
    }

    private static MemoBuilder untyped() {
        return Memo.builder().typed(false);
    }

    @Test
    void cacheClearDuringAComputationKeepsItsResultOut() {
        for (int maxSize : SIZES) {
            Memo1<?, ?>[] self = new Memo1<?, ?>[1];
            Memo1<Integer, Integer> f = Memo.lru(maxSize, x -> {
                self[0].cacheClear();
                return x;
            });
            self[0] = f;
            assertEquals(1, f.apply(1));
            assertEquals(new CacheInfo(0, 0, maxSize, 0), f.cacheInfo());
        }
    }

    @Test
    void concurrentCallersShareAComputation() throws Exception {
        CountDownLatch mayReturn = new CountDownLatch(1);
        AtomicInteger executions = new AtomicInteger();
        Memo1<Integer, Integer> f = Memo.lru(2, x -> {
            Threads.await(mayReturn);
            return executions.incrementAndGet();
        });
        Threads callers = Threads.start(3, i -> assertEquals(1, f.apply(7)));
        callers.untilWaiting(3);
        mayReturn.countDown();
        callers.join();
        assertEquals(new CacheInfo(2, 1, 2, 1), f.cacheInfo());
    }

    @Test
    void callersThatJoinedAFailureGetTheSameExceptionAndCountAsMisses() throws Exception {
        CountDownLatch mayThrow = new CountDownLatch(1);
        RuntimeException failure = new RuntimeException("for all");
        Memo1<Integer, Integer> f = Memo.lru(2, x -> {
            Threads.await(mayThrow);
            throw failure;
        });
        Threads callers = Threads.start(3, i -> {
            try {
                f.apply(7);
                throw new AssertionError("no exception");
            } catch (RuntimeException e) {
                assertSame(failure, e);
            }
        });
        callers.untilWaiting(3);
        mayThrow.countDown();
        callers.join();
        assertEquals(new CacheInfo(0, 3, 2, 0), f.cacheInfo());
    }

    @ParameterizedTest
    @ValueSource(ints = {10, Memoize.UNBOUNDED})
    void theFirstResultOfAKeyComputedInsideItselfStaysAtAnySize(int maxSize) {
        int[] executions = {0};
        Memo1<Integer, Integer> f = Memo.builder().maxSize(maxSize).recursive((self, x) -> {
            int execution = ++executions[0];
            if (execution == 1) {
                assertEquals(2, self.apply(x));
            }
            return execution;
        });
        assertEquals(1, f.apply(7));
        assertEquals(2, f.apply(7));
        assertEquals(new CacheInfo(1, 2, maxSize, 1), f.cacheInfo());
    }

    @Test
    void typedIsTheDefault() {
        assertEquals(true, typed().function(x -> x).cacheParameters().typed());
        assertEquals(3, keys(typed(), 1, 1L, 1.0));
    }

    @Test
    void untypedALoneIntIsTheSameKeyAsAnEqualFloat() {
        assertEquals(1, keys(untyped(), 1, 1L, 1.0, 1f, new BigDecimal("1.00")));
        Memo2<Object, Object, Integer> pair = untyped().biFunction((x, y) -> 0);
        pair.apply(1, 0);
        pair.apply(1.0, 0);
        assertEquals(1, pair.cacheInfo().currSize(), "as in CPython, which has two keys only for a lone int");
    }

    @Test
    void aBooleanIsNotANumber() {
        assertEquals(2, keys(untyped(), 1, true));
    }

    @Test
    void typedNumbersAreComparedByEquals() {
        assertEquals(2, keys(typed(), 0.0, -0.0));
        assertEquals(2, keys(typed(), new BigDecimal("1.0"), new BigDecimal("1.00")));
        assertEquals(1, keys(untyped(), 0.0, -0.0));
    }

    @Test
    void notANumberIsOneKey() {
        assertEquals(1, keys(typed(), Double.NaN, 0.0 / 0.0));
        assertEquals(1, keys(untyped(), Double.NaN, 0.0 / 0.0, Float.NaN));
    }

    @Test
    void typedReachesIntoListsAndArrays() {
        assertEquals(2, keys(typed(), List.of(1), List.of(1.0)));
        assertEquals(2, keys(typed(), new Object[] {1}, new Object[] {1.0}));
        assertEquals(1, keys(untyped(), new Object[] {1}, new Object[] {1.0}));
        assertEquals(2, keys(untyped(), List.of(1), List.of(1.0)), "a list compares for itself");
    }

    @Test
    void mutableCollectionsAreKeysByEquals() {
        assertEquals(1, keys(typed(), new ArrayList<>(List.of(1)), Arrays.asList(1)));
    }

    @Test
    void arraysAreKeysByContentAndCopied() {
        int[] key = {1, 2};
        Memo1<int[], Integer> f = Memo.lru(4, a -> Arrays.stream(a).sum());
        assertEquals(3, f.apply(key));
        key[0] = 5;
        assertEquals(7, f.apply(key));
        assertEquals(3, f.apply(new int[] {1, 2}));
        assertEquals(new CacheInfo(1, 2, 4, 2), f.cacheInfo());
    }
}
