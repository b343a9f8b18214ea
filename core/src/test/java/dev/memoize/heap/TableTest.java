package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.spi.Ticker;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void tableOfPendingEntriesDoesNotGrowWithTheFlatResultsBesideIt() {
        Heap heap = new Heap(40_000, 0, Ticker.system(), Layout.pairs(Long.MIN_VALUE), Eviction.LRU, 0);
        synchronized (heap) {
            for (int key = 0; key < 40_000; key++) {
                LongEntry entry = new LongEntry(key, key);
                heap.add(entry);
                heap.publish(entry, key, Entry.PRIMITIVE, 0);
            }
            for (int key = 0; key < 20; key++) {
                heap.add(new LongEntry(7, -key));
            }
            assertTrue(heap.capacity() <= 128, () -> heap.capacity() + " buckets for 20 pending entries");
        }
    }

    @Test
    void entryThatIsAddedWhileAnEmptyTableIsClosedStays() {
        Heap heap = new Heap(10, 1, Ticker.system());
        LongEntry entry = new LongEntry(0x7000_0000, 7);
        heap.add(entry);
        synchronized (heap) {
            heap.close();
            assertSame(entry, heap.newest(new LongEntry(entry.hash, 7)));
            assertFalse(entry.isDead());
            heap.abandon(entry);
            heap.close();
            assertEquals(2, heap.capacity());
        }
        for (int i = 0; i < 100; i++) {
            LongEntry other = new LongEntry(i * 0x9E3779B9, i);
            heap.add(other);
            assertSame(other, heap.head(other.hash));
        }
    }

    @Test
    void keyThatASearchMissesBecauseTheTableGrowsMeanwhileIsNotAddedAgain() {
        for (boolean locked : new boolean[] {false, true}) {
            Heap heap = new Heap(100, 0, Ticker.system());
            // In one bucket of sixteen, and in two of thirty-two: the outer ones go to one, the middle one to the
            // other.
            LongEntry oldest = new LongEntry(0x1800_0001, 1);
            LongEntry middle = new LongEntry(0x1000_0000, 2);
            LongEntry newest = new LongEntry(0x1800_0000, 3);
            heap.add(oldest);
            heap.add(middle);
            heap.add(newest);
            LongEntry probe = new LongEntry(oldest.hash, oldest.key);
            assertSame(newest, heap.newest(probe));
            assertSame(middle, newest.older());
            synchronized (heap) {
                heap.makeRoom(16);
            }
            assertNull(middle.older(), "the search stands on this one, and ends");
            if (locked) {
                synchronized (heap) {
                    assertFalse(heap.isAsSearched(probe, newest));
                }
            } else {
                assertFalse(heap.link(probe, newest));
            }
            assertSame(newest, heap.newest(probe));
            assertSame(oldest, newest.older());
        }
    }
}
