package dev.memoize.benchmarks;

import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.memoize.Memoize;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.cache2k.Cache;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Every key is new: a load, an insertion and an eviction for each call, caches for 10,000, all full. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AllMisses {
    private static final int SIZE = 10_000;
    private static final Function<Integer, Long> LOAD = Work::of;

    private final LoadingCache<Integer, Long> caffeine = Peers.caffeine(SIZE, LOAD);
    private final LoadingCache<Integer, Long> caffeineSameThread = Peers.caffeineSameThread(SIZE, LOAD);
    private final Cache<Integer, Long> cache2k = Peers.cache2k(Integer.class, SIZE, LOAD);
    private final com.google.common.cache.LoadingCache<Integer, Long> guava = Peers.guava(SIZE, LOAD);
    private final Map<Integer, Long> lruMap = Peers.lruMap(SIZE);

    /** Threads begin far apart and meet after a thousand million calls. */
    @State(Scope.Thread)
    public static class Counter {
        private int next;

        @Setup
        public void start() {
            next = (int) (Thread.currentThread().getId() << 30);
        }

        int key() {
            return Work.key(next++);
        }
    }

    @Memoize(maxSize = SIZE)
    static long woven(int n) {
        return Work.of(n);
    }

    @Setup
    public void fill() {
        for (int i = 0; i < 2 * SIZE; i++) {
            Integer key = -i;
            woven(key);
            caffeine.get(key);
            caffeineSameThread.get(key);
            cache2k.get(key);
            guava.getUnchecked(key);
            Peers.lruMap(lruMap, key, LOAD);
        }
    }

    @Benchmark
    public long memoize(Counter counter) {
        return woven(counter.key());
    }

    @Benchmark
    public long caffeine(Counter counter) {
        return caffeine.get(counter.key());
    }

    @Benchmark
    public long caffeineSameThread(Counter counter) {
        return caffeineSameThread.get(counter.key());
    }

    @Benchmark
    public long cache2k(Counter counter) {
        return cache2k.get(counter.key());
    }

    @Benchmark
    public long guava(Counter counter) {
        return guava.getUnchecked(counter.key());
    }

    @Benchmark
    public long synchronizedLinkedHashMap(Counter counter) {
        return Peers.lruMap(lruMap, counter.key(), LOAD);
    }
}
