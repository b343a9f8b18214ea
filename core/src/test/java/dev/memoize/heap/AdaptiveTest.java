package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptiveTest {
    private static long hits(Eviction eviction, int maxSize, int accesses, IntToLongFunction trace) {
        Replay heap = new Replay(eviction, maxSize, 1);
        long hits = 0;
        for (int i = 0; i < accesses; i++) {
            hits += heap.access(trace.applyAsLong(i)) ? 1 : 0;
        }
        return hits;
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 500, 5_000})
    void aLoopALittleTooLongForTheCacheIsKeptInGoodPart(int maxSize) {
        int accesses = 200 * maxSize;
        int length = maxSize * 5 / 4;
        assertEquals(0, hits(Eviction.LRU, maxSize, accesses, i -> i % length));
        long hits = hits(Eviction.ADAPTIVE, maxSize, accesses, i -> i % length);
        assertTrue(hits > accesses * 0.6, hits + " of " + accesses);
    }

    @Test
    void whereOnlyRecencyCountsItIsLru() {
        int maxSize = 300;
        // Each key three times at short distances, and never again.
        IntToLongFunction trace = i -> i / 3 - (i % 3) * 60L;
        assertEquals(
                hits(Eviction.LRU, maxSize, 200_000, trace),
                hits(Eviction.ADAPTIVE, maxSize, 200_000, trace),
                200_000 * 0.01);
    }

    @Test
    void aScanDoesNotWashOutWhatIsUsedOften() {
        Random random = new Random(3);
        long[] keys = new long[400_000];
        for (int i = 0; i < keys.length; i++) {
            boolean scan = i / 2_000 % 2 == 1;
            keys[i] = scan ? 1_000_000L + i : (long) Math.abs(random.nextGaussian() * 800);
        }
        long lru = hits(Eviction.LRU, 1_000, keys.length, i -> keys[i]);
        long adaptive = hits(Eviction.ADAPTIVE, 1_000, keys.length, i -> keys[i]);
        assertTrue(adaptive > lru * 1.2, adaptive + " against " + lru);
    }

    @Test
    void itComesBackToRecencyWhenHabitsChange() {
        int maxSize = 400;
        Replay heap = new Replay(Eviction.ADAPTIVE, maxSize, 1);
        Replay lru = new Replay(Eviction.LRU, maxSize, 1);
        for (int i = 0; i < 200 * maxSize; i++) {
            heap.access(i % 600);
        }
        long late = 0;
        long lateOfLru = 0;
        for (int i = 0; i < 1_000 * maxSize; i++) {
            long key = 1_000_000 + i / 3 - (i % 3) * 80L;
            boolean hit = heap.access(key);
            boolean hitOfLru = lru.access(key);
            if (i > 900 * maxSize) {
                late += hit ? 1 : 0;
                lateOfLru += hitOfLru ? 1 : 0;
            }
        }
        assertTrue(late > lateOfLru * 0.98, late + " against " + lateOfLru);
    }

    @Test
    void threadsThatUseItAtOnceLeaveItWhole() throws Exception {
        int maxSize = 200;
        Replay heap = new Replay(Eviction.ADAPTIVE, maxSize, 5);
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Random random = new Random(t);
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 100_000; i++) {
                    // Not Replay.access, which is for one thread: this looks again under the lock, as a memo does.
                    use(heap, (long) Math.abs(random.nextGaussian() * 400));
                    if (i % 5_000 == 0) {
                        synchronized (heap) {
                            heap.bound(100 + random.nextInt(200));
                        }
                    }
                }
            });
            thread.setUncaughtExceptionHandler((x, e) -> {
                synchronized (failures) {
                    failures.add(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
        heap.bound(maxSize);
        assertEquals(Math.min(maxSize, heap.currSize()), heap.entries().size());
        assertEquals(400_000, heap.hits() + heap.misses());
    }

    private static void use(Replay heap, long key) {
        int hash = (int) (key * 0x9E3779B97F4A7C15L >>> 32);
        if (hit(heap, key, hash)) {
            return;
        }
        synchronized (heap) {
            if (hit(heap, key, hash)) {
                return;
            }
            heap.countMiss();
            LongEntry fresh = new LongEntry(hash, key);
            heap.add(fresh);
            heap.publish(fresh, 1, Entry.PRIMITIVE, 0);
        }
    }

    private static boolean hit(Replay heap, long key, int hash) {
        for (Entry e = heap.head(hash); e != null; e = e.nextEntry()) {
            if (((LongEntry) e).key == key && heap.hitLong(e) == 1) {
                return true;
            }
        }
        return false;
    }
}
