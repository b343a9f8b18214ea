package dev.memoize.benchmarks;

import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.memoize.Memoize;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import org.cache2k.Cache;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Zipf 0.99 over 100,000 int keys, caches for 10,000: hits, misses, loads and evictions as they come. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Zipf {
    static final int SIZE = 10_000;
    private static final int LENGTH = 1 << 20;
    private static final int[] TRACE = ZipfTrace.draw(100_000, 0.99, LENGTH, 42);
    private static final Function<Integer, Long> LOAD = Zipf::load;

    /** Switched on only outside the measured time, to print how many calls of the trace were misses. */
    private static boolean counting;

    private static int loads;

    private final LoadingCache<Integer, Long> caffeine = Peers.caffeine(SIZE, LOAD);
    private final LoadingCache<Integer, Long> caffeineSameThread = Peers.caffeineSameThread(SIZE, LOAD);
    private final Cache<Integer, Long> cache2k = Peers.cache2k(Integer.class, SIZE, LOAD);
    private final com.google.common.cache.LoadingCache<Integer, Long> guava = Peers.guava(SIZE, LOAD);
    private final Map<Integer, Long> lruMap = Peers.lruMap(SIZE);

    /** Where a thread is in the trace; each begins elsewhere. */
    @State(Scope.Thread)
    public static class Position {
        private int next;

        @Setup
        public void start() {
            next = (int) (Thread.currentThread().getId() * 7_919_317L) & (LENGTH - 1);
        }

        int key() {
            return TRACE[next++ & (LENGTH - 1)];
        }
    }

    private static long load(int n) {
        if (counting) {
            loads++;
        }
        return Work.of(n);
    }

    @Memoize(maxSize = SIZE)
    static long woven(int n) {
        return load(n);
    }

    /** The share of the trace that each policy keeps; called once for the page, not in a benchmark. */
    static double hitRatio(IntToLongFunction cache) {
        for (int key : TRACE) {
            cache.applyAsLong(key);
        }
        loads = 0;
        counting = true;
        for (int key : TRACE) {
            cache.applyAsLong(key);
        }
        counting = false;
        return 1 - (double) loads / LENGTH;
    }

    static Map<String, Double> hitRatios() {
        Zipf zipf = new Zipf();
        return Map.of(
                "memoize", hitRatio(Zipf::woven),
                "caffeine", hitRatio(zipf.caffeine::get),
                "caffeineSameThread", hitRatio(zipf.caffeineSameThread::get),
                "cache2k", hitRatio(zipf.cache2k::get),
                "guava", hitRatio(zipf.guava::getUnchecked),
                "synchronizedLinkedHashMap", hitRatio(n -> Peers.lruMap(zipf.lruMap, n, LOAD)));
    }

    @Setup
    public void warm() {
        for (int key : TRACE) {
            woven(key);
            caffeine.get(key);
            caffeineSameThread.get(key);
            cache2k.get(key);
            guava.getUnchecked(key);
            Peers.lruMap(lruMap, key, LOAD);
        }
    }

    @Benchmark
    public long memoize(Position position) {
        return woven(position.key());
    }

    @Benchmark
    public long caffeine(Position position) {
        return caffeine.get(position.key());
    }

    @Benchmark
    public long caffeineSameThread(Position position) {
        return caffeineSameThread.get(position.key());
    }

    @Benchmark
    public long cache2k(Position position) {
        return cache2k.get(position.key());
    }

    @Benchmark
    public long guava(Position position) {
        return guava.getUnchecked(position.key());
    }

    @Benchmark
    public long synchronizedLinkedHashMap(Position position) {
        return Peers.lruMap(lruMap, position.key(), LOAD);
    }
}
