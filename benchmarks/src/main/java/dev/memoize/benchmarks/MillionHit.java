package dev.memoize.benchmarks;

import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.memoize.Memoize;
import java.util.HashMap;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A hit on one of a million int keys at random: what does not fit into the processor's caches. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MillionHit {
    private static final int SIZE = 1 << 20;
    private static final Function<Integer, Long> LOAD = Work::of;

    private final LoadingCache<Integer, Long> caffeine = Peers.caffeine(SIZE, LOAD);
    private final ConcurrentHashMap<Integer, Long> concurrentMap = new ConcurrentHashMap<>();
    private final HashMap<Integer, Long> hashMap = new HashMap<>();

    /** Each thread's own random walk. */
    @State(Scope.Thread)
    public static class Walk {
        private final SplittableRandom random =
                new SplittableRandom(Thread.currentThread().getId());

        int key() {
            return Work.key(random.nextInt(SIZE));
        }
    }

    @Memoize(maxSize = SIZE)
    static long woven(int n) {
        return Work.of(n);
    }

    @Setup
    public void fill() {
        for (int i = 0; i < SIZE; i++) {
            Integer key = Work.key(i);
            woven(key);
            caffeine.get(key);
            Peers.concurrentMap(concurrentMap, key, LOAD);
            Peers.hashMap(hashMap, key, LOAD);
        }
    }

    @Benchmark
    public long memoize(Walk walk) {
        return woven(walk.key());
    }

    @Benchmark
    public long caffeine(Walk walk) {
        return caffeine.get(walk.key());
    }

    @Benchmark
    public long concurrentHashMap(Walk walk) {
        return Peers.concurrentMap(concurrentMap, walk.key(), LOAD);
    }

    @Benchmark
    public long hashMapByHand(Walk walk) {
        return Peers.hashMap(hashMap, walk.key(), LOAD);
    }
}
