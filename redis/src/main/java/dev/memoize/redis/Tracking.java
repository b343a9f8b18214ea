package dev.memoize.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which keys anybody writes, on whichever master: a {@link KeyFeed} from each, since a master of a cluster tells of its
 * own keys alone. Masters that come later are followed too.
 *
 * <p>The map is guarded by this object's monitor, under which nothing of Lettuce's is called.
 */
final class Tracking {
    private final Connector connector;
    private final KeyFeed feed;
    private final Runnable missed;
    private final ScheduledExecutorService timer;
    private final long retryNanos;
    private final Map<RedisURI, Subscription<StatefulRedisConnection<byte[], byte[]>>> masters = new HashMap<>();
    private final AtomicBoolean complained = new AtomicBoolean();
    private boolean stopped;

    Tracking(Connector connector, KeyFeed feed, Runnable missed, ScheduledExecutorService timer, long retryNanos) {
        this.connector = connector;
        this.feed = feed;
        this.missed = missed;
        this.timer = timer;
        this.retryNanos = retryNanos;
    }

    /** Follows the masters that {@code connection} knows of, and no others. */
    void follow(StatefulConnection<byte[], byte[]> connection) {
        Collection<RedisURI> now = connector.masters(connection);
        List<Subscription<?>> gone = new ArrayList<>();
        List<Subscription<?>> come = new ArrayList<>();
        synchronized (this) {
            if (stopped) {
                return;
            }
            masters.entrySet().removeIf(e -> {
                boolean isGone = !now.contains(e.getKey());
                if (isGone) {
                    gone.add(e.getValue());
                }
                return isGone;
            });
            for (RedisURI master : now) {
                if (!masters.containsKey(master)) {
                    Subscription<StatefulRedisConnection<byte[], byte[]>> fresh = new Subscription<>(
                            () -> connector.connectTo(master), feed, missed, () -> {}, complained, timer, retryNanos);
                    masters.put(master, fresh);
                    come.add(fresh);
                }
            }
        }
        come.forEach(Subscription::start);
        gone.forEach(Subscription::stop);
    }

    private synchronized List<Subscription<?>> all() {
        return new ArrayList<>(masters.values());
    }

    /** Whether no write is missed, or the server refuses to tell and it is of no use to wait for it. */
    boolean isSettled() {
        List<Subscription<?>> all = all();
        return !all.isEmpty() && all.stream().allMatch(s -> s.isActive() || s.isRefused());
    }

    boolean isActive() {
        List<Subscription<?>> all = all();
        return !all.isEmpty() && all.stream().allMatch(Subscription::isActive);
    }

    /** Called now and then. */
    void beat() {
        all().forEach(Subscription::beat);
        if (!isSettled()) {
            connector.findMasters();
        }
    }

    void stop() {
        synchronized (this) {
            stopped = true;
        }
        all().forEach(Subscription::stop);
    }
}
