package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.heap.HeapModelTest.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A walk over results in arrays that others change between its steps. */
class FlatWalkTest {
    private static final int STAYING = 3000;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    private static FlatStore store(Keys keys) {
        Layout layout = keys == Keys.FLAT_WORDS
                ? Layout.pairs(-1)
                : keys == Keys.FLAT_ROWS ? new Layout(2, 2, -1) : new Layout(0, 1, -1);
        return layout.store(1 << 20, new Clock(), Recency.LAST);
    }

    private static int spread(int key) {
        return key * 0x9E3779B9;
    }

    @ParameterizedTest
    @EnumSource(names = "WORDS", mode = EnumSource.Mode.EXCLUDE)
    void whatStaysIsMetOnce(Keys keys) {
        for (int round = 0; round < 20; round++) {
            walk(keys, FlatWalkTest::spread);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "WORDS", mode = EnumSource.Mode.EXCLUDE)
    void whatStaysIsMetOnceWhereManyKeysShareAHash(Keys keys) {
        walk(keys, key -> spread(key % 100));
        walk(keys, key -> -1 - (key & 7));
        walk(keys, key -> key & 7);
    }

    private void walk(Keys keys, IntUnaryOperator hash) {
        FlatStore store = store(keys);
        for (int key = 0; key < STAYING; key++) {
            store.add(entry(keys, key, hash), key, Integer.MAX_VALUE);
        }
        List<Entry> others = new ArrayList<>();
        Map<Long, Integer> met = new HashMap<>();
        int busy = random.nextInt(500);
        for (long next = 0; next < FlatStore.END; ) {
            List<Entry> some = new ArrayList<>();
            next = store.copyFrom(next, some);
            some.forEach(e -> met.merge(e.bits(), 1, Integer::sum));
            for (int i = 0; i < busy; i++) {
                change(store, keys, others, hash);
            }
        }
        for (long key = 0; key < STAYING; key++) {
            assertEquals(1, met.getOrDefault(key, 0), "key " + key + ", seed " + seed);
        }
    }

    private void change(FlatStore store, Keys keys, List<Entry> others, IntUnaryOperator hash) {
        if (random.nextInt(5) < 3) {
            Entry entry = entry(keys, STAYING + random.nextInt(1 << 28), hash);
            if (store.find(entry) < 0) {
                store.add(entry, -2, Integer.MAX_VALUE);
                others.add(entry);
            }
        } else if (!others.isEmpty()) {
            int slot = store.find(others.remove(others.size() - 1));
            assertTrue(slot >= 0);
            store.remove(slot);
        }
    }

    private static Entry entry(Keys keys, int key, IntUnaryOperator hash) {
        return keys.entry(key, hash.applyAsInt(key));
    }

    @ParameterizedTest
    @EnumSource(names = "WORDS", mode = EnumSource.Mode.EXCLUDE)
    void aStepCopiesFew(Keys keys) {
        FlatStore store = store(keys);
        for (int key = 0; key < 100_000; key++) {
            store.add(entry(keys, key, FlatWalkTest::spread), key, Integer.MAX_VALUE);
        }
        int met = 0;
        for (long next = 0; next < FlatStore.END; ) {
            List<Entry> some = new ArrayList<>();
            next = store.copyFrom(next, some);
            assertTrue(some.size() < 1500, "copies: " + some.size());
            met += some.size();
        }
        assertEquals(100_000, met);
    }
}
