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

/** A hit on (int, long, String): 128 keys, all stored, in caches for 1024. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MixedHit {
    private static final int SIZE = 1024;
    private static final Function<MixedKey, Long> LOAD = MixedKey::work;

    private final LoadingCache<MixedKey, Long> caffeine = Peers.caffeine(SIZE, LOAD);
    private final Cache<MixedKey, Long> cache2k = Peers.cache2k(MixedKey.class, SIZE, LOAD);
    private final com.google.common.cache.LoadingCache<MixedKey, Long> guava = Peers.guava(SIZE, LOAD);
    private final ConcurrentHashMap<MixedKey, Long> concurrentMap = new ConcurrentHashMap<>();
    private final Map<MixedKey, Long> lruMap = Peers.lruMap(SIZE);
    private final HashMap<MixedKey, Long> hashMap = new HashMap<>();

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
                Memo.of(MixedHit::woven).cacheInfo().currSize());
    }

    @Benchmark
    public long memoize(Picks picks) {
        return woven(picks.nextInt(), picks.sameLong(), picks.sameString());
    }

    @Benchmark
    public long caffeine(Picks picks) {
        return caffeine.get(new MixedKey(picks.nextInt(), picks.sameLong(), picks.sameString()));
    }

    @Benchmark
    public long cache2k(Picks picks) {
        return cache2k.get(new MixedKey(picks.nextInt(), picks.sameLong(), picks.sameString()));
    }

    @Benchmark
    public long guava(Picks picks) {
        return guava.getUnchecked(new MixedKey(picks.nextInt(), picks.sameLong(), picks.sameString()));
    }

    @Benchmark
    public long concurrentHashMap(Picks picks) {
        return Peers.concurrentMap(
                concurrentMap, new MixedKey(picks.nextInt(), picks.sameLong(), picks.sameString()), LOAD);
    }

    @Benchmark
    public long synchronizedLinkedHashMap(Picks picks) {
        return Peers.lruMap(lruMap, new MixedKey(picks.nextInt(), picks.sameLong(), picks.sameString()), LOAD);
    }

    @Benchmark
    public long hashMapByHand(Picks picks) {
        return Peers.hashMap(hashMap, new MixedKey(picks.nextInt(), picks.sameLong(), picks.sameString()), LOAD);
    }
}
