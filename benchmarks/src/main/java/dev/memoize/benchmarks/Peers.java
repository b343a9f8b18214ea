package dev.memoize.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.cache2k.Cache;
import org.cache2k.Cache2kBuilder;

/**
 * The other ways to remember a result, each set up as its own documentation advises for this use: bounded by entries,
 * loading on a miss, no statistics that were not asked for. {@code hashMap} and {@code concurrentMap} never evict.
 */
final class Peers {
    private Peers() {}

    static <K> com.github.benmanes.caffeine.cache.LoadingCache<K, Long> caffeine(int size, Function<K, Long> load) {
        return Caffeine.newBuilder().maximumSize(size).build(load::apply);
    }

    /**
     * Caffeine as it is often set up in tests and small programs: eviction on the calling thread, not on another core.
     */
    static <K> com.github.benmanes.caffeine.cache.LoadingCache<K, Long> caffeineSameThread(
            int size, Function<K, Long> load) {
        return Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build(load::apply);
    }

    static <K> com.google.common.cache.LoadingCache<K, Long> guava(int size, Function<K, Long> load) {
        return CacheBuilder.newBuilder().maximumSize(size).build(CacheLoader.from(load::apply));
    }

    /** One segment instead of four, so that Guava can hold exactly {@code size} entries whatever their hashes are. */
    static <K> com.google.common.cache.LoadingCache<K, Long> guavaOneSegment(int size, Function<K, Long> load) {
        return CacheBuilder.newBuilder().maximumSize(size).concurrencyLevel(1).build(CacheLoader.from(load::apply));
    }

    static <K> Cache<K, Long> cache2k(Class<K> type, int size, Function<K, Long> load) {
        return Cache2kBuilder.of(type, Long.class)
                .entryCapacity(size)
                .eternal(true)
                .disableStatistics(true)
                .loader(load::apply)
                .build();
    }

    static <K> long concurrentMap(ConcurrentHashMap<K, Long> map, K key, Function<K, Long> load) {
        Long stored = map.get(key); // computeIfAbsent alone locks the bin on many hits
        return stored != null ? stored : map.computeIfAbsent(key, load);
    }

    static <K> Map<K, Long> lruMap(int size) {
        return Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Long> eldest) {
                return size() > size;
            }
        });
    }

    static <K> long lruMap(Map<K, Long> map, K key, Function<K, Long> load) {
        Long stored = map.get(key);
        if (stored != null) {
            return stored;
        }
        Long computed = load.apply(key);
        map.put(key, computed);
        return computed;
    }

    /** What people write by hand. One thread only. */
    static <K> long hashMap(HashMap<K, Long> map, K key, Function<K, Long> load) {
        Long stored = map.get(key);
        if (stored != null) {
            return stored;
        }
        Long computed = load.apply(key);
        map.put(key, computed);
        return computed;
    }
}
