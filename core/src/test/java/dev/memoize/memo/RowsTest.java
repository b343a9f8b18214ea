package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.spi.Ticker;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a memo that keeps its results in rows does with keys whose {@code equals} is the user's. */
class RowsTest {
    private static final AtomicReference<Runnable> onEquals = new AtomicReference<>(() -> {});

    private final WideKeyMemo memo = memo("(ILjava/lang/Object;J)J");

    @AfterEach
    void forget() {
        onEquals.set(() -> {});
    }

    private static WideKeyMemo memo(String descriptor) {
        MemoizedMethod method = MemoizedMethod.function("rows", descriptor, Settings.DEFAULT, Callbacks.NONE);
        return new WideKeyMemo(method, null, Ticker.system(), true);
    }

    /** All of one hash. */
    private static final class Key {
        private final int n;

        Key(int n) {
            this.n = n;
        }

        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            onEquals.get().run();
            return other instanceof Key && ((Key) other).n == n;
        }
    }

    private long call(int n) {
        return WideCall.call(memo, 1, new Key(n), 2, key -> ((Key) key).n);
    }

    private Object[] arguments(int n) {
        return new Object[] {1, new Key(n), 2L};
    }

    /** Everything that compares keys. */
    private void useAll() {
        for (int n = 0; n < 4; n++) {
            assertEquals(n, call(n));
            assertEquals(n, call(n));
            assertEquals((long) n, memo.peek(arguments(n), "absent"));
        }
        memo.put(arguments(2), 20L);
        assertEquals(20, call(2));
        assertTrue(memo.invalidate(arguments(2)));
        assertFalse(memo.invalidate(arguments(2)));
        assertEquals(1, memo.invalidateIf(a -> ((Key) a[1]).n == 3));
        assertEquals(2, memo.counts().currSize());
    }

    @Test
    void equalsIsAskedUnderNoLock() {
        int[] asked = {0};
        onEquals.set(() -> {
            asked[0]++;
            assertFalse(Thread.holdsLock(memo));
        });
        useAll();
        assertTrue(asked[0] > 20);
    }

    @Test
    void equalsMayChangeTheMemoThatAsks() {
        int[] depth = {0};
        int[] changes = {20};
        onEquals.set(() -> {
            // Not each time: whoever compares with what has just been added begins again.
            if (depth[0]++ == 0 && changes[0]-- > 0) {
                memo.invalidate(arguments(0));
                call(7);
                call(0);
                memo.invalidate(arguments(7));
            }
            depth[0]--;
        });
        useAll();
        assertTrue(changes[0] <= 0);
    }

    @Test
    void equalsMayClearTheMemoThatAsks() {
        call(1);
        call(2);
        onEquals.set(() -> {
            onEquals.set(() -> {});
            memo.clear();
        });
        // A hit or not: the call began before the memo was cleared.
        assertEquals(2, call(2));
        assertEquals(1, call(1));
        assertEquals(2, call(2));
        assertEquals(2, memo.counts().currSize());
    }

    @Test
    void equalsThatThrowsLeavesTheMemoAsItWas() {
        call(1);
        call(2);
        onEquals.set(() -> {
            throw new IllegalStateException("equals");
        });
        assertThrows(IllegalStateException.class, () -> call(2));
        assertThrows(IllegalStateException.class, () -> call(3));
        assertThrows(IllegalStateException.class, () -> memo.peek(arguments(3), "absent"));
        assertThrows(IllegalStateException.class, () -> memo.put(arguments(3), 3L));
        assertThrows(IllegalStateException.class, () -> memo.invalidate(arguments(2)));
        onEquals.set(() -> {});
        assertEquals(2, memo.counts().currSize());
        assertEquals(2, memo.entries().size());
        assertEquals(2, call(2));
        assertEquals(1, memo.counts().hits());
    }

    /** One of the results is the word that is the sign for a miss on the fast path. */
    @Test
    void aKeyThatIsPutAgainByTheSameReferenceHasTheNewResult() {
        Object[] arguments = arguments(1);
        memo.put(arguments, 1L);
        memo.put(arguments, KeyedMemo.MISS);
        assertEquals(KeyedMemo.MISS, WideCall.call(memo, 1, arguments[1], 2, key -> -1));
        memo.put(arguments, 3L);
        assertEquals(3L, memo.peek(arguments, "absent"));
        assertEquals(1, memo.counts().currSize());
    }

    @Test
    void keysWithMorePartsThanALookUpMayHaveAreObjects() {
        assertTrue(memo("(" + "J".repeat(126) + "Ljava/lang/Object;)J").isFlat());
        assertFalse(memo("(" + "I".repeat(127) + ")J").isFlat());
    }

    @Test
    void conditionsAreAskedAboutAFewResultsAtATime() {
        int many = 100_000;
        LongKeyMemo large = new LongKeyMemo(
                MemoizedMethod.function("large", "(J)J", Settings.DEFAULT.withMaxSize(many)), null, Ticker.system());
        for (int i = 0; i < many; i++) {
            large.computeLong(i, key -> key);
        }
        int[] asked = {0};
        // What has gone meanwhile is only asked about if it was copied before.
        assertEquals(0, large.invalidateIf(key -> {
            if (asked[0]++ == 0) {
                large.clear();
            }
            return true;
        }));
        assertTrue(asked[0] < 2000, "asked " + asked[0] + " times");
    }
}
