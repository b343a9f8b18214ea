package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RecencyTest {
    private static final int CAPACITY = 16;

    /** Uses that race with a scan may leave such a stamp. */
    @Test
    @Timeout(10)
    void stampAheadOfTheClockIsFoundAllTheSame() {
        long[] slots = new long[CAPACITY << 1];
        Arrays.fill(slots, FlatStore.EMPTY);
        int[] stamps = new int[CAPACITY];
        slots[3 << 1] = 42;
        stamps[3] = 1_000_000;
        assertEquals(3, new Recency(new Clock(), Recency.LAST).oldest(slots, stamps));
    }

    /** An addition or eviction may look at a few slots only, however many there are. */
    @Test
    void noCallOfAFullStoreScansMoreThanItsShare() {
        int size = 200_000;
        FlatStore store = new FlatStore(size, -1, new Clock(), Recency.LAST);
        for (int i = 0; i < size; i++) {
            store.add(i, i, size);
        }
        int most = 0;
        for (int i = 0; i < size; i++) {
            if (i % 3 == 0) {
                // Room that is not made by an eviction.
                store.remove(store.find(size + i - 50));
            }
            while (store.size() >= size) {
                most = Math.max(most, scanned(store, store::evict));
            }
            int key = size + i;
            most = Math.max(most, scanned(store, () -> store.add(key, key, size)));
        }
        assertTrue(most < 1000, "slots in one call: " + most);
    }

    /** How many slots were scanned; 0 if a new scan began. */
    private static int scanned(FlatStore store, Runnable call) {
        int before = store.unscanned();
        call.run();
        return Math.max(0, before - store.unscanned());
    }
}
