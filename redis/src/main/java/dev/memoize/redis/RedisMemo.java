package dev.memoize.redis;

import dev.memoize.redis.Commands.Unavailable;
import dev.memoize.spi.Lookup;
import dev.memoize.spi.RemoteMemo;
import dev.memoize.spi.RemoteMethod;
import dev.memoize.spi.TierInfo;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One method's results in Redis.
 *
 * <p>A look-up: GET → if absent, ask for the lease → if somebody else has it, wait until woken, and again. Whatever
 * goes wrong on the way ends in "absent", and the caller runs the body.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what failed is counted where it was sent
final class RedisMemo implements RemoteMemo {
    private static final System.Logger LOG = System.getLogger("dev.memoize.redis");

    /** How long to wait between two looks where no message would come. */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final RedisTier tier;
    private final RedisMethod method;
    private final Codec codec;
    private final Listeners listeners = new Listeners();
    private final AtomicBoolean complained = new AtomicBoolean();

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder stores = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder unusable = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder flushes = new LongAdder();

    RedisMemo(RedisTier tier, RemoteMethod method) {
        KeyTypes.check(method);
        this.tier = tier;
        this.codec = Codecs.of(method, tier.settings());
        this.method = new RedisMethod(tier.settings(), method);
    }

    String prefix() {
        return method.prefix();
    }

    @Override
    public long heapTtlNanos() {
        return method.heapTtlNanos();
    }

    @Override
    public boolean refreshesEarly() {
        return method.refreshesEarly();
    }

    /** After how long a result that took so long is to be computed again; -1 for what the memo says. */
    long dueNanos(long costNanos) {
        if (!method.refreshesEarly()) {
            return -1;
        }
        long due = method.dueMillis(0, method.ttlMillis(), costNanos / 1000);
        return TimeUnit.MILLISECONDS.toNanos(Math.max(0, due));
    }

    @Override
    public @Nullable Object key(@Nullable Object[] arguments, List<String> tags) {
        RedisKey key = method.key(
                arguments,
                tags.isEmpty() ? List.of() : tags.stream().map(tier.tags()::key).toList());
        if (key == null) {
            skipped.increment();
        }
        return key;
    }

    @Override
    public Object tag(String tag) {
        return tier.tags().key(tag);
    }

    @Override
    public Lookup lookUp(Object key, boolean mayWait) {
        RedisKey k = (RedisKey) key;
        if (!tier.isReadable() || isHeldBack(k)) {
            skipped.increment();
            return Lookup.absent();
        }
        try {
            Lookup found = read(k, mayWait);
            if (found == null && mayWait && tier.isWritable()) {
                found = acquire(k);
            } else if (found != null && found.standIn() != null && mayWait && tier.isWritable()) {
                found = acquireExpired(k, found);
            }
            if (found != null && found.isFound()) {
                hits.increment();
                return found;
            }
            misses.increment();
            return found == null ? Lookup.absent() : found;
        } catch (Unavailable e) {
            failures.increment();
            misses.increment();
            return Lookup.absent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            misses.increment();
            return Lookup.absent();
        }
    }

    /** Whether an invalidation of it has not reached Redis yet. */
    boolean isHeldBack(RedisKey key) {
        return tier.backlog().holds(key, method.prefix()) || tier.tags().areHeldBack(key);
    }

    /** What Redis has of a key, and the generations of its tags; {@code null} if they have none. */
    @SuppressWarnings("ArrayRecordComponent") // two are never compared
    record Stored(byte[] value, byte @Nullable [] generations) {}

    /** The result; {@code null} if there is none that can be used, or a lease. */
    private @Nullable Lookup read(RedisKey key, boolean mayRefresh) throws Unavailable, InterruptedException {
        Stored stored = tier.commands().await(stored(key));
        Lookup found = usable(key, stored);
        if (found == null || found.dueNanos() != 0 || !mayRefresh || !tier.isWritable()) {
            return found;
        }
        return toRefresh(key, stored.value(), found);
    }

    /** A result that is due, with the lease for computing it again if nobody has that. */
    private Lookup toRefresh(RedisKey key, byte[] stored, Lookup found) throws InterruptedException {
        long number = tier.tokens().next();
        try {
            Reply granted = request(key.refresh(), key, number);
            if (granted.value().length == 0) {
                HeldLease lease = HeldLease.toRefresh(this, key, stored, number, granted.generations());
                tier.hold(lease);
                return Lookup.found(found.result(), found.remainingNanos(), -1, lease);
            }
        } catch (Unavailable e) {
            failures.increment();
        }
        // If whoever has it dies, or is slow, another one will do it.
        return Lookup.found(
                found.result(), found.remainingNanos(), tier.settings().lease.toNanos(), null);
    }

    CompletionStage<Stored> stored(RedisKey key) {
        CompletionStage<byte[]> value = tier.commands().get(key, tier.commands().limit(key));
        return key.tags.isEmpty()
                ? value.thenApply(v -> new Stored(v, TagKeys.NONE))
                : value.thenCombine(tier.tags().read(key), Stored::new);
    }

    @Nullable
    Lookup usable(RedisKey key, Stored stored) {
        byte[] value = stored.value();
        return value.length == 0 || LeaseToken.isLease(value) ? null : decode(key, value, stored.generations());
    }

    private @Nullable Lookup acquire(RedisKey key) throws Unavailable, InterruptedException {
        long leaseNanos = tier.settings().lease.toNanos();
        long end = System.nanoTime() + 2 * leaseNanos;
        boolean waited = false;
        for (; ; ) {
            CountDownLatch latch = tier.waiters().register(key);
            boolean waiting = false;
            try {
                long number = tier.tokens().next();
                Reply granted = request(key, key, number);
                byte[] value = granted.value();
                if (value.length == 0) {
                    HeldLease lease = new HeldLease(this, key, number, granted.generations());
                    tier.hold(lease);
                    return Lookup.leased(lease);
                }
                if (!LeaseToken.isLease(value)) {
                    Lookup found = decode(key, value, granted.generations());
                    if (found != null) {
                        return found;
                    }
                    if (System.nanoTime() - end > 0) {
                        return null;
                    }
                    continue;
                }
                long left = end - System.nanoTime();
                if (left <= 0 || tier.isHeldByThisThread(value)) {
                    return null;
                }
                if (!waited) {
                    waits.increment();
                    waited = true;
                }
                long expires = TimeUnit.MILLISECONDS.toNanos(granted.leaseMillis() + 1);
                long most = tier.isSubscribed() ? expires : Math.min(expires, POLL_NANOS);
                waiting = true;
                tier.waiters().await(key, latch, Math.min(left, most));
            } finally {
                if (!waiting) {
                    tier.waiters().done(key, latch);
                }
            }
        }
    }

    /** What Redis said to a request, and the generations of the key's tags before the computation. */
    @SuppressWarnings("ArrayRecordComponent") // two are never compared
    private record Reply(List<Object> reply, byte[] generations) {
        /** What is there; empty if the lease is the caller's now. */
        byte[] value() {
            return (byte[]) reply.get(0);
        }

        /** How long somebody else's lease lasts. */
        long leaseMillis() {
            return (Long) reply.get(1);
        }
    }

    /**
     * The same where an expired result is in the key's place: the lease is beside it, as for a refresh, and the result
     * stays for whoever fails to compute another one.
     */
    private Lookup acquireExpired(RedisKey key, Lookup expired) throws InterruptedException {
        long end = System.nanoTime() + 2 * tier.settings().lease.toNanos();
        RedisKey beside = key.refresh();
        boolean waited = false;
        Lookup found = expired;
        for (; ; ) {
            CountDownLatch latch = tier.waiters().register(beside);
            boolean waiting = false;
            try {
                Stored stored = tier.commands().await(stored(key));
                Lookup now = usable(key, stored);
                if (now == null || now.standIn() == null) {
                    return now == null ? Lookup.absent() : now;
                }
                found = now;
                long number = tier.tokens().next();
                Reply granted = request(beside, key, number);
                if (granted.value().length == 0) {
                    HeldLease lease = HeldLease.toRefresh(this, key, stored.value(), number, granted.generations());
                    tier.hold(lease);
                    return Lookup.leased(lease).orIfThatFails(Objects.requireNonNull(now.standIn()));
                }
                long left = end - System.nanoTime();
                if (left <= 0 || tier.isHeldByThisThread(granted.value())) {
                    return found;
                }
                if (!waited) {
                    waits.increment();
                    waited = true;
                }
                long expires = TimeUnit.MILLISECONDS.toNanos(granted.leaseMillis() + 1);
                long most = tier.isSubscribed() ? expires : Math.min(expires, POLL_NANOS);
                waiting = true;
                tier.waiters().await(beside, latch, Math.min(left, most));
            } catch (Unavailable e) {
                failures.increment();
                return found;
            } finally {
                if (!waiting) {
                    tier.waiters().done(beside, latch);
                }
            }
        }
    }

    /** @param lease the key in which the lease lies, {@code key} itself unless there is a result */
    private Reply request(RedisKey lease, RedisKey key, long number) throws Unavailable, InterruptedException {
        CompletionStage<byte @Nullable []> generations = tier.tags().ensure(key, method.mostMillis());
        CompletionStage<List<Object>> request = tier.commands()
                .acquire(
                        lease,
                        tier.tokens().stored(number),
                        tier.settings().lease.toMillis());
        try {
            return tier.commands().await(generations.thenCombine(request, (g, reply) -> new Reply(reply, present(g))));
        } catch (Unavailable | InterruptedException e) {
            // If it is granted after all, nobody is there to use it.
            request.thenAccept(reply -> giveBack(new HeldLease(this, lease, number, TagKeys.NONE)));
            throw e;
        }
    }

    private static byte[] present(byte @Nullable [] generations) {
        return Objects.requireNonNull(generations, "what is ensured is there");
    }

    /** {@code null} if it cannot be used; then it is on its way out of Redis. */
    private @Nullable Lookup decode(RedisKey key, byte[] stored, byte @Nullable [] generations) {
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
                complain("a stored result of " + method + " cannot be decoded: "
                        + e.getClass().getName());
            }
        }
        unusable.increment();
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

    void fill(HeldLease lease, @Nullable Object result) {
        tier.drop(lease);
        byte[] bytes = encode(lease.result, result, System.nanoTime() - lease.startNanos);
        if (bytes == null) {
            giveBack(lease);
            return;
        }
        byte[] stored = TagKeys.concat(bytes, lease.generations());
        byte[] replaces = lease.replaces;
        if (replaces != null) {
            tier.commands()
                    .script(Script.REFILL, lease.result, replaces, stored, Commands.ascii(method.expiryMillis()))
                    .whenComplete((filled, failure) -> {
                        filled(lease, filled, failure);
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
                .whenComplete((filled, failure) -> filled(lease, filled, failure));
    }

    private void filled(HeldLease lease, @Nullable Long filled, @Nullable Throwable failure) {
        if (failure != null || filled == null) {
            failures.increment();
        } else if (filled == 1) {
            stores.increment();
        } else {
            rejected.increment();
            tell(l -> l.invalidated(lease.result));
        }
    }

    byte @Nullable [] encode(RedisKey key, @Nullable Object result, long costNanos) {
        byte[] payload = {};
        if (result != null) {
            try {
                payload = codec.encode(result);
            } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
                complain("a result of " + method + " cannot be stored: " + Commands.why(e));
                return null;
            }
            if (payload.length > tier.settings().maxPayload) {
                complain("a result of " + method + " has " + payload.length
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

    /** Once for each method: a result that cannot be stored is seldom the only one. */
    private void complain(String what) {
        if (complained.compareAndSet(false, true)) {
            LOG.log(Level.WARNING, () -> what + " (said once for this method)");
        }
    }

    void release(HeldLease lease) {
        tier.drop(lease);
        giveBack(lease);
    }

    private void giveBack(HeldLease lease) {
        Message ready = new Message(Message.Kind.READY, tier.tokens().process, lease.key.bytes);
        tier.commands()
                .script(Script.RELEASE, lease.key, tier.tokens().owner(lease.number), tier.channel(), ready.toBytes());
    }

    @Override
    public void put(Object key, @Nullable Object result, @Nullable Listener origin) {
        RedisKey k = (RedisKey) key;
        byte[] bytes = encode(k, result, 0);
        if (bytes == null) {
            // What is there now is another result.
            invalidate(k);
            return;
        }
        confirmed(k, () -> sendPut(k, bytes));
        tier.invalidatedHere(k, origin);
    }

    /** Sends a result to be stored for all. */
    CompletionStage<Long> sendPut(RedisKey key, byte[] value) {
        byte[] message = new Message(Message.Kind.INVALIDATED, tier.tokens().process, key.bytes).toBytes();
        return tier.tags()
                .ensure(key, method.mostMillis())
                .thenCompose(generations -> tier.commands()
                        .script(
                                Script.PUT,
                                key,
                                TagKeys.concat(value, present(generations)),
                                Commands.ascii(method.expiryMillis()),
                                tier.channel(),
                                message))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        stores.increment();
                    }
                });
    }

    void countFailure() {
        failures.increment();
    }

    @Override
    public void putAll(Map<Object, @Nullable Object> results, @Nullable Listener origin) {
        new Batch(tier, this).put(results);
        results.keySet().forEach(key -> tier.invalidatedHere((RedisKey) key, origin));
    }

    @Override
    public Map<Object, Lookup> lookUpAll(Collection<?> keys) {
        Map<Object, Lookup> found = new Batch(tier, this).lookUp(keys);
        hits.add(found.size());
        return found;
    }

    @Override
    public boolean invalidate(Object key) {
        RedisKey k = (RedisKey) key;
        Long wasThere = confirmed(k, () -> tier.invalidate(k));
        tier.invalidatedHere(k, null);
        return wasThere != null && wasThere == 1;
    }

    /** Sends what invalidates a key and waits for it. If it is not confirmed the timer goes on; {@code null} then. */
    private @Nullable Long confirmed(RedisKey key, Supplier<CompletionStage<Long>> command) {
        Backlog.Entry entry = tier.backlog().add(key);
        if (tier.isReadable()) {
            try {
                Long answer = tier.commands().await(command.get());
                tier.backlog().done(key, entry);
                return answer;
            } catch (Unavailable e) {
                failures.increment();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else {
            skipped.increment();
        }
        tier.backlog().failed(key, method.prefix(), entry);
        return null;
    }

    @Override
    public void clear() {
        tier.clear(method.prefix());
    }

    @Override
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    void tell(Consumer<Listener> message) {
        listeners.tell(message);
    }

    void flush() {
        flushes.increment();
        tell(Listener::invalidatedAll);
    }

    @Override
    public TierInfo info() {
        return new TierInfo(
                tier.state(),
                hits.sum(),
                misses.sum(),
                waits.sum(),
                skipped.sum(),
                stores.sum(),
                rejected.sum(),
                unusable.sum(),
                failures.sum(),
                flushes.sum());
    }
}
