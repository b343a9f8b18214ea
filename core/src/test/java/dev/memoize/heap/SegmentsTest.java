package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentsTest {
    private static final int CAPACITY = 50;
    private static final int STEPS = 200_000;

    private static final class Key extends Usage {
        final int id;

        Key(int id) {
            super(id * 0x9E3779B9);
            this.id = id;
        }
    }

    private final Segments segments = new Segments(CAPACITY, Rule.RECENCY);
    private final Map<Integer, Key> resident = new HashMap<>();
    private long now;

    /** Whether it was resident; who went, if somebody did, is not any more. */
    private boolean access(int id, long before) {
        Key key = resident.get(id);
        if (key != null) {
            key.stamp = ++now;
            key.use(0);
            return true;
        }
        key = new Key(id);
        key.stamp = ++now;
        key.use(0);
        resident.put(id, key);
        segments.add(key, before);
        if (resident.size() > CAPACITY) {
            Key gone = (Key) segments.victim(before != 0, 0);
            assertNotNull(gone);
            assertTrue(resident.remove(gone.id, gone), "one that was not resident went");
        }
        return false;
    }

    @Test
    void whateverTheRulesWereTheNextOneFindsEveryKey() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        System.out.println("SegmentsTest: seed " + seed);
        for (int i = 0; i < STEPS; i++) {
            int id = (int) Math.abs(random.nextGaussian() * CAPACITY * 2);
            access(id, random.nextInt(3) == 0 ? 0 : Math.max(1, now - random.nextInt(4 * CAPACITY)));
            if (random.nextInt(50) == 0) {
                segments.rule(Shadows.CANDIDATES[random.nextInt(Shadows.CANDIDATES.length)]);
            }
            if (random.nextInt(10) == 0 && !resident.isEmpty()) {
                Key dies = resident.values().iterator().next();
                resident.remove(dies.id);
                dies.dead = true;
                segments.died(dies);
            }
            assertTrue(resident.size() <= CAPACITY);
        }
        segments.capacity(1);
        for (int left = resident.size(); left > 0; left--) {
            Key gone = (Key) segments.victim(false, 0);
            assertNotNull(gone, "seed " + seed + ", " + left + " left");
            assertTrue(resident.remove(gone.id, gone), "seed " + seed);
        }
        assertEquals(null, segments.victim(false, 0));
    }

    @Test
    void underTheRuleOfRecencyTheLeastRecentlyUsedGoesWhateverTheRulesWereBefore() {
        Random random = new Random(7);
        for (Rule before : Shadows.CANDIDATES) {
            segments.rule(before);
            for (int i = 0; i < 10 * CAPACITY; i++) {
                access((int) Math.abs(random.nextGaussian() * CAPACITY), Math.max(0, now - CAPACITY));
            }
            segments.rule(Rule.RECENCY);
            LinkedHashMap<Integer, Boolean> model = new LinkedHashMap<>(16, 0.75f, true);
            resident.values().stream()
                    .sorted((a, b) -> Long.compare(a.stamp, b.stamp))
                    .forEach(k -> model.put(k.id, true));
            for (int i = 0; i < 100 * CAPACITY; i++) {
                int id = (int) Math.abs(random.nextGaussian() * CAPACITY);
                assertEquals(model.get(id) != null, access(id, now - 1));
                model.put(id, true);
                Iterator<Integer> oldest = model.keySet().iterator();
                if (model.size() > CAPACITY) {
                    oldest.next();
                    oldest.remove();
                }
            }
        }
    }

    @Test
    void aLoopThatIsLongerThanTheCacheKeepsMostOfTheCacheUnderReuse() {
        segments.rule(new Rule(Rule.Basis.REUSE, 0.05));
        int hits = 0;
        Map<Integer, Long> last = new HashMap<>();
        for (int i = 0; i < 100 * CAPACITY; i++) {
            int id = i % (CAPACITY * 2);
            hits += access(id, last.getOrDefault(id, 0L)) ? 1 : 0;
            last.put(id, now);
        }
        assertTrue(hits > 40 * CAPACITY, hits + " hits");
    }
}
