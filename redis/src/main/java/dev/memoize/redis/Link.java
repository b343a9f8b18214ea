package dev.memoize.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is opened again whenever it ends. Nothing here waits.
 *
 * <p>The fields are guarded by this object's monitor, under which nothing of Lettuce's or ours is called;
 * {@code connection} may be read without.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what failed is counted where it was sent
final class Link<C extends StatefulConnection<byte[], byte[]>> {
    private static final String UNCONNECTED = "not connected";

    private final Supplier<CompletionStage<C>> connector;
    private final Consumer<C> opened;
    private final Runnable ended;
    private final ScheduledExecutorService timer;
    private final long retryNanos;
    private final CompletableFuture<Boolean> firstAttempt = new CompletableFuture<>();

    private volatile @Nullable C connection;
    private volatile String state = UNCONNECTED;
    private boolean started;
    private boolean connecting;
    private boolean closed;

    /**
     * @param opened called once for each connection, when it can be used
     * @param ended called when it has been lost
     */
    Link(
            Supplier<CompletionStage<C>> connector,
            Consumer<C> opened,
            Runnable ended,
            ScheduledExecutorService timer,
            long retryNanos) {
        this.connector = connector;
        this.opened = opened;
        this.ended = ended;
        this.timer = timer;
        this.retryNanos = retryNanos;
    }

    /** Begins to connect, if it has not begun. */
    void start() {
        synchronized (this) {
            if (started) {
                return;
            }
            started = true;
        }
        connect();
    }

    /** The connection if there is one. */
    @Nullable
    C connection() {
        return connection;
    }

    /** Why there is none, as the log tells it: a wrong password is to be told from a server that is away. */
    String state() {
        return state;
    }

    /** Completes when the first attempt has ended, well or not. */
    CompletableFuture<Boolean> firstAttempt() {
        return firstAttempt;
    }

    private void connect() {
        synchronized (this) {
            if (closed || connecting || connection != null) {
                return;
            }
            connecting = true;
        }
        CompletionStage<C> attempt;
        try {
            attempt = connector.get();
        } catch (RuntimeException e) {
            attempt = CompletableFuture.failedFuture(e);
        }
        attempt.whenComplete((c, failure) -> {
            if (c != null) {
                connected(c);
            } else {
                state = UNCONNECTED + ": " + Commands.why(innermost(failure));
                synchronized (this) {
                    connecting = false;
                }
                retry();
            }
            firstAttempt.complete(c != null);
        });
    }

    private static @Nullable Throwable innermost(@Nullable Throwable failure) {
        Throwable t = failure;
        while (t != null && t.getCause() != null) {
            t = t.getCause();
        }
        return t;
    }

    private void connected(C c) {
        state = UNCONNECTED;
        c.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                lost(c);
            }
        });
        boolean unwanted;
        synchronized (this) {
            connecting = false;
            unwanted = closed;
            if (!unwanted) {
                connection = c;
            }
        }
        if (unwanted) {
            c.closeAsync();
            return;
        }
        opened.accept(c);
        if (!c.isOpen()) {
            lost(c);
        }
    }

    private void lost(C c) {
        synchronized (this) {
            if (connection != c) {
                return;
            }
            connection = null;
        }
        if (c.isOpen()) {
            c.closeAsync();
        }
        ended.run();
        retry();
    }

    /** Gives up a connection that nothing is heard from. */
    void renew() {
        C c = connection;
        if (c != null) {
            lost(c);
        }
    }

    private void retry() {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        timer.schedule(this::connect, retryNanos, TimeUnit.NANOSECONDS);
    }

    /** Connects no more. */
    void stop() {
        C c;
        synchronized (this) {
            closed = true;
            c = connection;
            connection = null;
        }
        if (c != null) {
            c.closeAsync();
        }
    }
}
