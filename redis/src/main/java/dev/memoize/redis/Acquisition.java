package dev.memoize.redis;

import dev.memoize.redis.Commands.Unavailable;
import dev.memoize.spi.Lookup;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How one look-up comes by the lease for a key that has no result: it asks for it, and while somebody else has it, it
 * waits until it is woken and asks again.
 *
 * <p>Where an expired result is in the key's place, the lease is beside it, as for a refresh, and the result stays for
 * whoever fails to compute another one.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what failed is counted where it was sent
final class Acquisition {
    /** How long to wait between two looks where no message would come. */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** How often what cannot be used may be found again, as where Redis takes no writes and it cannot be deleted. */
    private static final int MOST_UNUSABLE = 3;

    private final RedisTier tier;
    private final RedisMemo memo;
    private final RedisKey key;
    /** Where the lease lies. */
    private RedisKey place;
    /** What there is if it comes to nothing; {@code null} where no expired result is kept. */
    private @Nullable Lookup expired;

    private final Provenances.Reading reading;

    /** @param expired what is in the key's place, if that may stand in for another result */
    Acquisition(RedisMemo memo, RedisKey key, @Nullable Lookup expired, Provenances.Reading reading) {
        this.tier = memo.tier();
        this.memo = memo;
        this.key = key;
        this.expired = expired;
        this.reading = reading;
        this.place = expired == null ? key : key.refresh();
    }

    /** What an attempt came to. */
    @SuppressWarnings("ArrayRecordComponent") // two are never compared
    private record Step(boolean isEnd, @Nullable Lookup lookup, byte[] takenBy, long leaseMillis) {
        private static final byte[] NOBODY = {};

        static Step end(Lookup lookup) {
            return new Step(true, lookup, NOBODY, 0);
        }

        /** What was there could not be used, and is gone. */
        static Step again() {
            return new Step(false, null, NOBODY, 0);
        }

        /** Somebody else has the lease. */
        static Step taken(Reply reply) {
            return new Step(false, null, reply.value(), reply.leaseMillis());
        }

        boolean isTaken() {
            return takenBy.length > 0;
        }
    }

    /** The lease or a result; what was there before if neither could be had in time. */
    @Nullable
    Lookup run() throws Unavailable, InterruptedException {
        long end = System.nanoTime() + 2 * tier.settings().lease.toNanos();
        boolean waited = false;
        int unusable = 0;
        for (; ; ) {
            // Where it is registered, whatever the attempt changes.
            RedisKey place = this.place;
            CountDownLatch latch = tier.waiters().register(place);
            boolean waiting = false;
            try {
                Step step = expired == null ? attempt() : attemptBesideExpired();
                if (step.isEnd()) {
                    return step.lookup();
                }
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return expired;
                }
                if (!step.isTaken()) {
                    if (++unusable > MOST_UNUSABLE) {
                        return expired;
                    }
                    continue;
                }
                if (tier.isHeldByThisThread(step.takenBy())) {
                    return expired;
                }
                if (!waited) {
                    memo.counts().waits.increment();
                    waited = true;
                }
                long expires = TimeUnit.MILLISECONDS.toNanos(step.leaseMillis() + 1);
                long most = tier.isSubscribed() ? expires : Math.min(expires, POLL_NANOS);
                waiting = true;
                tier.waiters().await(place, latch, Math.min(left, most));
            } catch (Unavailable e) {
                if (expired == null) {
                    throw e;
                }
                memo.counts().failures.increment();
                return expired;
            } finally {
                if (!waiting) {
                    tier.waiters().done(place, latch);
                }
            }
        }
    }

    private Step attempt() throws Unavailable, InterruptedException {
        long number = tier.tokens().next();
        Reply reply = request(memo, place, key, number);
        if (reply.isGranted()) {
            reading.saw(tier.tokens().stored(number), reply.generations());
            return leased(new HeldLease(memo, key, number, reply.generations()), null);
        }
        reading.saw(reply.value(), reply.generations());
        if (LeaseToken.isLease(reply.value())) {
            return Step.taken(reply);
        }
        Lookup found = memo.reader().decode(key, reply.value(), reply.generations());
        return found == null ? Step.again() : Step.end(found);
    }

    private Step attemptBesideExpired() throws Unavailable, InterruptedException {
        Stored stored = tier.commands().await(memo.reader().stored(key));
        reading.saw(stored.value(), stored.generations());
        Lookup now = memo.reader().usable(key, stored);
        if (now == null) {
            // It was deleted, or is being computed by somebody who came when it was: from here on as for any other.
            expired = null;
            place = key;
            return Step.again();
        }
        if (now.standIn() == null) {
            return Step.end(now);
        }
        expired = now;
        long number = tier.tokens().next();
        Reply reply = request(memo, place, key, number);
        return reply.isGranted()
                ? leased(HeldLease.toRefresh(memo, key, stored.value(), number, reply.generations()), now.standIn())
                : Step.taken(reply);
    }

    private Step leased(HeldLease lease, @Nullable Lookup standIn) {
        tier.hold(lease);
        Lookup leased = Lookup.leased(lease);
        return Step.end(standIn == null ? leased : leased.orIfThatFails(standIn));
    }

    /** A result that is due, with the lease for computing it again if nobody has that. Waits for nobody. */
    static Lookup toRefresh(RedisMemo memo, RedisKey key, byte[] stored, Lookup found) throws InterruptedException {
        RedisTier tier = memo.tier();
        long number = tier.tokens().next();
        try {
            Reply reply = request(memo, key.refresh(), key, number);
            if (reply.isGranted()) {
                HeldLease lease = HeldLease.toRefresh(memo, key, stored, number, reply.generations());
                tier.hold(lease);
                return Lookup.found(found.result(), found.remainingNanos(), -1, lease);
            }
        } catch (Unavailable e) {
            memo.counts().failures.increment();
        }
        // If whoever has it dies, or is slow, another one will do it.
        return Lookup.found(
                found.result(), found.remainingNanos(), tier.settings().lease.toNanos(), null);
    }

    /** What Redis said to a request, and the generations of the key's tags before the computation. */
    @SuppressWarnings("ArrayRecordComponent") // two are never compared
    private record Reply(List<Object> reply, byte[] generations) {
        /** What is there; empty if the lease is the caller's now. */
        byte[] value() {
            return (byte[]) reply.get(0);
        }

        boolean isGranted() {
            return value().length == 0;
        }

        /** How long somebody else's lease lasts. */
        long leaseMillis() {
            return (Long) reply.get(1);
        }
    }

    /** @param place in which the lease lies, {@code key} itself unless there is a result */
    private static Reply request(RedisMemo memo, RedisKey place, RedisKey key, long number)
            throws Unavailable, InterruptedException {
        RedisTier tier = memo.tier();
        CompletionStage<byte @Nullable []> generations =
                tier.tags().ensure(key, memo.method().mostMillis());
        CompletionStage<List<Object>> request = tier.commands()
                .acquire(
                        place,
                        tier.tokens().stored(number),
                        tier.settings().lease.toMillis());
        try {
            return tier.commands()
                    .await(generations.thenCombine(
                            request, (g, reply) -> new Reply(reply, Objects.requireNonNull(g, TagKeys.ENSURED))));
        } catch (Unavailable | InterruptedException e) {
            // If it is granted after all, nobody is there to use it.
            request.thenAccept(reply -> memo.writer().giveBack(new HeldLease(memo, place, number, TagKeys.NONE)));
            throw e;
        }
    }
}
