package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.spi.Ticker;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Hits by the coarse clock, with a keeper of the time that the test holds up, and sweeps. */
class ExpiryTest {
    private static final long MS = 1_000_000;
    private static final long MISSING = Entry.MISS;

    private final AtomicLong now = new AtomicLong(5);
    private final AtomicLong readings = new AtomicLong();
    private final Ticker ticker = () -> {
        readings.incrementAndGet();
        return now.get();
    };
    private final CoarseClock coarse = new CoarseClock(ticker);

    private Heap heap(long ttl, long access, long stale) {
        return new Heap(
                Integer.MAX_VALUE,
                Heap.NO_WEIGHT,
                new Expiry(ticker, coarse, ttl, 0, access, 0, stale),
                null,
                Eviction.LRU,
                0);
    }

    private static LongEntry publish(Heap heap, long key) {
        LongEntry entry = new LongEntry((int) (key * 0x9E3779B97F4A7C15L >>> 32), key);
        long now = heap.now();
        synchronized (heap) {
            heap.countMiss();
            heap.add(entry);
            heap.publish(entry, key, Entry.PRIMITIVE, now);
        }
        return entry;
    }

    @Test
    void hitsFarFromTheDeadlineReadThePreciseTimeOnceIn128() {
        Heap heap = heap(1000 * MS, 0, 0);
        coarse.advance();
        LongEntry entry = publish(heap, 7);
        readings.set(0);
        for (int i = 0; i < 6400; i++) {
            assertEquals(7, heap.hitLong(entry));
        }
        assertEquals(50, readings.get(), 1);
    }

    @Test
    void hitsNearTheDeadlineReadThePreciseTime() {
        Heap heap = heap(1000 * MS, 0, 0);
        coarse.advance();
        LongEntry entry = publish(heap, 7);
        now.addAndGet(950 * MS);
        coarse.advance();
        now.addAndGet(50 * MS - 1);
        readings.set(0);
        assertEquals(7, heap.hitLong(entry));
        assertEquals(1, readings.get());
        now.addAndGet(1);
        assertEquals(MISSING, heap.hitLong(entry));
        assertNull(heap.hit(entry));
    }

    @Test
    void aKeeperThatIsLateByLessThanTheMarginLetsNoExpiredEntryPass() {
        Heap heap = heap(1000 * MS, 0, 0);
        coarse.advance();
        LongEntry entry = publish(heap, 7);
        now.addAndGet(1000 * MS - CoarseClock.MARGIN);
        coarse.advance();
        now.addAndGet(CoarseClock.MARGIN);
        for (int i = 0; i < 200; i++) {
            assertEquals(MISSING, heap.hitLong(entry));
        }
    }

    @Test
    void aKeeperThatDoesNotComeIsFoundOutWithin128Hits() {
        Heap heap = heap(1000 * MS, 0, 0);
        coarse.advance();
        LongEntry entry = publish(heap, 7);
        LongEntry other = publish(heap, 8);
        now.addAndGet(5000 * MS);
        int served = 0;
        for (int i = 0; i < 1000; i++) {
            served += heap.hitLong(i % 2 == 0 ? entry : other) == MISSING ? 0 : 1;
        }
        assertTrue(served < 128, served + " expired results were served");
        assertEquals(MISSING, heap.hitLong(entry));
    }

    @Test
    void oneThatFindsTheTimeBehindBringsItForwardForAllHeaps() {
        Heap heap = heap(1000 * MS, 0, 0);
        Heap another = heap(1000 * MS, 0, 0);
        coarse.advance();
        LongEntry entry = publish(heap, 7);
        now.addAndGet(5000 * MS);
        another.now();
        assertEquals(MISSING, heap.hitLong(entry));
    }

    @Test
    void resultThatLivesForYearsIsServedForSoLongThoughTicksComeAgain() {
        long day = 86_400_000 * MS;
        Heap heap = heap(3650 * day, 0, 0);
        coarse.advance();
        LongEntry entry = publish(heap, 7);
        for (int days = 0; days < 3650; days += 10) {
            coarse.advance();
            assertEquals(7, heap.hitLong(entry), "after " + days + " days");
            now.addAndGet(10 * day);
        }
        coarse.advance();
        assertEquals(MISSING, heap.hitLong(entry));
    }

    @Test
    void resultStoredWhileNobodyKeepsTheTimeIsLookedAtCloselyLater() {
        Heap heap = heap(1000 * MS, 0, 0);
        LongEntry entry = publish(heap, 7);
        coarse.advance();
        now.addAndGet(900 * MS);
        coarse.advance();
        assertEquals(7, heap.hitLong(entry));
        now.addAndGet(100 * MS);
        coarse.advance();
        assertEquals(MISSING, heap.hitLong(entry));
        coarse.stop();
        assertEquals(MISSING, heap.hitLong(entry));
    }

    @Test
    void withoutAKeeperEveryHitReadsThePreciseTime() {
        Heap heap = heap(1000 * MS, 0, 0);
        coarse.advance();
        coarse.stop();
        LongEntry entry = publish(heap, 7);
        readings.set(0);
        for (int i = 0; i < 100; i++) {
            heap.hitLong(entry);
        }
        assertEquals(100, readings.get(), 2, "spot checks may read it again");
        now.addAndGet(1000 * MS);
        assertEquals(MISSING, heap.hitLong(entry));
    }

    @Test
    void usesByTheCoarseClockProlongToo() {
        Heap heap = heap(0, 1000 * MS, 0);
        coarse.advance();
        LongEntry entry = publish(heap, 7);
        for (int i = 0; i < 500; i++) {
            now.addAndGet(20 * MS);
            coarse.advance();
            assertEquals(7, heap.hitLong(entry), "after " + i);
        }
        now.addAndGet(1000 * MS);
        coarse.advance();
        assertEquals(MISSING, heap.hitLong(entry));
    }

    @Test
    void aSweepRemovesWhatHasExpiredAndNothingElse() {
        Heap heap = heap(1000 * MS, 0, 0);
        for (int i = 0; i < 5000; i++) {
            publish(heap, i);
        }
        now.addAndGet(500 * MS);
        for (int i = 5000; i < 6000; i++) {
            publish(heap, i);
        }
        heap.sweep(now.get());
        assertEquals(6000, heap.size());
        now.addAndGet(500 * MS);
        heap.sweep(now.get());
        assertEquals(1000, heap.size());
        assertEquals(5000, heap.expirations());
        assertEquals(1000, heap.entries().size());
        now.addAndGet(500 * MS);
        heap.sweep(now.get());
        assertEquals(0, heap.size());
        assertEquals(2, heap.capacity(), "the table is given back");
    }

    @Test
    void aSweepLeavesWhatMayStandInForAFailure() {
        Heap heap = heap(1000 * MS, 0, 300 * MS);
        publish(heap, 7);
        now.addAndGet(1299 * MS);
        heap.sweep(now.get());
        assertEquals(1, heap.size());
        now.addAndGet(MS);
        heap.sweep(now.get());
        assertEquals(0, heap.size());
    }

    @Test
    void aSweepLeavesWhatIsBeingComputedAgain() {
        Heap heap = heap(1000 * MS, 0, 0);
        LongEntry entry = publish(heap, 7);
        entry.flight = new Computation() {};
        entry.flight.underWay = 1;
        now.addAndGet(1000 * MS);
        heap.sweep(now.get());
        assertFalse(entry.isDead());
    }

    @Test
    void aSweepIsDueWhenTheFirstResultHasExpired() {
        Heap heap = heap(1000 * MS, 0, 0);
        publish(heap, 7);
        assertTrue(heap.sweep().runIfDue(heap, now.get() + 999 * MS));
        assertEquals(1, heap.size());
        assertTrue(heap.sweep().runIfDue(heap, now.get() + 1000 * MS));
        assertEquals(0, heap.size());
        assertFalse(heap.sweep().runIfDue(heap, now.get() + 1001 * MS), "nothing is left to look after");
    }

    /** Against a map of deadlines, in which nothing is clever. */
    @Test
    void randomOperationsKeepWhatTheModelKeeps() {
        long seed = new Random().nextLong();
        System.out.println("ExpiryTest: seed " + seed);
        Random random = new Random(seed);
        long ttl = 3000 * MS;
        long access = 1000 * MS;
        Heap heap = heap(ttl, access, 0);
        Map<Long, long[]> model = new HashMap<>();
        Map<Long, LongEntry> entries = new HashMap<>();
        coarse.advance();
        for (int i = 0; i < 200_000; i++) {
            long key = random.nextInt(300);
            int dice = random.nextInt(100);
            if (dice < 30) {
                now.addAndGet(random.nextInt((int) (5 * MS)));
                coarse.advance();
            } else if (dice < 95) {
                long[] ends = model.get(key);
                boolean alive = ends != null && Math.min(ends[0], ends[1]) > now.get();
                LongEntry entry = entries.get(key);
                boolean hit = entry != null && heap.hitLong(entry) == key;
                assertEquals(alive, hit, "seed " + seed);
                if (hit) {
                    ends[1] = now.get() + access;
                } else {
                    if (entry != null) {
                        synchronized (heap) {
                            heap.remove(entry);
                        }
                    }
                    entries.put(key, publish(heap, key));
                    model.put(key, new long[] {now.get() + ttl, now.get() + access});
                }
            } else if (dice < 98) {
                heap.sweep(now.get());
                TreeSet<Long> alive = model.entrySet().stream()
                        .filter(e -> Math.min(e.getValue()[0], e.getValue()[1]) > now.get())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toCollection(TreeSet::new));
                TreeSet<Long> kept = heap.entries().stream()
                        .map(e -> ((LongEntry) e).key)
                        .collect(Collectors.toCollection(TreeSet::new));
                assertEquals(alive, kept, "seed " + seed);
            } else if (entries.get(key) != null) {
                synchronized (heap) {
                    heap.remove(entries.remove(key));
                }
                model.remove(key);
            }
        }
    }
}
