package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Random calls, by one thread against a model, and by many whose books are balanced. */
final class TraceRules extends Rules {
    private final long seed;

    TraceRules(Contract.Configuration configuration, long seed) {
        super(configuration);
        this.seed = seed;
    }

    void check() throws Exception {
        aTraceIsCountedAndKeptAsByTheModel();
        manyThreadsLeaveBalancedBooks();
    }

    private void aTraceIsCountedAndKeptAsByTheModel() {
        Subject memo = fresh();
        int keys = Math.min(maxSize, 200) + Math.min(maxSize, 200) / 2 + 2;
        Map<Integer, Long> model = new LinkedHashMap<>(16, 0.75f, true);
        Random random = new Random(seed);
        long[] computed = {0};
        memo.body(key -> {
            computed[0]++;
            return key * 31L;
        });
        long hits = 0;
        long misses = 0;
        for (int i = 0; i < keys * 4; i++) {
            int key = (int) (keys * random.nextDouble() * random.nextDouble());
            if (random.nextInt(50) == 0) {
                boolean there = model.remove(key) != null;
                boolean was = memo.invalidate(key);
                if (c.lru()) {
                    assertEquals(there, was, "invalidate");
                }
                continue;
            }
            assertEquals(key * 31L, memo.call(key));
            if (model.get(key) != null) {
                hits++;
            } else {
                misses++;
                model.put(key, key * 31L);
                if (model.size() > maxSize) {
                    model.remove(model.keySet().iterator().next());
                }
            }
        }
        Counts counts = memo.counts();
        assertEquals(computed[0], counts.misses());
        assertEquals(hits + misses, counts.hits() + counts.misses());
        if (c.lru()) {
            assertCounts(hits, misses, model.size(), memo);
        } else {
            assertTrue(counts.currSize() <= maxSize, counts::toString);
        }
        long stored = 0;
        for (int key = 0; key < keys; key++) {
            Object result = memo.peek(key);
            stored += result == Subject.ABSENT ? 0 : 1;
            if (c.lru()) {
                assertEquals(model.containsKey(key) ? (Object) (key * 31L) : Subject.ABSENT, result, "peek");
            }
        }
        assertEquals(counts.currSize(), stored);
    }

    private void manyThreadsLeaveBalancedBooks() throws Exception {
        Subject memo = fresh();
        int threads = 4;
        int calls = 150;
        int keys = Math.min(maxSize, 10) + 4;
        AtomicLongArray truth = new AtomicLongArray(keys);
        AtomicLongArray floor = new AtomicLongArray(keys);
        AtomicLong computed = new AtomicLong();
        AtomicLong called = new AtomicLong();
        AtomicLong joinedFailures = new AtomicLong();
        memo.body(key -> {
            if (computed.incrementAndGet() % 64 == 0) {
                throw new IllegalStateException("now and then");
            }
            return truth.get(key);
        });
        @SuppressWarnings("unchecked")
        Future<Object>[] all = new Future[threads];
        for (int t = 0; t < threads; t++) {
            Random random = new Random(seed * 31 + t);
            all[t] = THREADS.submit(() -> {
                for (int i = 0; i < calls; i++) {
                    int key = random.nextInt(keys);
                    int dice = random.nextInt(100);
                    if (dice < 4) {
                        // One at a time: a put that was overtaken would store what is old already.
                        synchronized (truth) {
                            long changed = truth.incrementAndGet(key);
                            if (dice == 0) {
                                memo.put(key, changed);
                            }
                            memo.invalidate(key);
                            floor.accumulateAndGet(key, changed, Math::max);
                        }
                    } else if (dice == 4) {
                        memo.resize(maxSize == Integer.MAX_VALUE ? maxSize : maxSize + random.nextInt(3));
                    } else {
                        long least = floor.get(key);
                        called.incrementAndGet();
                        try {
                            assertTrue((long) memo.call(key) >= least, "an old result");
                        } catch (IllegalStateException e) {
                            joinedFailures.incrementAndGet();
                        }
                    }
                }
                return null;
            });
        }
        for (Future<Object> one : all) {
            one.get(1, TimeUnit.MINUTES);
        }
        Counts counts = memo.counts();
        assertEquals(called.get(), counts.hits() + counts.misses(), counts::toString);
        assertTrue(counts.misses() >= computed.get(), counts::toString);
        assertTrue(counts.misses() <= computed.get() + joinedFailures.get(), counts::toString);
        assertTrue(counts.currSize() <= counts.maxSize(), counts::toString);
        assertEquals(0, memo.pending());
        int stored = 0;
        for (int key = 0; key < keys; key++) {
            Object result = memo.peek(key);
            stored += result == Subject.ABSENT ? 0 : 1;
        }
        assertEquals(counts.currSize(), stored);
    }
}
