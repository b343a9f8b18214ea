package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Results that are put, invalidated and evicted, by a body as well, and sizes that change. */
final class ChangeRules extends Rules {
    ChangeRules(Contract.Configuration configuration) {
        super(configuration);
    }

    void check() {
        whatABodyInvalidatesItDoesNotStore();
        putWhileLoadingWins();
        aBodyMayResize();
        putIsFoundAndCountsNothing();
        invalidationTellsWhetherThereWasAResult();
        theSizeMayChange();
    }

    private void whatABodyInvalidatesItDoesNotStore() {
        for (int way = 0; way < 3; way++) {
            Subject memo = fresh();
            int by = way;
            memo.body(key -> {
                invalidate(memo, key, by);
                return 5L;
            });
            assertEquals(5L, memo.call(2));
            assertEquals(Subject.ABSENT, memo.peek(2));
            assertCounts(0, by == 2 ? 0 : 1, 0, memo);
        }
    }

    static void invalidate(Subject memo, int evenKey, int way) {
        if (way == 0) {
            assertFalse(memo.invalidate(evenKey));
        } else if (way == 1) {
            assertEquals(0, memo.invalidateEven());
        } else {
            memo.clear();
        }
    }

    private void putWhileLoadingWins() {
        Subject memo = fresh();
        memo.body(key -> {
            memo.put(key, 6L);
            return 5L;
        });
        assertEquals(5L, memo.call(1));
        assertEquals(maxSize == 0 ? Subject.ABSENT : (Object) 6L, memo.peek(1));
        assertCounts(0, 1, kept(1), memo);
    }

    private void aBodyMayResize() {
        Subject memo = fresh();
        memo.body(key -> {
            memo.resize(2);
            return (long) key;
        });
        for (int key = 0; key < 5; key++) {
            assertEquals((long) key, memo.call(key));
        }
        Counts counts = memo.counts();
        assertEquals(2, counts.maxSize());
        assertEquals(2, counts.currSize());
        assertEquals(0, memo.pending());
    }

    private void putIsFoundAndCountsNothing() {
        Subject memo = fresh();
        for (int key = 0; key < 4; key++) {
            memo.put(key, key + 100L);
        }
        memo.put(3, 200L);
        int stored = kept(4);
        assertCounts(0, 0, stored, memo);
        if (c.lru() && maxSize > 0) {
            assertEquals(200L, memo.peek(3));
            assertEquals(200L, memo.call(3));
            assertCounts(1, 0, stored, memo);
        }
    }

    private void invalidationTellsWhetherThereWasAResult() {
        Subject memo = fresh();
        assertFalse(memo.invalidate(1));
        for (int key = 0; key < few(); key++) {
            memo.call(key);
        }
        if (few() == 0) {
            return;
        }
        assertTrue(memo.invalidate(0));
        assertFalse(memo.invalidate(0));
        assertEquals(few() - 1, memo.counts().currSize());
        assertEquals(few() == 3 ? 1 : 0, memo.invalidateEven());
        assertEquals(few() > 1 ? 1 : 0, memo.counts().currSize());
        memo.clear();
        assertCounts(0, 0, 0, memo);
        memo.call(0);
        assertCounts(0, 1, 1, memo);
    }

    private void theSizeMayChange() {
        Subject memo = fresh();
        for (int size : new int[] {5, 2, Integer.MAX_VALUE, 1, 0, 3, Integer.MAX_VALUE, 4}) {
            memo.resize(size);
            assertTrue(memo.counts().currSize() <= size, () -> "shrunk to " + size + ": " + memo.counts());
            for (int key = 0; key < 20; key++) {
                assertEquals((long) key, memo.call(key));
            }
            Counts counts = memo.counts();
            assertEquals(Math.min(size, 20), counts.currSize());
            if (size > 0 && c.lru()) {
                assertEquals(19L, memo.peek(19));
                assertEquals(size < 20 ? Subject.ABSENT : (Object) 0L, memo.peek(0));
            }
            assertEquals(0, memo.pending());
        }
    }

    /** How many results a memo keeps of a few. */
    private int few() {
        return kept(3);
    }
}
