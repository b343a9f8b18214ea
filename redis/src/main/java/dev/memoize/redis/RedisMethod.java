package dev.memoize.redis;

import dev.memoize.spi.RemoteMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
    private final double early;
    /** 0 for never. */
    private final long refreshMillis;
    /** 0 for ever. */
    private final long idleMillis;
    /** 0 for never. */
    private final long staleMillis;

    RedisMethod(RedisSettings settings, RemoteMethod method) {
        this.name = method.name();
        this.prefix = settings.namespace + ":" + name + ":" + method.version() + ":";
        this.prefixBytes = prefix.getBytes(StandardCharsets.UTF_8);
        this.typed = method.typed();
        long most = settings.ttl.toMillis();
        this.ttlMillis = method.ttl() == null
                ? most
                : Math.max(1, Math.min(most, method.ttl().toMillis()));
        this.early = settings.earlyRefresh;
        this.refreshMillis = millis(method.refresh());
        this.idleMillis = millis(method.idle());
        // Redis cannot keep what was not used and forget it at once.
        this.staleMillis = method.idle() == null ? millis(method.stale()) : 0;
        long heap = settings.heapTtl.toNanos();
        this.heapTtlNanos =
                method.ttl() == null ? heap : Math.min(heap, method.ttl().toNanos());
    }

    private static long millis(@Nullable Duration time) {
        return time == null ? 0 : Math.max(1, time.toMillis());
    }

    /** What the keys of all versions of a method begin with, of a prefix of one of them. */
    static String unversioned(String prefix) {
        return prefix.substring(0, prefix.lastIndexOf(':', prefix.length() - 2) + 1);
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

    /** The longest that a result may be there. */
    long mostMillis() {
        return ttlMillis + staleMillis;
    }

    /** For how long the next result is stored. */
    long expiryMillis() {
        return keepsExpired() ? mostMillis() : lifeMillis();
    }

    /** For how long the next result is served. */
    long lifeMillis() {
        long most = idleMillis == 0 ? ttlMillis : Math.min(ttlMillis, idleMillis);
        return Math.max(
                1, (long) (most * (1 - JITTER * ThreadLocalRandom.current().nextDouble())));
    }

    /** Whether results stay when they have expired, to stand in for others. */
    boolean keepsExpired() {
        return staleMillis > 0;
    }

    /**
     * The shape of stored results. Where others would be served for longer than this method says, they have another
     * shape.
     */
    long shape(Codec codec) {
        return codec.shape() ^ staleMillis * 0x9E37_79B9_7F4A_7C15L;
    }

    /** How long a result is to stay that is used now and expires after {@code left}; 0 if using it changes nothing. */
    long idleMillis(long left) {
        return idleMillis == 0 ? 0 : Math.max(1, Math.min(idleMillis, left));
    }

    /** Whether whatever is found is a result and nothing more: it asks for no refresh and stands in for no other. */
    boolean servesAsFound() {
        return early == 0 && refreshMillis == 0 && staleMillis == 0;
    }

    boolean refreshesEarly() {
        return early > 0;
    }

    /**
     * After how long a result is to be computed again, not above 0 for now, {@link Long#MAX_VALUE} for never: at its
     * refresh interval or, by XFetch (Vattani, Chierichetti, Lowenstein 2015), at random before it expires, the earlier
     * the longer it takes.
     */
    long dueMillis(long age, long left, long costMicros) {
        long due = refreshMillis == 0 ? Long.MAX_VALUE : refreshMillis - age;
        if (early > 0) {
            double u = 1 - ThreadLocalRandom.current().nextDouble();
            due = Math.min(due, left - (long) Math.ceil(early * costMicros / 1000 * -Math.log(u)));
        }
        return due;
    }

    long heapTtlNanos() {
        return heapTtlNanos;
    }

    @Override
    public String toString() {
        return name;
    }
}
