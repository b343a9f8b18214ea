package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RecencyTest {
    private static final int CAPACITY = 16;

    /** Uses that race with a scan may leave such a stamp. */
    @Test
    @Timeout(10)
    void stampAheadOfTheClockIsFoundAllTheSame() {
        int[] stamps = new int[CAPACITY];
        stamps[3] = 1_000_000;
        assertEquals(3, new Recency(new Clock(), Recency.LAST).oldest(slot -> slot == 3, stamps));
    }

    /** An addition or eviction may look at a few slots only, however many there are. */
    @Test
    void noCallOfAFullStoreScansMoreThanItsShare() {
        int size = 200_000;
        FlatStore store = new FlatPairs(size, -1, new Clock(), Recency.LAST);
        for (int i = 0; i < size; i++) {
            store.add(entry(i), i, size);
        }
        int most = 0;
        for (int i = 0; i < size; i++) {
            if (i % 3 == 0) {
                // Room that is not made by an eviction.
                store.remove(store.find(entry(size + i - 50)));
            }
            while (store.size() >= size) {
                most = Math.max(most, scanned(store, store::evict));
            }
            int key = size + i;
            most = Math.max(most, scanned(store, () -> store.add(entry(key), key, size)));
        }
        assertTrue(most < 1000, "slots in one call: " + most);
    }

    /** Each eviction moves all that are left, and what was old is so in its new slot, too. */
    @Test
    void rowsThatMoveOftenAreNotRecordedForEver() {
        int size = 1000;
        FlatStore store = new FlatRows(new Layout(0, 1, -1), new Clock(), Recency.LAST);
        for (int i = 0; i < size; i++) {
            store.add(new RefEntry(42, "key " + i), i, size);
        }
        int most = 0;
        for (int i = 0; i < size; i++) {
            store.evict();
            most = Math.max(most, store.recency.recorded());
        }
        assertEquals(0, store.size());
        assertTrue(most <= 2 * store.stamps.length, "records: " + most);
    }

    private static Entry entry(int key) {
        return new LongEntry(0, key);
    }

    /** How many slots were scanned; 0 if a new scan began. */
    private static int scanned(FlatStore store, Runnable call) {
        int before = store.unscanned();
        call.run();
        return Math.max(0, before - store.unscanned());
    }
}
