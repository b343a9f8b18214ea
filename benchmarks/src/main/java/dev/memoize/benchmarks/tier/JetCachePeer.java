package dev.memoize.benchmarks.tier;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.MultiLevelCacheBuilder;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.support.Fastjson2KeyConvertor;
import com.alicp.jetcache.support.JavaValueDecoder;
import com.alicp.jetcache.support.JavaValueEncoder;
import io.lettuce.core.RedisClient;
import java.util.concurrent.TimeUnit;

/** Caffeine in front of Redis, as its documentation sets up a cache of type BOTH. */
final class JetCachePeer implements TierPeer {
    private final RedisClient client;
    private final Cache<Long, Item> near;
    private final Cache<Long, Item> far;

    JetCachePeer(String uri) {
        client = RedisClient.create(uri);
        near = cache("jetcache-near:", 10_000);
        far = cache("jetcache-far:", 1);
    }

    private Cache<Long, Item> cache(String prefix, int limit) {
        Cache<Long, Item> heap = CaffeineCacheBuilder.createCaffeineCacheBuilder()
                .limit(limit)
                .expireAfterWrite(10, TimeUnit.MINUTES)
                .buildCache();
        Cache<Long, Item> redis = RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
                .keyConvertor(Fastjson2KeyConvertor.INSTANCE)
                .valueEncoder(JavaValueEncoder.INSTANCE)
                .valueDecoder(JavaValueDecoder.INSTANCE)
                .redisClient(client)
                .keyPrefix(prefix)
                .expireAfterWrite(10, TimeUnit.MINUTES)
                .buildCache();
        return MultiLevelCacheBuilder.createMultiLevelCacheBuilder()
                .addCache(heap, redis)
                .expireAfterWrite(10, TimeUnit.MINUTES)
                .buildCache();
    }

    @Override
    public String name() {
        return "JetCache 2.7";
    }

    @Override
    public Item near(long id) {
        return near.computeIfAbsent(id, Item::of);
    }

    @Override
    public Item far(long id) {
        return far.computeIfAbsent(id, Item::of);
    }

    @Override
    public void close() {
        near.close();
        far.close();
        client.shutdown();
    }
}
