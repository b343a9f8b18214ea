package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.memoize.spi.Ticker;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The heap against the textbook LRU, a {@link LinkedHashMap} in access order, operation by operation on one thread. */
class HeapModelTest {
    private static final int OPERATIONS = 200_000;

    private final LinkedHashMap<Long, Long> model = new LinkedHashMap<>(16, 0.75f, true);
    private long modelHits;
    private long modelMisses;
    private int maxSize;
    private static final long MISSING = Long.MIN_VALUE;

    private Heap heap = new Heap(1, 0, Ticker.system());
    private boolean flat;
    private int lastStamp = Recency.LAST;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 1000})
    void numberingTheStampsAnewKeepsTheOrder(int firstSize) {
        lastStamp = firstSize * 5 + 100;
        flat = true;
        replay(firstSize, new Random().nextLong(), key -> (int) (key * 0x9E3779B97F4A7C15L >>> 32));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1000, 40_000})
    void randomOperationsOnAFlatHeapKeepWhatTheModelKeeps(int firstSize) {
        flat = true;
        replay(firstSize, new Random().nextLong(), key -> (int) (key * 0x9E3779B97F4A7C15L >>> 32));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1000})
    void randomOperationsKeepWhatTheModelKeeps(int firstSize) {
        long seed = new Random().nextLong();
        replay(firstSize, seed, key -> (int) (key * 0x9E3779B97F4A7C15L >>> 32));
    }

    @Test
    void keysThatAllShareOneHashAreKeptApart() {
        replay(20, new Random().nextLong(), key -> 42);
    }

    @Test
    void hashesThatDifferInTheirLowestBitOnlyAreKeptApart() {
        replay(50, new Random().nextLong(), key -> (int) (key & 3));
    }

    @Test
    void hashesAtTheEndOfTheTableWrapAround() {
        replay(50, new Random().nextLong(), key -> -1 - (int) (key & 63));
    }

    private interface Hash {
        int of(long key);
    }

    private void replay(int firstSize, long seed, Hash hash) {
        String about = "seed " + seed + ", size " + firstSize;
        System.out.println("HeapModelTest: " + about);
        Random random = new Random(seed);
        maxSize = firstSize;
        heap = new Heap(maxSize, 0, Ticker.system(), flat ? MISSING : null, lastStamp, Eviction.LRU, 0);
        model.clear();
        modelHits = 0;
        modelMisses = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            long key = (long) Math.abs(random.nextGaussian() * firstSize);
            int dice = random.nextInt(1000);
            if (dice < 950) {
                assertEquals(modelCall(key), call(key, hash.of(key)), about);
            } else if (dice < 990) {
                remove(key, hash.of(key));
                model.remove(key);
            } else if (dice < 998) {
                maxSize = 1 + random.nextInt(firstSize * 2);
                heap.bound(maxSize);
                trimModel();
            } else if (dice == 998) {
                heap.bound(Integer.MAX_VALUE);
                heap.bound(maxSize);
            } else {
                heap.removeAll();
                model.clear();
                modelHits = 0;
                modelMisses = 0;
            }
            if (i % 97 == 0 && (firstSize < 10_000 || i % 9700 == 0)) {
                assertEquals(new TreeSet<>(model.keySet()), keys(), about);
            }
        }
        assertEquals(modelHits, heap.hits(), about);
        assertEquals(modelMisses, heap.misses(), about);
        assertEquals(model.size(), heap.size(), about);
    }

    private boolean modelCall(long key) {
        if (model.get(key) != null) {
            modelHits++;
            return true;
        }
        modelMisses++;
        model.put(key, key);
        trimModel();
        return false;
    }

    private void trimModel() {
        Iterator<Long> oldest = model.keySet().iterator();
        while (model.size() > maxSize) {
            oldest.next();
            oldest.remove();
        }
    }

    private Entry find(long key, int hash) {
        if (flat) {
            return heap.stored(new LongEntry(hash, key));
        }
        Entry e = heap.head(hash);
        while (e != null && ((LongEntry) e).key != key) {
            e = e.nextEntry();
        }
        return e;
    }

    private boolean call(long key, int hash) {
        if (flat && heap.hitFlat(key, MISSING) == key) {
            return true;
        }
        Entry e = flat ? null : find(key, hash);
        if (e != null && heap.hitLong(e, MISSING) == key) {
            return true;
        }
        synchronized (heap) {
            heap.countMiss();
            LongEntry fresh = new LongEntry(hash, key);
            heap.add(fresh);
            heap.publish(fresh, key, Entry.PRIMITIVE, 0);
        }
        return false;
    }

    private void remove(long key, int hash) {
        Entry e = find(key, hash);
        if (e != null) {
            synchronized (heap) {
                heap.remove(e);
            }
        }
    }

    private TreeSet<Long> keys() {
        List<Long> keys = new ArrayList<>();
        for (Entry e : heap.entries()) {
            keys.add(((LongEntry) e).key);
        }
        TreeSet<Long> set = new TreeSet<>(keys);
        assertEquals(set.size(), keys.size());
        return set;
    }
}
