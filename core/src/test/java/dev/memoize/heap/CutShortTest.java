package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.spi.Ticker;
import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An eviction ended with the stack after its policy had marked the victim and before that was taken out. */
@Timeout(60)
class CutShortTest {
    private final AtomicLong now = new AtomicLong();
    private final Ticker ticker = now::get;
    private final Heap heap = new Heap(4, 1000, ticker);
    private final LongEntry marked = new LongEntry(0x9E3779B9, 1);

    @BeforeEach
    void markTheVictim() throws ReflectiveOperationException {
        synchronized (heap) {
            heap.add(marked);
            heap.publish(marked, 1, Entry.PRIMITIVE, heap.now());
            marked.dead = true;
            Field changing = Heap.class.getDeclaredField("changing");
            changing.setAccessible(true);
            changing.setBoolean(heap, true);
        }
        assertEquals(1, heap.hitLong(marked), "as long as nobody has looked");
    }

    @Test
    void removalTakesItOut() {
        synchronized (heap) {
            assertFalse(heap.remove(marked));
            assertNull(heap.head(marked.hash));
            assertEquals(0, heap.size());
        }
        assertEquals(Entry.MISS, heap.hitLong(marked));
    }

    @Test
    void itIsNotBroughtBack() {
        LongEntry other = new LongEntry(7, 2);
        synchronized (heap) {
            heap.add(other);
            heap.publish(other, 2, Entry.PRIMITIVE, heap.now());
            assertEquals(1, heap.size());
        }
        assertTrue(marked.isDead());
        assertNull(heap.head(marked.hash));
        assertSame(other, heap.head(other.hash));
    }

    @Test
    void sweepEnds() {
        now.set(2000);
        heap.sweep(2000);
        assertNull(heap.head(marked.hash));
    }
}
