package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Looks whether a memo has survived. */
final class Wreck {
    private static final ExecutorService OTHER = Executors.newSingleThreadExecutor(task -> {
        Thread t = new Thread(task, "survivor");
        t.setDaemon(true);
        return t;
    });

    static final String CALLBACKS = "LRU callbacks";

    private Wreck() {}

    /** The settings to try: one for each eviction policy that there is, with and without a ttl. */
    static Map<String, Settings> settings() {
        Map<String, Settings> all = new LinkedHashMap<>();
        for (String eviction : MatrixTest.evictions()) {
            Settings s = Settings.DEFAULT.withMaxSize(Operation.SIZE);
            if (!eviction.equals("LRU")) {
                s = s.with("eviction", eviction);
            }
            all.put(eviction, s);
            all.put(eviction + " ttl", s.with("ttl", "10m"));
        }
        all.put(CALLBACKS, Settings.DEFAULT.withMaxSize(Operation.SIZE));
        return all;
    }

    /** What the settings of that name go with. */
    static Callbacks callbacks(String settings) {
        if (!settings.equals(CALLBACKS)) {
            return Callbacks.NONE;
        }
        return new Callbacks(
                result -> {
                    Faults.pass("expiry");
                    return Duration.ofMinutes(10);
                },
                result -> {
                    Faults.pass("weigher");
                    return 3;
                },
                1_000_000,
                Runnable::run);
    }

    /** Not every shape under every policy: the policy does not see the shape. */
    static boolean makesADifference(Shape shape, String settings) {
        if (settings.equals("LRU")) {
            return true;
        }
        return shape == Shape.COLLIDING || shape == Shape.LONG_TO_LONG;
    }

    static boolean hasExactOrder(String settings) {
        return settings.startsWith("LRU") || settings.startsWith("FIFO");
    }

    static void refill(Subject memo) {
        memo.body(Operation.body(memo));
        for (int key = 0; key < Operation.SIZE; key++) {
            memo.call(key);
        }
        memo.call(Operation.LAST);
    }

    /**
     * Another thread gets every result, nothing is pending, the sizes agree and the whole capacity can be used. Every
     * key that may have been touched is below {@code fresh + 100} and, if not below the size, at least {@code fresh}.
     */
    static void assertUsable(Subject memo, int fresh, boolean exactOrder, String about) throws Exception {
        OTHER.submit(() -> {
                    look(memo, Operation.SIZE, fresh, about);
                    assertEquals(Operation.SIZE, memo.counts().currSize(), about);
                    if (exactOrder) {
                        refillAll(memo, about);
                    }
                    return null;
                })
                .get(60, TimeUnit.SECONDS);
    }

    /** The same of a memo that is larger, and empty afterwards. */
    static void assertUsable(Shape.Engine memo, int size, int fresh, String about) throws Exception {
        OTHER.submit(() -> {
                    look(memo, size, fresh, about);
                    int there = memo.counts().currSize();
                    assertEquals(there, memo.memo.killAll(), about);
                    assertEquals(0, memo.counts().currSize(), about + ": something cannot be found");
                    return null;
                })
                .get(60, TimeUnit.SECONDS);
    }

    private static void look(Subject memo, int size, int fresh, String about) {
        memo.resize(size);
        List<Integer> keys = new ArrayList<>();
        for (int key = 0; key < Operation.SIZE; key++) {
            keys.add(key);
        }
        for (int key = fresh; key < fresh + 100; key++) {
            keys.add(key);
        }
        assertSize(memo, keys, about + ", at once");
        Counts before = memo.counts();
        for (int key : keys) {
            assertEquals(Operation.value(key - key % 100) + 31L * (key % 100), memo.call(key), about);
        }
        Counts after = memo.counts();
        assertTrue(
                after.hits() + after.misses() - before.hits() - before.misses() >= keys.size(),
                () -> about + ": " + before + " and " + keys.size() + " calls: " + after);
        assertEquals(0, memo.pending(), about);
        assertSize(memo, keys, about + ", after calls");
    }

    private static void refillAll(Subject memo, String about) {
        for (int key = 0; key < Operation.SIZE; key++) {
            memo.put(-1 - key, 5L);
        }
        for (int key = 0; key < Operation.SIZE; key++) {
            assertEquals(5L, memo.peek(-1 - key), about + ": something cannot be evicted");
        }
        for (int key = 0; key < Operation.SIZE; key++) {
            memo.invalidate(-1 - key);
        }
        assertEquals(0, memo.counts().currSize(), about + ": something cannot be found");
    }

    private static void assertSize(Subject memo, List<Integer> keys, String about) {
        // First, since this is where an interrupted eviction is made good.
        Counts counts = memo.counts();
        int stored = 0;
        for (int key : keys) {
            stored += memo.peek(key) == Subject.ABSENT ? 0 : 1;
        }
        assertTrue(stored <= counts.maxSize(), about);
        // Keys of earlier rounds may be stored as well.
        assertTrue(stored <= counts.currSize(), () -> about + ": " + counts);
    }
}
