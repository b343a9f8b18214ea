package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CostAwareTest {
    private static final int ACCESSES = 100_000;
    private static final int SIZE = 1_000;

    private static long key(Random random) {
        return (long) Math.abs(random.nextGaussian() * 3 * SIZE);
    }

    /** Lognormal, as a function of the key. */
    private static float cost(long key, double sigma) {
        return (float) (1_000 * Math.exp(sigma * new Random(key * 31 + 7).nextGaussian()));
    }

    private static double timeSpent(Eviction eviction, double sigma) {
        Replay heap = new Replay(eviction, SIZE, 1);
        Random random = new Random(5);
        double spent = 0;
        for (int i = 0; i < ACCESSES; i++) {
            long key = key(random);
            float cost = cost(key, sigma);
            spent += heap.access(key, cost) ? 0 : cost;
        }
        return spent;
    }

    @Test
    void dearResultsAreKeptAtTheExpenseOfCheapOnes() {
        assertTrue(timeSpent(Eviction.COST_AWARE, 1) < 0.9 * timeSpent(Eviction.ADAPTIVE, 1));
        assertTrue(timeSpent(Eviction.COST_AWARE, 2) < 0.6 * timeSpent(Eviction.ADAPTIVE, 2));
    }

    @Test
    void whereAllCostsAreEqualItIsNotMuchWorseThanAdaptive() {
        assertTrue(timeSpent(Eviction.COST_AWARE, 0) < 1.02 * timeSpent(Eviction.ADAPTIVE, 0));
    }

    @Test
    void whatWasEvictedInOneOrderIsNotEvictedAgainInTheOther() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Replay heap = new Replay(Eviction.COST_AWARE, 50, random.nextInt());
        for (int i = 0; i < ACCESSES; i++) {
            // Habits and spreads change, so that rules do.
            long key = i / 10_000 % 2 == 0 ? i % 70 : (long) Math.abs(random.nextGaussian() * 100);
            heap.access(key, cost(key, i / 15_000 % 3));
            if (random.nextInt(100) == 0) {
                for (Entry e : heap.entries()) {
                    if (random.nextInt(10) == 0) {
                        synchronized (heap) {
                            heap.remove(e);
                        }
                    }
                }
            }
            Set<Long> keys = new HashSet<>();
            for (Entry e : heap.entries()) {
                assertTrue(keys.add(((LongEntry) e).key), "seed " + seed);
            }
            assertEquals(keys.size(), heap.currSize(), "seed " + seed);
            assertTrue(keys.size() <= 50, "seed " + seed);
        }
        heap.removeAll();
        assertEquals(0, heap.currSize());
    }

    @Test
    void aResultThatWasPutWithoutACostIsWorthTheMean() {
        Replay heap = new Replay(Eviction.COST_AWARE, 10, 1);
        for (long key = 0; key < 10; key++) {
            heap.access(key, key < 5 ? 1 : 1_000_000);
        }
        heap.access(100, 0);
        assertEquals(Set.of(5L, 6L, 7L, 8L, 9L, 100L), dear(heap));
    }

    private static Set<Long> dear(Replay heap) {
        Set<Long> dear = new HashSet<>();
        for (Entry e : heap.entries()) {
            long key = ((LongEntry) e).key;
            if (key >= 5) {
                dear.add(key);
            }
        }
        return dear;
    }
}
