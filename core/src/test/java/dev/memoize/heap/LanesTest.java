package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.spi.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final Heap heap = new Heap(8, 0, Ticker.system());
    private final Lanes lanes = new Lanes();
    private final CountDownLatch over = new CountDownLatch(1);

    @Test
    void eachHitOfAThreadHasTheNextNumber() {
        for (int i = 0; i < 200; i++) {
            assertEquals(i, lanes.hit(heap));
        }
        assertEquals(200, lanes.hits());
        assertEquals(0, lanes.misses());
    }

    @Test
    void threadIsRefusedUntilItHasAskedForALane() {
        assertFalse(lanes.tryHit());
        assertFalse(lanes.tryHit());
        assertEquals(0, lanes.hits());
        lanes.hit(heap);
        for (int i = 2; i <= 200; i++) {
            assertTrue(lanes.tryHit());
            assertEquals(i, lanes.hits());
        }
    }

    @Test
    void threadWhoseTwoLanesAreTakenCountsInACellAndAsksOnceInAWhile() throws Exception {
        occupyAll();
        int refusals = 0;
        for (int i = 0; i < 128; i++) {
            long before = lanes.hits();
            if (!lanes.tryHit()) {
                refusals++;
                assertEquals(before, lanes.hits());
                lanes.hit(heap);
            }
            assertEquals(before + 1, lanes.hits());
        }
        assertEquals(2, refusals);
        over.countDown();
    }

    /** Keeps threads alive until this one can get no lane. */
    private void occupyAll() throws InterruptedException {
        for (int i = 0; i < 1000; i++) {
            CountDownLatch counted = new CountDownLatch(1);
            Thread thread = new Thread(() -> {
                lanes.hit(heap);
                counted.countDown();
                try {
                    over.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            counted.await();
        }
    }

    @Test
    void whatIsTakenBackIsNotCounted() {
        lanes.hit(heap);
        lanes.unhit(heap);
        lanes.miss(heap);
        lanes.unmiss(heap);
        assertEquals(0, lanes.hits());
        assertEquals(0, lanes.misses());
    }

    @Test
    void threadsThatHaveEndedLeaveTheirCounts() throws Exception {
        for (int i = 1; i <= 200; i++) {
            Thread thread = new Thread(() -> count(100, 70));
            thread.start();
            thread.join();
            assertEquals(100 * i, lanes.hits());
            assertEquals(70 * i, lanes.misses());
        }
    }

    @Test
    void moreThreadsThanLanesAreAllCounted() throws Exception {
        int threads = 100;
        CountDownLatch counted = new CountDownLatch(threads);
        CountDownLatch over = new CountDownLatch(1);
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                count(1000, 300);
                counted.countDown();
                try {
                    // Alive while others ask for a lane.
                    over.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            thread.start();
            all.add(thread);
        }
        counted.await();
        assertEquals(1000L * threads, lanes.hits());
        assertEquals(300L * threads, lanes.misses());
        over.countDown();
        for (Thread thread : all) {
            thread.join();
        }
    }

    private void count(int hits, int misses) {
        for (int i = 0; i < hits; i++) {
            lanes.hit(heap);
        }
        for (int i = 0; i < misses; i++) {
            lanes.miss(heap);
        }
        lanes.unhit(heap);
        lanes.hit(heap);
        lanes.unmiss(heap);
        lanes.miss(heap);
    }
}
