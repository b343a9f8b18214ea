package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.spi.Ticker;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a change of its bound does to a heap whose results lie in arrays. */
class FlatResizeTest {
    private static final int MANY = 100_000;

    private final Heap heap = new Heap(MANY, 0, Ticker.system(), Layout.pairs(-1), Eviction.LRU, 0);

    private void fill(int from, int to) {
        for (int i = from; i < to; i++) {
            synchronized (heap) {
                LongEntry entry = new LongEntry(i, i);
                heap.add(entry);
                heap.publish(entry, i, Entry.PRIMITIVE, 0);
            }
        }
    }

    private void bound(int maxSize) {
        synchronized (heap) {
            heap.bound(maxSize);
        }
    }

    private int slots() {
        return Objects.requireNonNull(heap.flat).stamps.length;
    }

    private void assertHolds(int from, int to) {
        assertEquals(to - from, heap.size());
        for (int i = from; i < to; i++) {
            assertEquals(i, heap.hitFlat(i, -1));
        }
        assertNotNull(heap.entries());
        assertEquals(to - from, heap.entries().size());
    }

    /**
     * Whoever looks for the least recently used looks at every slot, at each miss where there is room for one result.
     */
    @Test
    void arraysAreNotMuchLargerThanTheBound() {
        fill(0, MANY);
        bound(10);
        assertTrue(slots() <= 64, "slots: " + slots());
        assertHolds(MANY - 10, MANY);
        fill(MANY, MANY + 20);
        assertHolds(MANY + 10, MANY + 20);
    }

    @Test
    void whatIsMadeSmallerCanBecomeLargeAgain() {
        fill(0, MANY);
        bound(1);
        assertHolds(MANY - 1, MANY);
        bound(MANY);
        fill(MANY, 3 * MANY);
        assertHolds(2 * MANY, 3 * MANY);
        bound(0);
        assertHolds(0, 0);
        bound(Integer.MAX_VALUE);
        fill(0, MANY);
        assertHolds(0, MANY);
        bound(40_000);
        assertHolds(MANY - 40_000, MANY);
    }

    @Test
    void aKeyThatCannotBeStoredEvictsNothing() {
        bound(10);
        fill(0, 10);
        synchronized (heap) {
            LongEntry entry = new LongEntry(1, FlatPairs.EMPTY);
            heap.add(entry);
            heap.publish(entry, 5, Entry.PRIMITIVE, 0);
        }
        assertHolds(0, 10);
        assertEquals(0, heap.evictions());
    }
}
