package dev.memoize.benchmarks.tier;

import java.time.Duration;
import org.redisson.Redisson;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.config.Config;

/** RLocalCachedMap with its default codec, filled by the caller as its documentation shows. */
final class RedissonPeer implements TierPeer {
    private final RedissonClient client;
    private final RLocalCachedMap<Long, Item> near;
    private final RLocalCachedMap<Long, Item> far;

    RedissonPeer(String uri) {
        Config config = new Config();
        config.useSingleServer().setAddress(uri);
        client = Redisson.create(config);
        near = map("redisson-near", 10_000);
        far = map("redisson-far", 1);
    }

    private RLocalCachedMap<Long, Item> map(String name, int size) {
        return client.getLocalCachedMap(LocalCachedMapOptions.<Long, Item>name(name)
                .cacheSize(size)
                .evictionPolicy(LocalCachedMapOptions.EvictionPolicy.LRU)
                .timeToLive(Duration.ofMinutes(10)));
    }

    @Override
    public String name() {
        return "Redisson 4.7 RLocalCachedMap";
    }

    @Override
    public Item near(long id) {
        return get(near, id);
    }

    @Override
    public Item far(long id) {
        return get(far, id);
    }

    private static Item get(RLocalCachedMap<Long, Item> map, long id) {
        Item stored = map.get(id);
        if (stored == null) {
            stored = Item.of(id);
            map.fastPut(id, stored);
        }
        return stored;
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
