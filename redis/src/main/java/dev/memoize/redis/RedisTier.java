package dev.memoize.redis;

import dev.memoize.redis.Commands.Unavailable;
import dev.memoize.spi.RemoteMemo;
import dev.memoize.spi.RemoteMethod;
import dev.memoize.spi.RemoteTier;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A process's connection to Redis: one for commands, one for messages, a timer that renews leases, probes a silent
 * server and delivers what it did not take.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what failed is counted where it was sent
final class RedisTier implements RemoteTier {
    /** Probes without an answer, after which a connection that looks open is given up. */
    private static final int SILENT_PROBES = 5;

    private static final long CLEAR_SECONDS = 5;

    private final RedisSettings settings;
    private final byte[] channel;
    private final byte[] probeKey;
    private final Breaker reads;
    private final Breaker writes;
    private final ClientResources resources;
    private final Connector connector;
    private final ScheduledExecutorService timer;
    private final Link<StatefulConnection<byte[], byte[]>> link;
    private final Commands commands;
    private final Subscription<StatefulRedisPubSubConnection<byte[], byte[]>> subscription;
    /** {@code null} where nobody asked for it. */
    private final @Nullable Tracking tracking;

    private final Provenances provenances;

    private final LeaseToken tokens = new LeaseToken();
    private final Waiters waiters = new Waiters();
    private final Backlog backlog = new Backlog();
    private final TagKeys tags;
    /**
     * By number. Weak: a computation whose stack ended before it could give its lease back must not renew it for ever.
     */
    private final Map<Long, WeakReference<HeldLease>> held = new ConcurrentHashMap<>();

    private final Heaps heaps;

    private final AtomicInteger silentProbes = new AtomicInteger();

    private volatile long clockOffset;
    private volatile boolean closed;

    RedisTier(RedisSettings settings) {
        this.settings = settings;
        this.channel = (settings.namespace + ":messages").getBytes(StandardCharsets.UTF_8);
        this.probeKey = (settings.namespace + ":probe").getBytes(StandardCharsets.UTF_8);
        this.reads = new Breaker("Redis at " + settings, settings.failures, waiters::wakeAll);
        this.writes = new Breaker("Storing in Redis at " + settings, settings.failures, () -> {});
        // Three: clearing and sweeping may take their time, and leases have to be renewed meanwhile.
        this.timer = new ScheduledThreadPoolExecutor(
                3,
                task -> {
                    Thread thread = new Thread(task, "memoize-redis");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        this.resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
        settings.uri.setTimeout(settings.connectTimeout);
        this.connector =
                settings.cluster ? new ClusterConnector(settings, resources) : new ServerConnector(settings, resources);
        long retry = settings.probe.toNanos();
        this.link = new Link<>(connector::connect, this::connected, waiters::wakeAll, timer, retry);
        this.commands = new Commands(this::async, link::state, reads, writes, settings);
        this.tags = new TagKeys(settings.namespace, commands, backlog);
        this.heaps = new Heaps(tags.prefix());
        this.provenances = new Provenances(settings.tracking, commands, heaps, timer);
        this.subscription = new Subscription<>(
                connector::subscribe,
                new MessageFeed(channel, this::received),
                this::missed,
                waiters::wakeAll,
                new AtomicBoolean(),
                timer,
                retry);
        KeyFeed keys = new KeyFeed(settings.namespace + ":", this::written, this::missed);
        this.tracking = settings.tracking ? new Tracking(connector, keys, this::missed, timer, retry) : null;
        every(settings.lease.toNanos() / 6, this::renewLeases);
        every(retry, this::probe);
        every(TimeUnit.SECONDS.toNanos(1) / 2, this::beat);
    }

    private void every(long nanos, Runnable task) {
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        // A timer that threw would never run again.
                        System.getLogger("dev.memoize.redis").log(System.Logger.Level.WARNING, "timer", e);
                    }
                },
                nanos,
                nanos,
                TimeUnit.NANOSECONDS);
    }

    private void connected(StatefulConnection<byte[], byte[]> c) {
        readClock();
        if (tracking != null) {
            // What was computed without Redis meanwhile has no key there that a stranger could delete.
            missed();
            tracking.follow(c);
        }
    }

    private @Nullable RedisClusterAsyncCommands<byte[], byte[]> async() {
        StatefulConnection<byte[], byte[]> c = link.connection();
        return c == null ? null : connector.commands(c);
    }

    @Override
    public RemoteMemo open(RemoteMethod method) {
        RedisMemo memo = new RedisMemo(this, method);
        heaps.add(memo);
        if (!closed) {
            link.start();
            subscription.start();
        }
        return memo;
    }

    RedisSettings settings() {
        return settings;
    }

    Commands commands() {
        return commands;
    }

    byte[] channel() {
        return channel;
    }

    LeaseToken tokens() {
        return tokens;
    }

    Waiters waiters() {
        return waiters;
    }

    TagKeys tags() {
        return tags;
    }

    Provenances provenances() {
        return provenances;
    }

    Backlog backlog() {
        return backlog;
    }

    /** Whether to ask at all. Waits for the first attempt to connect, and never again. */
    boolean isReadable() {
        if (closed || !reads.isClosed()) {
            return false;
        }
        if (!link.firstAttempt().isDone()) {
            try {
                link.firstAttempt().get(settings.connectTimeout.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    boolean isWritable() {
        return writes.isClosed();
    }

    /** Whether processes hear each other. */
    boolean isSubscribed() {
        return subscription.isActive();
    }

    /** For tests: whether no write of a key is missed. */
    boolean isTracking() {
        return tracking != null && tracking.isActive();
    }

    /** The same, and whether they hear of writes if they asked for it and the server can tell. */
    private boolean hearsAll() {
        return isSubscribed() && (tracking == null || tracking.isSettled());
    }

    String state() {
        if (closed || !reads.isClosed()) {
            return "open";
        }
        if (!writes.isClosed()) {
            return "read-only";
        }
        return hearsAll() ? "closed" : "deaf";
    }

    /** Milliseconds since 1970 by the server's clock, which all processes share. */
    long serverMillis() {
        return System.currentTimeMillis() + clockOffset;
    }

    private void readClock() {
        long before = System.currentTimeMillis();
        commands.time().thenAccept(server -> {
            long after = System.currentTimeMillis();
            // A slow answer says little.
            if (after - before < 100) {
                clockOffset = server - (before + after) / 2;
            }
        });
    }

    // Leases

    void hold(HeldLease lease) {
        held.put(lease.number, new WeakReference<>(lease));
    }

    void drop(HeldLease lease) {
        held.remove(lease.number);
    }

    /** Whether this very thread computes what it is about to wait for. */
    boolean isHeldByThisThread(byte[] lease) {
        WeakReference<HeldLease> ref = tokens.isOurs(lease) ? held.get(LeaseToken.number(lease)) : null;
        HeldLease ours = ref == null ? null : ref.get();
        return ours != null && ours.owner == Thread.currentThread();
    }

    private void renewLeases() {
        long now = System.nanoTime();
        long third = settings.lease.toNanos() / 3;
        held.values().removeIf(ref -> ref.get() == null);
        for (WeakReference<HeldLease> ref : held.values()) {
            HeldLease lease = ref.get();
            if (lease != null && now - lease.renewedNanos >= third) {
                lease.renewedNanos = now;
                commands.script(
                        Script.RENEW, lease.key, tokens.owner(lease.number), Commands.ascii(settings.lease.toMillis()));
            }
        }
    }

    // Messages

    private void received(byte[] bytes) {
        Message message = Message.of(bytes);
        if (message == null) {
            return;
        }
        boolean own = message.sender() == tokens.process;
        switch (message.kind()) {
            case CLEARED:
                if (!own) {
                    heaps.flush(message.prefix());
                }
                break;
            case INVALIDATED:
                RedisKey key = RedisKey.parsed(message.subject());
                if (!own) {
                    invalidatedHere(key, null);
                    tellOtherVersions(key);
                }
                waiters.wake(key);
                break;
            case READY:
                waiters.wake(RedisKey.parsed(message.subject()));
                break;
        }
    }

    /** Somebody has written that key, or Redis has dropped it. */
    private void written(byte[] name) {
        if (name.length > RedisKey.DIGEST_LENGTH) {
            RedisKey key = RedisKey.parsed(name);
            provenances.pushed(key);
            waiters.wake(key);
        }
    }

    /** Messages may have been missed: nothing in the heaps is known to be good. */
    private void missed() {
        heaps.flushAll();
        waiters.wakeAll();
    }

    /** Tells the heaps of this process but {@code origin}. */
    void invalidatedHere(RedisKey key, RemoteMemo.@Nullable Listener origin) {
        if (origin == null) {
            provenances.forget(key);
        }
        heaps.tell(key, origin);
    }

    /**
     * While a deploy is rolled out, processes with other versions of a method have other keys for the same arguments.
     * They hear of an invalidation too; no message follows from that, since all processes of their version heard it.
     */
    private void tellOtherVersions(RedisKey key) {
        if (heaps.prefixes().contains(key.prefix())) {
            return;
        }
        String method = RedisMethod.unversioned(key.prefix());
        for (String other : heaps.prefixes()) {
            if (RedisMethod.unversioned(other).equals(method)) {
                RedisKey same = key.under(other);
                invalidatedHere(same, null);
                commands.script(Script.DROP, same);
            }
        }
    }

    // Invalidation

    CompletionStage<Long> invalidate(RedisKey key) {
        byte[] message = new Message(Message.Kind.INVALIDATED, tokens.process, key.bytes).toBytes();
        return commands.script(Script.INVALIDATE, key, channel, message);
    }

    @Override
    public void invalidateTag(String tag) {
        RedisKey key = tags.key(tag);
        if (!closed) {
            link.start();
            tags.invalidate(key, isReadable(), this::invalidate);
        }
        invalidatedHere(key, null);
    }

    /**
     * Deletes all keys that begin so. A key that is written while the server is scanned belongs to a computation that
     * began after the call.
     */
    void clear(String prefix) {
        Backlog.Entry entry = backlog.addAll(prefix);
        try {
            if (clearNow(prefix, TimeUnit.SECONDS.toNanos(CLEAR_SECONDS))) {
                backlog.doneAll(prefix, entry);
            }
        } catch (Unavailable e) {
            // The timer will.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            backlog.failedAll(entry);
        }
        heaps.clear(prefix);
    }

    /** Whether all was deleted within that time. */
    private boolean clearNow(String prefix, long mostNanos) throws Unavailable, InterruptedException {
        if (closed || !reads.isClosed()) {
            return false;
        }
        long start = System.nanoTime();
        byte[] pattern = (escaped(prefix) + "*").getBytes(StandardCharsets.UTF_8);
        ScanCursor cursor = ScanCursor.INITIAL;
        do {
            KeyScanCursor<byte[]> page = commands.await(commands.scan(cursor, pattern));
            if (!page.getKeys().isEmpty()) {
                commands.await(commands.unlink(page.getKeys()));
            }
            cursor = page;
            if (System.nanoTime() - start > mostNanos) {
                return false;
            }
        } while (!cursor.isFinished());
        byte[] subject = prefix.getBytes(StandardCharsets.UTF_8);
        commands.await(commands.publish(channel, new Message(Message.Kind.CLEARED, tokens.process, subject).toBytes()));
        return true;
    }

    /** What SCAN takes literally. */
    private static String escaped(String literal) {
        return literal.replaceAll("([\\\\*?\\[\\]^])", "\\\\$1");
    }

    private void deliverBacklog() {
        if (backlog.isEmpty() || !reads.isClosed()) {
            return;
        }
        for (Map.Entry<RedisKey, Backlog.Entry> e : backlog.dueKeys()) {
            RedisKey key = e.getKey();
            backlog.underWay(e.getValue());
            invalidate(key).whenComplete((n, failure) -> {
                if (failure == null) {
                    invalidatedHere(key, null);
                    backlog.done(key, e.getValue());
                } else {
                    backlog.failedAgain(e.getValue());
                }
            });
        }
        for (Map.Entry<String, Backlog.Entry> e : backlog.duePrefixes()) {
            try {
                if (clearNow(e.getKey(), Long.MAX_VALUE)) {
                    heaps.flush(e.getKey());
                    backlog.doneAll(e.getKey(), e.getValue());
                }
            } catch (Unavailable ex) {
                return;
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    // Health

    private void probe() {
        if (!reads.isClosed()) {
            long start = System.nanoTime();
            commands.ping().whenComplete((pong, failure) -> {
                boolean good = failure == null && System.nanoTime() - start <= settings.timeout.toNanos();
                silentProbes.set(0);
                reads.probed(good);
            });
            if (silentProbes.incrementAndGet() > SILENT_PROBES) {
                silentProbes.set(0);
                link.renew();
            }
            return;
        }
        if (!writes.isClosed()) {
            commands.probeWrite(probeKey).whenComplete((ok, failure) -> writes.probed(failure == null));
        }
        deliverBacklog();
    }

    private void beat() {
        subscription.beat();
        StatefulConnection<byte[], byte[]> c = link.connection();
        if (tracking != null) {
            if (c != null) {
                tracking.follow(c);
            }
            tracking.beat();
        }
        if (reads.isClosed()) {
            readClock();
        }
    }

    /** For tests: waits until all connections are there. */
    boolean awaitReady(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        link.start();
        subscription.start();
        while (link.connection() == null || !hearsAll()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        return true;
    }

    @Override
    public void close() {
        closed = true;
        link.stop();
        subscription.stop();
        if (tracking != null) {
            tracking.stop();
        }
        timer.shutdownNow();
        provenances.stop();
        waiters.wakeAll();
        connector.close().whenComplete((v, t) -> resources.shutdown(0, 1, TimeUnit.SECONDS));
    }
}
