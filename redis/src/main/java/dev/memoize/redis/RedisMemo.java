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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One method's results in Redis.
 *
 * <p>A look-up: GET → if absent, ask for the lease → if somebody else has it, wait until woken, and again. The GET is
 * left out where it would most likely find nothing. Whatever goes wrong on the way ends in "absent", and the caller
 * runs the body.
 */
final class RedisMemo implements RemoteMemo {
    private static final System.Logger LOG = System.getLogger("dev.memoize.redis");

    private final RedisTier tier;
    private final RedisMethod method;
    private final ResultReader reader;
    private final ResultWriter writer;
    private final Listeners listeners = new Listeners();
    private final TierCounts counts = new TierCounts();
    private final Expected expected = new Expected();
    private final AtomicBoolean complained = new AtomicBoolean();

    RedisMemo(RedisTier tier, RemoteMethod method) {
        KeyTypes.check(method);
        this.tier = tier;
        Codec codec = Codecs.of(method, tier.settings());
        this.method = new RedisMethod(tier.settings(), method);
        this.reader = new ResultReader(this, codec);
        this.writer = new ResultWriter(this, codec);
    }

    RedisTier tier() {
        return tier;
    }

    RedisMethod method() {
        return method;
    }

    ResultReader reader() {
        return reader;
    }

    ResultWriter writer() {
        return writer;
    }

    TierCounts counts() {
        return counts;
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
            counts.skipped.increment();
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
            counts.skipped.increment();
            tier.provenances().unasked(k);
            return Lookup.absent();
        }
        Provenances.Reading reading = tier.provenances().begin(k);
        try {
            boolean asksAtOnce = mayWait && expected.absent() && method.servesAsFound() && tier.isWritable();
            Lookup found = asksAtOnce ? null : read(k, mayWait, reading);
            if ((found == null || found.standIn() != null) && mayWait && tier.isWritable()) {
                found = new Acquisition(this, k, found, reading).run();
            }
            boolean isFound = found != null && found.isFound();
            expected.saw(isFound);
            if (found != null && isFound) {
                counts.hits.increment();
                return found;
            }
            counts.misses.increment();
            return found == null ? Lookup.absent() : found;
        } catch (Unavailable e) {
            counts.failures.increment();
            counts.misses.increment();
            return Lookup.absent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            counts.misses.increment();
            return Lookup.absent();
        } finally {
            reading.end();
        }
    }

    /** Whether an invalidation of it has not reached Redis yet. */
    boolean isHeldBack(RedisKey key) {
        return tier.backlog().holds(key, method.prefix()) || tier.tags().areHeldBack(key);
    }

    /** The result; {@code null} if there is none that can be used, or a lease. */
    private @Nullable Lookup read(RedisKey key, boolean mayRefresh, Provenances.Reading reading)
            throws Unavailable, InterruptedException {
        Stored stored = tier.commands().await(reader.stored(key));
        reading.saw(stored.value(), stored.generations());
        Lookup found = reader.usable(key, stored);
        if (found == null || found.dueNanos() != 0 || !mayRefresh || !tier.isWritable()) {
            return found;
        }
        return Acquisition.toRefresh(this, key, stored.value(), found);
    }

    /** Once for each method: a result that cannot be stored is seldom the only one. */
    void complain(String what) {
        if (complained.compareAndSet(false, true)) {
            LOG.log(Level.WARNING, () -> what + " (said once for this method)");
        }
    }

    @Override
    public void put(Object key, @Nullable Object result, @Nullable Listener origin) {
        RedisKey k = (RedisKey) key;
        byte[] bytes = writer.encode(k, result, 0);
        if (bytes == null) {
            // What is there now is another result.
            invalidate(k);
            return;
        }
        Provenances.Reading reading = tier.provenances().begin(k);
        try {
            tier.provenances().forget(k);
            confirmed(k, () -> writer.put(k, bytes, reading));
            tier.invalidatedHere(k, origin);
        } finally {
            reading.end();
        }
    }

    @Override
    public void putAll(Map<Object, @Nullable Object> results, @Nullable Listener origin) {
        List<Provenances.Reading> readings = new Batch(this).put(results);
        results.keySet().forEach(key -> tier.invalidatedHere((RedisKey) key, origin));
        readings.forEach(Provenances.Reading::end);
    }

    @Override
    public Map<Object, Lookup> lookUpAll(Collection<?> keys) {
        Map<Object, Lookup> found = new Batch(this).lookUp(keys);
        counts.hits.add(found.size());
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
                counts.failures.increment();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else {
            counts.skipped.increment();
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

    boolean mayHold(Predicate<Listener> condition) {
        return listeners.any(condition);
    }

    void tell(Consumer<Listener> message) {
        listeners.tell(message);
    }

    void flush() {
        counts.flushes.increment();
        tell(Listener::invalidatedAll);
    }

    @Override
    public TierInfo info() {
        return counts.info(tier.state());
    }
}
