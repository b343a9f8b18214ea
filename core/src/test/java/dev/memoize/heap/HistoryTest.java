package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HistoryTest {
    private static Usage key(int hash, long stamp) {
        Usage key = new LongEntry(hash, hash);
        key.stamp = stamp;
        return key;
    }

    @Test
    void aKeyIsRecalledOnceWithItsStampAndUses() {
        History history = new History(10);
        long stamp = (1L << 40) + 17;
        Usage evicted = key(42, stamp);
        evicted.use(3);
        evicted.use(3);
        history.remember(evicted);
        Usage again = key(42, stamp + 1_000_000);
        assertEquals(stamp, history.recall(again, again.stamp));
        assertEquals(2, again.uses(3));
        assertEquals(1, again.uses(4));
        assertEquals(0, history.recall(again, again.stamp));
    }

    @Test
    void theLatestAreRemembered() {
        History history = new History(1000);
        for (int i = 1; i <= 20_000; i++) {
            history.remember(key(i * 0x9E3779B9, i));
        }
        int recalled = 0;
        for (int i = 18_001; i <= 20_000; i++) {
            recalled += history.recall(key(i * 0x9E3779B9, 20_001), 20_001) == i ? 1 : 0;
        }
        assertTrue(recalled > 1_900, recalled + " of 2000");
    }

    @Test
    void usesHalveWithEachGeneration() {
        Usage key = key(1, 1);
        for (int i = 0; i < 20; i++) {
            key.use(0);
        }
        assertEquals(15, key.uses(0));
        assertEquals(7, key.uses(1));
        assertEquals(0, key.uses(4));
        key.use(1);
        assertEquals(8, key.uses(1));
    }
}
