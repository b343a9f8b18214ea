package dev.memoize.benchmarks;

import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.memoize.Memo;
import dev.memoize.Memoize;
import java.util.Map;
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

/**
 * A hit on a String in a cache that is full: 128 keys, all stored, in caches for 128. cache2k is not here: it evicts by
 * segments and does not hold all of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FullStringHit {
    private static final int SIZE = Picks.KEYS;
    private static final Function<String, Long> LOAD = Work::of;

    private final LoadingCache<String, Long> caffeine = Peers.caffeine(SIZE, LOAD);
    private final com.google.common.cache.LoadingCache<String, Long> guava = Peers.guavaOneSegment(SIZE, LOAD);
    private final Map<String, Long> lruMap = Peers.lruMap(SIZE);
    private final ConcurrentHashMap<String, Long> concurrentMap = new ConcurrentHashMap<>();

    @Memoize(maxSize = SIZE)
    static long woven(String n) {
        return Work.of(n);
    }

    @Setup
    public void warm() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < Picks.KEYS; i++) {
                String key = Picks.string(i);
                woven(key);
                caffeine.get(key);
                guava.getUnchecked(key);
                Peers.lruMap(lruMap, key, LOAD);
                Peers.concurrentMap(concurrentMap, key, LOAD);
            }
        }
        Checks.sizes(
                Picks.KEYS,
                caffeine.estimatedSize(),
                guava.size(),
                lruMap.size(),
                Memo.of(FullStringHit::woven).cacheInfo().currSize());
    }

    @Benchmark
    public long memoize(Picks picks) {
        return woven(picks.nextString());
    }

    @Benchmark
    public long concurrentHashMap(Picks picks) {
        return Peers.concurrentMap(concurrentMap, picks.nextString(), LOAD);
    }

    @Benchmark
    public long caffeine(Picks picks) {
        return caffeine.get(picks.nextString());
    }

    @Benchmark
    public long guava(Picks picks) {
        return guava.getUnchecked(picks.nextString());
    }

    @Benchmark
    public long synchronizedLinkedHashMap(Picks picks) {
        return Peers.lruMap(lruMap, picks.nextString(), LOAD);
    }
}
