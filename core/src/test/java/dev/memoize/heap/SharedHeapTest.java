package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.spi.Ticker;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one thread does to a heap that another one is using. */
@Timeout(60)
class SharedHeapTest {
    private static final long MISS = Entry.MISS;
    private static final int SIZE = 16;
    private static final int ROUNDS = 50;

    private volatile boolean over;

    private static LongEntry store(Heap heap, int key) {
        LongEntry entry = new LongEntry(key * 0x9E3779B9, key);
        synchronized (heap) {
            heap.add(entry);
            heap.publish(entry, key, Entry.PRIMITIVE, 0, 1);
        }
        return entry;
    }

    @ParameterizedTest
    @EnumSource
    void evictionEndsThoughTheOwnerGoesOnUsingWhateverItLooksAt(Eviction eviction) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            over = false;
            Heap heap = new Heap(SIZE, 0, Ticker.system(), null, eviction, round);
            CountDownLatch warm = new CountDownLatch(1);
            Thread owner = new Thread(() -> {
                LongEntry[] entries = new LongEntry[SIZE];
                for (int key = 0; key < SIZE; key++) {
                    entries[key] = store(heap, key);
                }
                for (int i = 0; !over; i++) {
                    for (LongEntry entry : entries) {
                        heap.hitLong(entry);
                    }
                    if (i == 100) {
                        warm.countDown();
                    }
                }
            });
            owner.start();
            warm.await();
            synchronized (heap) {
                heap.bound(1);
                assertEquals(1, heap.size());
            }
            over = true;
            owner.join();
        }
    }

    @Test
    void entryThatSomebodyMayBeFillingIsDeadOnceItIsEvicted() throws Exception {
        Heap heap = new Heap(SIZE, 0, Ticker.system());
        LongEntry entry = store(heap, 1);
        entry.flight = new Computation() {};
        entry.flight.underWay = 1;
        Thread other = new Thread(() -> store(heap, 2));
        other.start();
        other.join();
        synchronized (heap) {
            heap.bound(1);
        }
        assertTrue(entry.isDead());
        entry.fill(1, Entry.PRIMITIVE);
        assertNull(entry.value());
        assertEquals(Entry.MISS, entry.bits());
    }

    @Test
    void countThatIsTakenBackAfterTheStatisticsWereZeroedLeavesThemAtZero() {
        Heap heap = new Heap(SIZE, 0, Ticker.system());
        heap.countMiss();
        synchronized (heap) {
            heap.removeAll();
        }
        heap.uncountMiss();
        assertEquals(0, heap.misses());
    }
}
