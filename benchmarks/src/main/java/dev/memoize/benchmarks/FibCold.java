package dev.memoize.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import dev.memoize.Memo;
import dev.memoize.Memoize;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.cache2k.Cache;
import org.cache2k.Cache2kBuilder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * fib(30) with an empty cache for 32: 31 misses, 28 hits, and the emptying. The peers look up and put by hand, since a
 * load that loads again is an error or a deadlock in most of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FibCold {
    private static final int SIZE = 32;
    private static final int N = 30;

    private final Memo memo = Memo.of(FibCold::fib);
    private final com.github.benmanes.caffeine.cache.Cache<Integer, Long> caffeine =
            Caffeine.newBuilder().maximumSize(SIZE).build();
    private final Cache<Integer, Long> cache2k = Cache2kBuilder.of(Integer.class, Long.class)
            .entryCapacity(SIZE)
            .eternal(true)
            .disableStatistics(true)
            .build();
    private final com.google.common.cache.Cache<Integer, Long> guava =
            CacheBuilder.newBuilder().maximumSize(SIZE).concurrencyLevel(1).build();
    private final ConcurrentHashMap<Integer, Long> concurrentMap = new ConcurrentHashMap<>();
    private final Map<Integer, Long> lruMap = Peers.lruMap(SIZE);
    private final HashMap<Integer, Long> hashMap = new HashMap<>();

    @Memoize(maxSize = SIZE)
    static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    @Benchmark
    public long memoize() {
        memo.cacheClear();
        return fib(N);
    }

    @Benchmark
    public long caffeine() {
        caffeine.invalidateAll();
        return caffeine(N);
    }

    private long caffeine(int n) {
        Long stored = caffeine.getIfPresent(n);
        if (stored == null) {
            stored = n < 2 ? n : caffeine(n - 1) + caffeine(n - 2);
            caffeine.put(n, stored);
        }
        return stored;
    }

    @Benchmark
    public long cache2k() {
        cache2k.clear();
        return cache2k(N);
    }

    private long cache2k(int n) {
        Long stored = cache2k.peek(n);
        if (stored == null) {
            stored = n < 2 ? n : cache2k(n - 1) + cache2k(n - 2);
            cache2k.put(n, stored);
        }
        return stored;
    }

    @Benchmark
    public long guava() {
        guava.invalidateAll();
        return guava(N);
    }

    private long guava(int n) {
        Long stored = guava.getIfPresent(n);
        if (stored == null) {
            stored = n < 2 ? n : guava(n - 1) + guava(n - 2);
            guava.put(n, stored);
        }
        return stored;
    }

    @Benchmark
    public long concurrentHashMap() {
        concurrentMap.clear();
        return map(concurrentMap, N);
    }

    @Benchmark
    public long synchronizedLinkedHashMap() {
        lruMap.clear();
        return map(lruMap, N);
    }

    @Benchmark
    public long hashMapByHand() {
        hashMap.clear();
        return map(hashMap, N);
    }

    private static long map(Map<Integer, Long> map, int n) {
        Long stored = map.get(n);
        if (stored == null) {
            stored = n < 2 ? n : map(map, n - 1) + map(map, n - 2);
            map.put(n, stored);
        }
        return stored;
    }

    @Benchmark
    public long plainRecursion() {
        return plain(N);
    }

    private static long plain(int n) {
        return n < 2 ? n : plain(n - 1) + plain(n - 2);
    }
}
