package dev.memoize.benchmarks.tier;

import java.time.Duration;
import org.springframework.cache.Cache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** RedisCache as Spring Boot sets it up: nothing in the heap, JDK serialization, no lock. */
final class SpringPeer implements TierPeer {
    private final LettuceConnectionFactory connections;
    private final Cache cache;

    SpringPeer(int port) {
        connections = new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port));
        connections.afterPropertiesSet();
        connections.start();
        RedisCacheManager manager = RedisCacheManager.builder(connections)
                .cacheDefaults(RedisCacheConfiguration.defaultCacheConfig().entryTtl(Duration.ofMinutes(10)))
                .build();
        manager.afterPropertiesSet();
        cache = manager.getCache("spring");
    }

    @Override
    public String name() {
        return "Spring Data Redis 4.1 RedisCache";
    }

    @Override
    public boolean hasHeap() {
        return false;
    }

    @Override
    public Item far(long id) {
        return cache.get(id, () -> Item.of(id));
    }

    @Override
    public void close() {
        connections.destroy();
    }
}
