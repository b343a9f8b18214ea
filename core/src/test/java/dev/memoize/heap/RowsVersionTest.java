package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.spi.Ticker;
import org.junit.jupiter.api.Test;

/** What a look-up of a row is told when the row changes in the middle of it, step by step. */
class RowsVersionTest {
    private static final long MISSING = Entry.MISS;
    private static final int HASH = 42;

    private final Heap heap = new Heap(8, 0, Ticker.system(), new Layout(2, 0, MISSING), Eviction.LRU, 0);
    private final Rows rows;

    RowsVersionTest() {
        store(HASH, 0, 5);
        rows = heap.rows();
    }

    private WideEntry store(int hash, long word, long result) {
        WideEntry entry = new WideEntry(hash, new long[] {word, 0}, null);
        synchronized (heap) {
            heap.add(entry);
            heap.publish(entry, result, Entry.PRIMITIVE, 0);
        }
        return entry;
    }

    private void remove() {
        synchronized (heap) {
            assertTrue(heap.remove(new WideEntry(HASH, new long[2], null)));
        }
    }

    @Test
    void aRowThatNobodyTouchesIsAHit() {
        int slot = rows.first(HASH);
        assertEquals(5, heap.hitLong(rows, slot, rows.version(slot, HASH), MISSING));
    }

    /** An empty row looks as if its words were those of a key. */
    @Test
    void aRowThatIsEmptiedBeforeItsVersionIsReadIsNone() {
        int slot = rows.first(HASH);
        remove();
        assertFalse(rows.isStill(slot, rows.version(slot, HASH)));
        assertEquals(MISSING, heap.hitLong(rows, slot, rows.version(slot, HASH), MISSING));
    }

    @Test
    void aRowThatIsEmptiedAfterItsVersionWasReadIsNone() {
        int slot = rows.first(HASH);
        long version = rows.version(slot, HASH);
        remove();
        assertEquals(MISSING, heap.hitLong(rows, slot, version, MISSING));
    }

    @Test
    void aRowThatHasGoneAndComeBackIsNone() {
        int slot = rows.first(HASH);
        long version = rows.version(slot, HASH);
        remove();
        store(HASH, 0, 6);
        assertEquals(slot, rows.first(HASH));
        assertEquals(MISSING, heap.hitLong(rows, slot, version, MISSING));
        assertEquals(6, heap.hitLong(rows, slot, rows.version(slot, HASH), MISSING));
    }

    @Test
    void aKeyOfTheSameHashThatIsAddedAfterALookHasToBeLookedAt() {
        WideEntry probe = new WideEntry(HASH, new long[] {1, 0}, null);
        Sighting seen = heap.look(probe, Equality.TYPED);
        synchronized (heap) {
            assertTrue(heap.mustLook(probe, null));
            assertFalse(heap.mustLook(probe, seen));
            store(HASH, 1, 7);
            assertTrue(heap.mustLook(probe, seen));
        }
        seen = heap.look(probe, Equality.TYPED);
        synchronized (heap) {
            assertFalse(heap.mustLook(probe, seen));
            assertEquals(7, heap.stored(probe, seen).bits());
            heap.remove(heap.stored(probe, seen));
            assertTrue(heap.mustLook(probe, seen));
        }
    }

    /** Else a miss whose hash some row has would never end while others add fast enough. */
    @Test
    void aKeyOfAnotherHashThatIsAddedAfterALookNeedsNoOther() {
        WideEntry probe = new WideEntry(HASH, new long[] {1, 0}, null);
        Sighting seen = heap.look(probe, Equality.TYPED);
        synchronized (heap) {
            store(HASH + 100, 2, 8);
            assertFalse(heap.mustLook(probe, seen));
            store(HASH, 3, 9);
            assertTrue(heap.mustLook(probe, seen));
        }
    }
}
