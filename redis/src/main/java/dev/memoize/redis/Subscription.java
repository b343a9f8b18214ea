package dev.memoize.redis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The connection on which messages come. Whenever it is new, or was silent, messages may have been missed, and
 * {@code missed} is called once it is subscribed.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what failed is counted where it was sent
final class Subscription {
    private static final System.Logger LOG = System.getLogger("dev.memoize.redis");
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Link<StatefulRedisPubSubConnection<byte[], byte[]>> link;
    private final byte[] channel;
    private final Consumer<byte[]> received;
    private final Runnable missed;

    private volatile boolean subscribed;
    private volatile boolean complained;
    private volatile long heardNanos;

    Subscription(
            Supplier<CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>>> connector,
            byte[] channel,
            Consumer<byte[]> received,
            Runnable missed,
            Runnable lost,
            ScheduledExecutorService timer,
            long retryNanos) {
        this.channel = channel;
        this.received = received;
        this.missed = missed;
        this.link = new Link<>(connector, this::opened, lost, timer, retryNanos);
    }

    void start() {
        link.start();
    }

    private void opened(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
        subscribed = false;
        heardNanos = System.nanoTime();
        connection.addListener(new RedisPubSubAdapter<byte[], byte[]>() {
            @Override
            public void subscribed(byte[] name, long count) {
                heardNanos = System.nanoTime();
                missed.run();
                subscribed = true;
            }

            @Override
            public void message(byte[] name, byte[] message) {
                received.accept(message);
            }
        });
        subscribe(connection);
    }

    private void subscribe(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
        connection.async().subscribe(channel).whenComplete((done, failure) -> {
            if (failure == null) {
                complained = false;
            } else if (!complained && connection.isOpen()) {
                complained = true;
                LOG.log(
                        Level.WARNING,
                        () -> "no messages from Redis, so that heaps may be behind by up to memoize.redis.heapTtl: "
                                + Commands.why(Commands.unwrap(failure)));
            }
        });
    }

    boolean isSubscribed() {
        return subscribed && link.connection() != null;
    }

    /** Asks for a sign of life; gives the connection up when there was none for some time. Called now and then. */
    void beat() {
        StatefulRedisPubSubConnection<byte[], byte[]> connection = link.connection();
        if (connection == null) {
            return;
        }
        if (System.nanoTime() - heardNanos > SILENCE_NANOS) {
            subscribed = false;
            link.renew();
            return;
        }
        if (!subscribed) {
            subscribe(connection);
        }
        connection.async().ping().thenAccept(pong -> heardNanos = System.nanoTime());
    }

    void stop() {
        link.stop();
    }
}
