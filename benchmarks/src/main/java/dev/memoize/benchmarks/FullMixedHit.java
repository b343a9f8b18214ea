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
 * A hit on (int, long, String) in a cache that is full: 128 keys, all stored, in caches for 128. cache2k is not here:
 * it evicts by segments and does not hold all of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FullMixedHit {
    private static final int SIZE = Picks.KEYS;
    private static final Function<MixedKey, Long> LOAD = MixedKey::work;

    private final LoadingCache<MixedKey, Long> caffeine = Peers.caffeine(SIZE, LOAD);
    private final com.google.common.cache.LoadingCache<MixedKey, Long> guava = Peers.guavaOneSegment(SIZE, LOAD);
    private final Map<MixedKey, Long> lruMap = Peers.lruMap(SIZE);
    private final ConcurrentHashMap<MixedKey, Long> concurrentMap = new ConcurrentHashMap<>();

    @Memoize(maxSize = SIZE)
    static long woven(int a, long b, String c) {
        return Work.of(a, b, c);
    }

    @Setup
    public void warm() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < Picks.KEYS; i++) {
                MixedKey key = Picks.mixed(i);
                woven(key.a(), key.b(), key.c());
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
                Memo.of(FullMixedHit::woven).cacheInfo().currSize());
    }

    @Benchmark
    public long memoize(Picks picks) {
        return woven(picks.nextInt(), picks.sameLong(), picks.sameString());
    }

    @Benchmark
    public long concurrentHashMap(Picks picks) {
        return Peers.concurrentMap(
                concurrentMap, new MixedKey(picks.nextInt(), picks.sameLong(), picks.sameString()), LOAD);
    }

    @Benchmark
    public long caffeine(Picks picks) {
        return caffeine.get(new MixedKey(picks.nextInt(), picks.sameLong(), picks.sameString()));
    }

    @Benchmark
    public long guava(Picks picks) {
        return guava.getUnchecked(new MixedKey(picks.nextInt(), picks.sameLong(), picks.sameString()));
    }

    @Benchmark
    public long synchronizedLinkedHashMap(Picks picks) {
        return Peers.lruMap(lruMap, new MixedKey(picks.nextInt(), picks.sameLong(), picks.sameString()), LOAD);
    }
}
