package dev.memoize.redis;

import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.protocol.ProtocolVersion;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The keys of the namespace that anybody writes on one master: tracking in broadcast mode, which RESP3 pushes.
 *
 * <p>{@code NOLOOP} would change nothing: it leaves out what the same connection writes, and this one writes nothing.
 */
final class KeyFeed implements Feed<StatefulRedisConnection<byte[], byte[]>> {
    private final String prefix;
    private final Consumer<byte[]> written;
    private final Runnable flushed;

    /**
     * @param prefix what the keys begin with
     * @param written takes the name of each key that was written, has expired or was evicted
     * @param flushed called when all keys were deleted
     */
    KeyFeed(String prefix, Consumer<byte[]> written, Runnable flushed) {
        this.prefix = prefix;
        this.written = written;
        this.flushed = flushed;
    }

    @Override
    public void opened(StatefulRedisConnection<byte[], byte[]> connection, Runnable begun) {
        PushListener listener = message -> {
            if (message.getType().equals("invalidate")) {
                Object keys = message.getContent(KeyFeed::bytes).get(1);
                if (keys == null) {
                    flushed.run();
                } else {
                    ((List<?>) keys).forEach(key -> written.accept((byte[]) key));
                }
            }
        };
        connection.addListener(listener);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public CompletionStage<?> ask(StatefulRedisConnection<byte[], byte[]> connection, Runnable begun) {
        if (connection instanceof StatefulRedisConnectionImpl
                && ((StatefulRedisConnectionImpl<?, ?>) connection)
                                .getConnectionState()
                                .getNegotiatedProtocolVersion()
                        != ProtocolVersion.RESP3) {
            // It would say yes, and then nothing.
            return CompletableFuture.failedFuture(
                    new IllegalStateException("the server does not speak RESP3, as Redis 6 does"));
        }
        RedisAsyncCommands<byte[], byte[]> redis = connection.async();
        // Off first: where it is on already, it is not turned on with another prefix.
        return redis.clientTracking(TrackingArgs.Builder.enabled(false))
                .thenCompose(off -> redis.clientTracking(
                        TrackingArgs.Builder.enabled().bcast().prefixes(prefix)))
                .thenRun(begun);
    }

    @Override
    public String refused() {
        return "Redis does not tell which keys are written (memoize.redis.tracking), so that what others than memoize"
                + " change may stay in heaps for up to memoize.redis.heapTtl";
    }
}
