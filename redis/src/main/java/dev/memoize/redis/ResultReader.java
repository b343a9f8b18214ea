package dev.memoize.redis;

import dev.memoize.spi.Lookup;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** From what Redis has to results of one method. Whatever cannot be used is deleted there. Thread-safe. */
@SuppressWarnings("FutureReturnValueIgnored") // what failed is counted where it was sent
final class ResultReader {
    private final RedisTier tier;
    private final RedisMemo memo;
    private final RedisMethod method;
    private final Codec codec;

    ResultReader(RedisMemo memo, Codec codec) {
        this.tier = memo.tier();
        this.memo = memo;
        this.method = memo.method();
        this.codec = codec;
    }

    /** Asks for it. */
    CompletionStage<Stored> stored(RedisKey key) {
        CompletionStage<byte[]> value = tier.commands().get(key, tier.commands().limit(key));
        return key.tags.isEmpty()
                ? value.thenApply(v -> new Stored(v, TagKeys.NONE))
                : value.thenCombine(tier.tags().read(key), Stored::new);
    }

    /** The result; {@code null} if there is none that can be used, or a lease. */
    @Nullable
    Lookup usable(RedisKey key, Stored stored) {
        byte[] value = stored.value();
        return value.length == 0 || LeaseToken.isLease(value) ? null : decode(key, value, stored.generations());
    }

    /** {@code null} if it cannot be used; then it is on its way out of Redis. */
    @Nullable
    Lookup decode(RedisKey key, byte[] stored, byte @Nullable [] generations) {
        byte[] value = TagKeys.valueOf(stored, generations);
        if (value == null) {
            // Of an invalidated tag: it is as if it were not there.
            tier.commands().discard(key, stored);
            return null;
        }
        Envelope envelope = Envelope.of(key, value, tier.settings().encryption);
        boolean isOurs = envelope != null && envelope.shape() == method.shape(codec);
        if (envelope != null && isOurs && envelope.codec() == 0) {
            return found(key, stored, envelope, null);
        }
        if (envelope != null && isOurs && envelope.codec() == codec.id()) {
            try {
                return found(key, stored, envelope, codec.decode(envelope.payload()));
            } catch (Exception | StackOverflowError | OutOfMemoryError | LinkageError | AssertionError e) {
                // Whatever a library throws when it is given such bytes.
                memo.complain("a stored result of " + method + " cannot be decoded: "
                        + e.getClass().getName());
            }
        }
        memo.counts().unusable.increment();
        tier.commands().discard(key, stored);
        return null;
    }

    private Lookup found(RedisKey key, byte[] stored, Envelope envelope, @Nullable Object result) {
        long now = tier.serverMillis();
        long left = envelope.expires() - now;
        if (left <= 0 && method.keepsExpired()) {
            return Lookup.absent().orIfThatFails(Lookup.found(result, 1));
        }
        long idle = method.idleMillis(left);
        if (idle > 0 && tier.isWritable()) {
            tier.commands().script(Script.TOUCH, key, Envelope.header(stored), Commands.ascii(idle));
        }
        long due = method.dueMillis(now - envelope.created(), left, envelope.cost());
        long dueNanos = due == Long.MAX_VALUE ? -1 : TimeUnit.MILLISECONDS.toNanos(Math.max(0, due));
        return Lookup.found(result, remainingNanos(envelope), dueNanos, null);
    }

    /** Redis is the judge of whether it has expired; this is only how long the heap may have it. */
    private long remainingNanos(Envelope envelope) {
        long millis = Math.min(envelope.expires() - tier.serverMillis(), method.heapTtlNanos() / 1_000_000 + 1);
        return TimeUnit.MILLISECONDS.toNanos(Math.max(1, millis));
    }
}
