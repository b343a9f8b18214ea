package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.memoize.spi.Ticker;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The heap against the textbook LRU, a {@link LinkedHashMap} in access order, operation by operation on one thread. */
class HeapModelTest {
    private static final int OPERATIONS = 200_000;

    /** What keys look like and where results lie. */
    enum Keys {
        WORDS(null),
        FLAT_WORDS(Layout.pairs(MISSING)),
        /** Two words, the second of which is always the same, and two references, of which the first is. */
        FLAT_ROWS(new Layout(2, 2, MISSING)),
        FLAT_REFERENCES(new Layout(0, 1, MISSING));

        private final @Nullable Layout layout;

        Keys(@Nullable Layout layout) {
            this.layout = layout;
        }

        /** References are others each time. */
        Entry entry(long key, int hash) {
            switch (this) {
                case FLAT_ROWS:
                    return new WideEntry(hash, new long[] {key >> 2, 7}, new Object[] {null, reference(key)});
                case FLAT_REFERENCES:
                    return new RefEntry(hash, reference(key));
                default:
                    return new LongEntry(hash, key);
            }
        }

        @SuppressWarnings("StringOperationCanBeSimplified") // It is to be another.
        private static Object reference(long key) {
            return new String("key " + key);
        }
    }

    private final LinkedHashMap<Long, Long> model = new LinkedHashMap<>(16, 0.75f, true);
    private long modelHits;
    private long modelMisses;
    private int maxSize;
    private static final long MISSING = Entry.MISS;

    private Heap heap = new Heap(1, 0, Ticker.system());
    private Keys keys = Keys.WORDS;
    private int lastStamp = Recency.LAST;

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 1000})
    void numberingTheStampsAnewKeepsTheOrder(int firstSize) {
        lastStamp = firstSize * 5 + 100;
        keys = Keys.FLAT_WORDS;
        replay(firstSize, new Random().nextLong(), HeapModelTest::spread);
        keys = Keys.FLAT_ROWS;
        replay(firstSize, new Random().nextLong(), HeapModelTest::spread);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1000, 40_000})
    void randomOperationsOnAFlatHeapKeepWhatTheModelKeeps(int firstSize) {
        keys = Keys.FLAT_WORDS;
        replay(firstSize, new Random().nextLong(), HeapModelTest::spread);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1000, 40_000})
    void randomOperationsOnRowsKeepWhatTheModelKeeps(int firstSize) {
        keys = Keys.FLAT_ROWS;
        replay(firstSize, new Random().nextLong(), HeapModelTest::spread);
        keys = Keys.FLAT_REFERENCES;
        replay(firstSize, new Random().nextLong(), HeapModelTest::spread);
    }

    @Test
    void rowsThatAllShareOneHashAreKeptApart() {
        keys = Keys.FLAT_ROWS;
        replay(20, new Random().nextLong(), key -> 42);
        keys = Keys.FLAT_REFERENCES;
        replay(20, new Random().nextLong(), key -> -1);
    }

    /** The lowest bit of a hash is not kept. */
    @Test
    void rowsWhoseHashesDifferInTheirLowestBitOnlyAreKeptApart() {
        keys = Keys.FLAT_REFERENCES;
        replay(50, new Random().nextLong(), key -> (int) (key & 3));
    }

    @Test
    void rowsAtTheEndOfTheArraysWrapAround() {
        keys = Keys.FLAT_ROWS;
        replay(50, new Random().nextLong(), key -> -1 - (int) (key & 63));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1000})
    void randomOperationsKeepWhatTheModelKeeps(int firstSize) {
        long seed = new Random().nextLong();
        replay(firstSize, seed, HeapModelTest::spread);
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

    private static int spread(long key) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> 32);
    }

    private interface Hash {
        int of(long key);
    }

    private void replay(int firstSize, long seed, Hash hash) {
        String about = "seed " + seed + ", size " + firstSize;
        System.out.println("HeapModelTest: " + about);
        Random random = new Random(seed);
        maxSize = firstSize;
        heap = new Heap(maxSize, 0, Ticker.system(), keys.layout, lastStamp, Eviction.LRU, 0);
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
                assertEquals(new TreeSet<>(model.keySet()), stored(), about);
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

    /** With its result if it has one. */
    private @Nullable Entry find(Entry probe) {
        if (keys != Keys.WORDS) {
            Sighting seen = null;
            while (heap.mustLook(probe, seen)) {
                seen = heap.look(probe, Equality.TYPED);
            }
            return heap.stored(probe, seen);
        }
        Entry e = heap.head(probe.hash);
        while (e != null && !e.sameKey(probe, Equality.TYPED)) {
            e = e.nextEntry();
        }
        return e;
    }

    private long hit(Entry probe) {
        Rows rows = heap.rows();
        if (keys == Keys.WORDS) {
            Entry e = find(probe);
            return e == null ? MISSING : heap.hitLong(e);
        } else if (rows == null) {
            return heap.hitFlat(((LongEntry) probe).key, MISSING);
        }
        for (int slot = rows.first(probe.hash); slot >= 0; slot = rows.next(slot, probe.hash)) {
            long version = rows.version(slot, probe.hash);
            if (isIn(rows, slot, probe)) {
                return heap.hitLong(rows, slot, version, MISSING);
            }
        }
        return MISSING;
    }

    private static boolean isIn(Rows rows, int slot, Entry probe) {
        if (probe instanceof RefEntry) {
            return Objects.equals(rows.ref(slot, 0), ((RefEntry) probe).key);
        }
        WideEntry wide = (WideEntry) probe;
        return rows.word(slot, 0) == wide.words[0]
                && rows.word(slot, 1) == wide.words[1]
                && Objects.equals(rows.ref(slot, 0), wide.refs[0])
                && Objects.equals(rows.ref(slot, 1), wide.refs[1]);
    }

    private boolean call(long key, int hash) {
        Entry fresh = keys.entry(key, hash);
        if (hit(fresh) == key) {
            return true;
        }
        synchronized (heap) {
            heap.countMiss();
            heap.add(fresh);
            heap.publish(fresh, key, Entry.PRIMITIVE, 0);
        }
        return false;
    }

    private void remove(long key, int hash) {
        Entry e = find(keys.entry(key, hash));
        if (e != null) {
            assertEquals(key, e.bits());
            synchronized (heap) {
                heap.remove(e);
            }
        }
    }

    private TreeSet<Long> stored() {
        List<Long> results = new ArrayList<>();
        for (Entry e : heap.entries()) {
            results.add(e.bits());
        }
        TreeSet<Long> set = new TreeSet<>(results);
        assertEquals(set.size(), results.size());
        Rows rows = heap.rows();
        if (rows != null) {
            // Each key has one reference that is not null: those of others have been let go of.
            assertEquals(
                    set.size(), Stream.of(rows.refs).filter(Objects::nonNull).count());
        }
        return set;
    }
}
