package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each policy against what holds for all of them, and against the textbook where there is one. */
class EvictionModelTest {
    private static final int OPERATIONS = 20_000;

    @ParameterizedTest
    @EnumSource(Eviction.class)
    void neverMoreThanMaxSizeAndNeverLessThanThereIsRoomFor(Eviction eviction) {
        long seed = new Random().nextLong();
        System.out.println("EvictionModelTest: seed " + seed + ", " + eviction);
        Random random = new Random(seed);
        int maxSize = 40;
        Replay heap = new Replay(eviction, maxSize, random.nextInt());
        Set<Long> live = new HashSet<>();
        for (int i = 0; i < OPERATIONS; i++) {
            long key = (long) Math.abs(random.nextGaussian() * 50);
            int dice = random.nextInt(1000);
            if (dice < 950) {
                boolean wasLive = live.contains(key);
                assertEquals(wasLive, heap.access(key), "seed " + seed);
                live.add(key);
                Set<Long> now = keys(heap);
                assertTrue(now.contains(key) || !wasLive, "a hit evicted, seed " + seed);
                assertTrue(live.containsAll(now), "seed " + seed);
                assertEquals(Math.min(live.size(), maxSize), now.size(), "seed " + seed);
                live = now;
            } else if (dice < 990) {
                remove(heap, key);
                live.remove(key);
            } else if (dice < 998) {
                maxSize = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(80);
                heap.bound(maxSize);
                assertEquals(Math.min(live.size(), maxSize), keys(heap).size(), "seed " + seed);
                live = keys(heap);
                if (maxSize == 0) {
                    maxSize = 1;
                    heap.bound(1);
                }
            } else if (dice == 998) {
                heap.bound(Integer.MAX_VALUE);
                heap.bound(maxSize);
            } else {
                heap.removeAll();
                live.clear();
            }
            assertEquals(live, keys(heap), "seed " + seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"LRU,true", "FIFO,false"})
    void aPolicyWithATextbookKeepsWhatTheTextbookKeeps(Eviction eviction, boolean accessOrder) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Replay heap = new Replay(eviction, 100, 0);
        Map<Long, Boolean> model = new LinkedHashMap<>(16, 0.75f, accessOrder);
        for (int i = 0; i < OPERATIONS; i++) {
            long key = (long) Math.abs(random.nextGaussian() * 100);
            assertEquals(model.get(key) != null, heap.access(key), "seed " + seed);
            model.putIfAbsent(key, true);
            if (model.size() > 100) {
                model.remove(model.keySet().iterator().next());
            }
        }
    }

    /** Sieve as in the paper: a list with the newest in front, a bit for each entry, a hand that moves to the front. */
    @ParameterizedTest
    @CsvSource({"1", "2", "7", "100"})
    void sieveKeepsWhatThePaperKeeps(int size) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Replay heap = new Replay(Eviction.SIEVE, size, 0);
        List<Long> oldestFirst = new ArrayList<>();
        Set<Long> visited = new HashSet<>();
        int hand = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            long key = (long) Math.abs(random.nextGaussian() * size);
            boolean hit = oldestFirst.contains(key);
            assertEquals(hit, heap.access(key), "seed " + seed + " at " + i);
            if (hit) {
                visited.add(key);
                continue;
            }
            if (oldestFirst.size() == size) {
                while (visited.remove(oldestFirst.get(hand))) {
                    hand = (hand + 1) % size;
                }
                oldestFirst.remove(hand);
                hand = hand == oldestFirst.size() ? 0 : hand;
            }
            oldestFirst.add(key);
        }
    }

    private static void remove(Replay heap, long key) {
        for (Entry e : heap.entries()) {
            if (((LongEntry) e).key == key) {
                synchronized (heap) {
                    heap.remove(e);
                }
            }
        }
    }

    private static Set<Long> keys(Heap heap) {
        Set<Long> keys = new HashSet<>();
        for (Entry e : heap.entries()) {
            assertTrue(keys.add(((LongEntry) e).key));
        }
        return keys;
    }
}
