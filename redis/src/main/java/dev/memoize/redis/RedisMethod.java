package dev.memoize.redis;

import dev.memoize.spi.RemoteMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How one method's results are named in Redis, and how long they last. */
final class RedisMethod {
    /** Results that were stored together do not expire together: each lasts up to a tenth less. */
    private static final double JITTER = 0.1;

    private final String name;
    private final String prefix;
    private final byte[] prefixBytes;
    private final boolean typed;
    private final long ttlMillis;
    private final long heapTtlNanos;

    RedisMethod(RedisSettings settings, RemoteMethod method) {
        this.name = method.name();
        this.prefix = settings.namespace + ":" + name + ":" + method.version() + ":";
        this.prefixBytes = prefix.getBytes(StandardCharsets.UTF_8);
        this.typed = method.typed();
        long most = settings.ttl.toMillis();
        this.ttlMillis = method.ttl() == null
                ? most
                : Math.max(1, Math.min(most, method.ttl().toMillis()));
        long heap = settings.heapTtl.toNanos();
        this.heapTtlNanos =
                method.ttl() == null ? heap : Math.min(heap, method.ttl().toNanos());
    }

    /** What the keys of all its results begin with. */
    String prefix() {
        return prefix;
    }

    @Nullable
    RedisKey key(@Nullable Object[] arguments, List<RedisKey> tags) {
        byte[] canonical = CanonicalKey.of(arguments, typed);
        return canonical == null ? null : RedisKey.of(prefixBytes, canonical, tags);
    }

    long ttlMillis() {
        return ttlMillis;
    }

    /** For how long the next result is stored. */
    long expiryMillis() {
        return Math.max(
                1, (long) (ttlMillis * (1 - JITTER * ThreadLocalRandom.current().nextDouble())));
    }

    long heapTtlNanos() {
        return heapTtlNanos;
    }

    @Override
    public String toString() {
        return name;
    }
}
