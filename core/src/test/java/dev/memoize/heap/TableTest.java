package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.spi.Ticker;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void tableOfPendingEntriesDoesNotGrowWithTheFlatResultsBesideIt() {
        Heap heap = new Heap(40_000, 0, Ticker.system(), Long.MIN_VALUE, Eviction.LRU, 0);
        synchronized (heap) {
            for (int key = 0; key < 40_000; key++) {
                LongEntry entry = new LongEntry(key, key);
                heap.add(entry);
                heap.publish(entry, key, Entry.PRIMITIVE, 0);
            }
            for (int key = 0; key < 20; key++) {
                heap.add(new LongEntry(7, -key));
            }
            assertTrue(heap.capacity() <= 64, () -> heap.capacity() + " buckets for 20 pending entries");
        }
    }
}
