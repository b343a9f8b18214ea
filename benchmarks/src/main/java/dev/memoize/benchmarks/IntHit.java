package dev.memoize.benchmarks;

import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.memoize.Memo;
import dev.memoize.Memoize;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

/** A hit on an int: 128 keys, all stored, in caches for 1024. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IntHit {
    private static final int SIZE = 1024;
    private static final Function<Integer, Long> LOAD = Work::of;

    private final LoadingCache<Integer, Long> caffeine = Peers.caffeine(SIZE, LOAD);
    private final Cache<Integer, Long> cache2k = Peers.cache2k(Integer.class, SIZE, LOAD);
    private final com.google.common.cache.LoadingCache<Integer, Long> guava = Peers.guava(SIZE, LOAD);
    private final ConcurrentHashMap<Integer, Long> concurrentMap = new ConcurrentHashMap<>();
    private final Map<Integer, Long> lruMap = Peers.lruMap(SIZE);
    private final HashMap<Integer, Long> hashMap = new HashMap<>();

    @Memoize(maxSize = SIZE)
    static long woven(int n) {
        return Work.of(n);
    }

    @Setup
    public void warm() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < Picks.KEYS; i++) {
                Integer key = Work.key(i);
                woven(key);
                caffeine.get(key);
                cache2k.get(key);
                guava.getUnchecked(key);
                Peers.concurrentMap(concurrentMap, key, LOAD);
                Peers.lruMap(lruMap, key, LOAD);
                Peers.hashMap(hashMap, key, LOAD);
            }
        }
        Checks.sizes(
                Picks.KEYS,
                caffeine.estimatedSize(),
                guava.size(),
                lruMap.size(),
                Memo.of(IntHit::woven).cacheInfo().currSize());
    }

    @Benchmark
    public long memoize(Picks picks) {
        return woven(picks.nextInt());
    }

    @Benchmark
    public long caffeine(Picks picks) {
        return caffeine.get(picks.nextInt());
    }

    @Benchmark
    public long cache2k(Picks picks) {
        return cache2k.get(picks.nextInt());
    }

    @Benchmark
    public long guava(Picks picks) {
        return guava.getUnchecked(picks.nextInt());
    }

    @Benchmark
    public long concurrentHashMap(Picks picks) {
        return Peers.concurrentMap(concurrentMap, picks.nextInt(), LOAD);
    }

    @Benchmark
    public long synchronizedLinkedHashMap(Picks picks) {
        return Peers.lruMap(lruMap, picks.nextInt(), LOAD);
    }

    @Benchmark
    public long hashMapByHand(Picks picks) {
        return Peers.hashMap(hashMap, picks.nextInt(), LOAD);
    }
}
