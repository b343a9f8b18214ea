package dev.memoize.redis;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** From results of one method to what Redis has, by a lease or without. Thread-safe; nothing here waits. */
@SuppressWarnings("FutureReturnValueIgnored") // what failed is counted where it was sent
final class ResultWriter {
    private final RedisTier tier;
    private final RedisMemo memo;
    private final RedisMethod method;
    private final Codec codec;

    ResultWriter(RedisMemo memo, Codec codec) {
        this.tier = memo.tier();
        this.memo = memo;
        this.method = memo.method();
        this.codec = codec;
    }

    /** {@code null} if it cannot be stored. */
    byte @Nullable [] encode(RedisKey key, @Nullable Object result, long costNanos) {
        byte[] payload = {};
        if (result != null) {
            try {
                payload = codec.encode(result);
            } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
                memo.complain("a result of " + method + " cannot be stored: " + Commands.why(e));
                return null;
            }
            if (payload.length > tier.settings().maxPayload) {
                memo.complain("a result of " + method + " has " + payload.length
                        + " bytes and is not stored; memoize.redis.maxPayload is " + tier.settings().maxPayload);
                return null;
            }
        }
        long now = tier.serverMillis();
        int micros = (int) Math.min(Integer.MAX_VALUE, costNanos / 1000);
        byte id = result == null ? 0 : codec.id();
        // Where Redis keeps what has expired, this says when it does, and so has the jitter.
        long lasts = method.keepsExpired() ? method.lifeMillis() : method.ttlMillis();
        return new Envelope(id, method.shape(codec), now, now + lasts, micros, payload)
                .toBytes(key, tier.settings().encryption);
    }

    /** Stores what was computed under that lease, which ends. */
    void fill(HeldLease lease, @Nullable Object result) {
        tier.drop(lease);
        byte[] bytes = encode(lease.result, result, System.nanoTime() - lease.startNanos);
        byte[] before = lease.replaces == null ? tier.tokens().stored(lease.number) : lease.replaces;
        if (bytes == null) {
            unstored(lease, before);
            return;
        }
        tier.provenances().filling(lease.result, before, bytes);
        byte[] stored = TagKeys.concat(bytes, lease.generations());
        byte[] replaces = lease.replaces;
        if (replaces != null) {
            tier.commands()
                    .script(Script.REFILL, lease.result, replaces, stored, Commands.ascii(method.expiryMillis()))
                    .whenComplete((filled, failure) -> {
                        filled(lease, before, filled, failure);
                        giveBack(lease);
                    });
            return;
        }
        Message ready = new Message(Message.Kind.READY, tier.tokens().process, lease.key.bytes);
        tier.commands()
                .script(
                        Script.FILL,
                        lease.key,
                        tier.tokens().owner(lease.number),
                        stored,
                        Commands.ascii(method.expiryMillis()),
                        tier.channel(),
                        ready.toBytes())
                .whenComplete((filled, failure) -> filled(lease, before, filled, failure));
    }

    private void filled(HeldLease lease, byte[] before, @Nullable Long filled, @Nullable Throwable failure) {
        if (failure != null || filled == null) {
            memo.counts().failures.increment();
        } else if (filled == 1) {
            memo.counts().stores.increment();
            tier.provenances().filled(lease.result, before);
        } else {
            memo.tell(l -> l.invalidated(lease.result));
            memo.counts().rejected.increment();
        }
    }

    /** The result stays in the heap alone, if nobody has invalidated it meanwhile. */
    private void unstored(HeldLease lease, byte[] before) {
        if (lease.replaces != null) {
            giveBack(lease);
            return;
        }
        tier.provenances().released(lease.result, before, true);
        giveBack(lease).thenAccept(wasThere -> {
            if (wasThere == 0) {
                memo.tell(l -> l.invalidated(lease.result));
            }
        });
    }

    /** Ends a lease that nothing was computed under. */
    void release(HeldLease lease) {
        tier.drop(lease);
        if (lease.replaces == null) {
            tier.provenances().released(lease.result, tier.tokens().stored(lease.number), false);
        }
        giveBack(lease);
    }

    /** Lets others have it. Gives 1 if it was still there. */
    CompletionStage<Long> giveBack(HeldLease lease) {
        Message ready = new Message(Message.Kind.READY, tier.tokens().process, lease.key.bytes);
        return tier.commands()
                .script(Script.RELEASE, lease.key, tier.tokens().owner(lease.number), tier.channel(), ready.toBytes());
    }

    /** Sends a result to be stored for all, whatever is there. */
    CompletionStage<Long> put(RedisKey key, byte[] value, Provenances.Reading reading) {
        byte[] message = new Message(Message.Kind.INVALIDATED, tier.tokens().process, key.bytes).toBytes();
        return tier.tags()
                .ensure(key, method.mostMillis())
                .thenCompose(ensured -> {
                    byte[] generations = Objects.requireNonNull(ensured, TagKeys.ENSURED);
                    reading.saw(value, generations);
                    return tier.commands()
                            .script(
                                    Script.PUT,
                                    key,
                                    TagKeys.concat(value, generations),
                                    Commands.ascii(method.expiryMillis()),
                                    tier.channel(),
                                    message);
                })
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        memo.counts().stores.increment();
                    }
                });
    }
}
