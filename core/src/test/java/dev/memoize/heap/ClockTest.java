package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.spi.Ticker;
import org.junit.jupiter.api.Test;

class ClockTest {
    private final Heap heap = new Heap(8, 0, Ticker.system());
    private final Clock clock = new Clock();

    private static void elsewhere(Runnable task) throws InterruptedException {
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
    }

    private void makeShared() throws InterruptedException {
        clock.insertion();
        elsewhere(() -> clock.use(heap));
        assertTrue(clock.isShared());
    }

    private void insert(int times) {
        for (int i = 0; i < times; i++) {
            clock.insertion();
        }
    }

    @Test
    void eachUseByTheOwnerHasATickOfItsOwnAndInsertionsAreNoHits() {
        long first = clock.insertion();
        assertEquals(first + 1, clock.use(heap));
        assertEquals(first + 2, clock.insertion());
        LongEntry entry = new LongEntry(0, 0);
        assertTrue(clock.hit(entry));
        assertEquals(first + 3, entry.stamp);
        assertEquals(first + 3, clock.now());
        assertEquals(2, clock.hits());
        assertFalse(clock.isShared());
    }

    @Test
    void countsOfTheOwnerCanBeTakenBack() {
        clock.insertion();
        clock.use(heap);
        clock.use(heap);
        clock.uncount(heap);
        clock.miss(heap);
        clock.miss(heap);
        clock.unmiss(heap);
        assertEquals(1, clock.hits());
        assertEquals(1, clock.misses());
    }

    @Test
    void soCanThoseOfThreadsThatShareIt() throws Exception {
        makeShared();
        elsewhere(() -> {
            for (int i = 0; i < 3; i++) {
                clock.use(heap);
                clock.miss(heap);
            }
            clock.uncount(heap);
            clock.unmiss(heap);
        });
        assertEquals(3, clock.hits());
        assertEquals(2, clock.misses());
    }

    @Test
    void whatAFormerOwnerCountedIsNotForgotten() throws Exception {
        clock.miss(heap);
        clock.insertion();
        clock.use(heap);
        elsewhere(() -> {
            clock.miss(heap);
            clock.use(heap);
        });
        clock.use(heap);
        clock.miss(heap);
        assertEquals(3, clock.hits());
        assertEquals(3, clock.misses());
    }

    @Test
    void firstOneToMissIsTheOwner() throws Exception {
        clock.miss(heap);
        assertFalse(clock.isShared());
        elsewhere(() -> clock.miss(heap));
        assertTrue(clock.isShared());
        assertEquals(2, clock.misses());
    }

    @Test
    void whereThreadsShareItTimeMovesWithEverySixteenthOfTheSize() throws Exception {
        clock.capacity(64);
        makeShared();
        long now = clock.now();
        LongEntry entry = new LongEntry(0, 0);
        for (int inserted = 1; inserted < 12; inserted++) {
            long tick = now + inserted / 4;
            assertEquals(tick, clock.insertion());
            assertEquals(tick, clock.now());
            clock.count(entry, heap);
            assertEquals(tick, entry.stamp);
        }
    }

    @Test
    void noLaterUseIsOlderThanOneOfTheOwner() throws Exception {
        insert(1000);
        long last = clock.use(heap);
        long[] later = new long[1];
        elsewhere(() -> later[0] = clock.use(heap));
        assertTrue(later[0] > last, later[0] + " after " + last);
        assertTrue(clock.insertion() > last);
    }

    @Test
    void whoInsertsForLongAloneIsTheOwnerAgain() throws Exception {
        makeShared();
        insert(128);
        assertTrue(clock.isShared());
        insert(1);
        assertFalse(clock.isShared());
        long now = clock.now();
        assertEquals(now + 1, clock.use(heap));
        elsewhere(() -> clock.use(heap));
        insert(256);
        assertTrue(clock.isShared(), "the second time it takes twice as long");
        insert(1);
        assertFalse(clock.isShared());
        assertEquals(3, clock.hits());
    }

    @Test
    void anInsertionByAnotherThreadEndsTheStreak() throws Exception {
        makeShared();
        insert(100);
        elsewhere(() -> clock.insertion());
        insert(128);
        assertTrue(clock.isShared());
        insert(1);
        assertFalse(clock.isShared());
    }

    @Test
    void insertionByAnotherThreadEndsTheOwnership() throws Exception {
        clock.insertion();
        elsewhere(() -> clock.insertion());
        assertTrue(clock.isShared());
        assertEquals(0, clock.hits());
    }

    @Test
    void aTickThatIsClosedIsOlderThanAllLaterUses() throws Exception {
        clock.insertion();
        long closed = clock.closeTick();
        assertEquals(closed, clock.now());
        assertTrue(clock.use(heap) > closed);
        elsewhere(() -> clock.use(heap));
        closed = clock.closeTick();
        assertTrue(clock.use(heap) > closed);
        assertTrue(clock.insertion() > closed);
    }

    @Test
    void whoSearchesAmongStampsEndsTheOwnershipOfOthersOnly() throws Exception {
        clock.insertion();
        clock.shareUnlessMine();
        assertFalse(clock.isShared());
        elsewhere(clock::shareUnlessMine);
        assertTrue(clock.isShared());
        long now = clock.now();
        clock.shareUnlessMine();
        assertEquals(now, clock.now());
    }
}
