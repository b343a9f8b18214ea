package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
