package dev.memoize.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A connection on which a server tells of what happens. Whenever it is new, or was silent, something may have been
 * missed, and {@code missed} is called once the server has begun to tell.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what failed is counted where it was sent
final class Subscription<C extends StatefulRedisConnection<byte[], byte[]>> {
    private static final System.Logger LOG = System.getLogger("dev.memoize.redis");
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Link<C> link;
    private final Feed<C> feed;
    private final Runnable missed;
    private final AtomicBoolean complained;

    private volatile boolean begun;
    private volatile boolean refused;
    private volatile long heardNanos;

    /** @param complained whether the log has a refusal already; several subscriptions to one thing say it once */
    Subscription(
            Supplier<CompletionStage<C>> connector,
            Feed<C> feed,
            Runnable missed,
            Runnable lost,
            AtomicBoolean complained,
            ScheduledExecutorService timer,
            long retryNanos) {
        this.feed = feed;
        this.missed = missed;
        this.complained = complained;
        this.link = new Link<>(connector, this::opened, lost, timer, retryNanos);
    }

    void start() {
        link.start();
    }

    private void opened(C connection) {
        begun = false;
        refused = false;
        heardNanos = System.nanoTime();
        feed.opened(connection, this::begun);
        ask(connection);
    }

    private void begun() {
        heardNanos = System.nanoTime();
        missed.run();
        begun = true;
    }

    private void ask(C connection) {
        feed.ask(connection, this::begun).whenComplete((done, failure) -> {
            if (failure == null) {
                refused = false;
                complained.set(false);
            } else if (connection.isOpen()) {
                refused = true;
                if (complained.compareAndSet(false, true)) {
                    LOG.log(Level.WARNING, () -> feed.refused() + ": " + Commands.why(Commands.unwrap(failure)));
                }
            }
        });
    }

    /** Whether the server tells. */
    boolean isActive() {
        return begun && link.connection() != null;
    }

    /** Whether the server does not want to tell. */
    boolean isRefused() {
        return refused;
    }

    /** Asks for a sign of life; gives the connection up when there was none for some time. Called now and then. */
    void beat() {
        C connection = link.connection();
        if (connection == null) {
            return;
        }
        if (System.nanoTime() - heardNanos > SILENCE_NANOS) {
            begun = false;
            link.renew();
            return;
        }
        if (!begun) {
            ask(connection);
        }
        connection.async().ping().thenAccept(pong -> heardNanos = System.nanoTime());
    }

    void stop() {
        link.stop();
    }
}
