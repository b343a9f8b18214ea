package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** What one thread sees that calls. */
final class CallRules extends Rules {
    CallRules(Contract.Configuration configuration) {
        super(configuration);
    }

    void check() {
        nullIsAResult();
        wordsThatMeanSomethingInsideAreResultsLikeOthers();
        anExceptionIsThrownAsItIsAndNotStored();
        aBodyMayCallItselfWithOtherKeys();
        aBodyMayCallItselfWithTheSameKey();
        numbersAreComparedAsTypedSays();
    }

    private void nullIsAResult() {
        Subject memo = fresh();
        if (!memo.hasReferenceResults()) {
            return;
        }
        memo.body(key -> null);
        assertEquals(null, memo.call(1));
        assertEquals(null, memo.call(1));
        assertCounts(maxSize == 0 ? 0 : 1, maxSize == 0 ? 2 : 1, kept(1), memo);
        assertEquals(maxSize == 0 ? Subject.ABSENT : null, memo.peek(1));
        memo.put(2, null);
        assertEquals(maxSize == 0 ? Subject.ABSENT : null, memo.peek(2));
    }

    private void wordsThatMeanSomethingInsideAreResultsLikeOthers() {
        for (long word : new long[] {KeyedMemo.MISS, 0, -1, Long.MIN_VALUE, 0x7FF8_6D65_6D6F_697AL}) {
            Subject memo = fresh();
            memo.body(key -> word);
            assertEquals(word, memo.call(-1));
            assertEquals(word, memo.call(-1));
            assertCounts(maxSize == 0 ? 0 : 1, maxSize == 0 ? 2 : 1, kept(1), memo);
        }
    }

    private void anExceptionIsThrownAsItIsAndNotStored() {
        Subject memo = fresh();
        for (Throwable thrown : new Throwable[] {
            new IllegalStateException(), new java.io.IOException(), new AssertionError(), new StackOverflowError()
        }) {
            memo.body(key -> {
                throw Sneaky.<RuntimeException>uncheck(thrown);
            });
            assertSame(thrown, assertThrows(Throwable.class, () -> memo.call(1)));
        }
        assertCounts(0, 4, 0, memo);
        memo.body(key -> 5L);
        assertEquals(5L, memo.call(1));
        assertCounts(0, 5, kept(1), memo);
    }

    private void aBodyMayCallItselfWithOtherKeys() {
        if (maxSize == 0) {
            return;
        }
        Subject memo = fresh();
        int n = maxSize < 3 ? 12 : 60;
        memo.body(key -> key < 2 ? (long) key : (long) memo.call(key - 1) + (long) memo.call(key - 2));
        assertEquals(n == 12 ? 144L : 1548008755920L, memo.call(n));
        if (c.lru() && maxSize >= 3) {
            assertCounts(n - 2, n + 1, kept(n + 1), memo);
        }
        assertEquals(0, memo.pending());
    }

    private void aBodyMayCallItselfWithTheSameKey() {
        Subject memo = fresh();
        int[] depth = {0};
        memo.body(key -> ++depth[0] < 4 ? memo.call(key) : (Object) 7L);
        assertEquals(7L, memo.call(1));
        assertCounts(0, 4, kept(1), memo);
        depth[0] = 0;
        assertEquals(7L, memo.call(1));
        assertCounts(maxSize == 0 ? 0 : 1, maxSize == 0 ? 8 : 4, kept(1), memo);
    }

    private void numbersAreComparedAsTypedSays() {
        Subject memo = fresh();
        if (!memo.takesAnyNumber() || maxSize == 0) {
            return;
        }
        memo.call((Number) 1);
        memo.call((Number) 1L);
        memo.call((Number) 1.0);
        memo.call((Number) new java.math.BigDecimal("1.00"));
        assertCounts(c.typed() ? 0 : 3, c.typed() ? 4 : 1, c.typed() ? kept(4) : 1, memo);
    }
}
