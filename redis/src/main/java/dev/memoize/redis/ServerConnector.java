package dev.memoize.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One server, or the master that sentinels name. Lettuce does not connect again by itself: {@link Link} does, at its
 * own pace, and asks the sentinels anew.
 */
final class ServerConnector implements Connector {
    private final RedisSettings settings;
    private final RedisClient client;

    ServerConnector(RedisSettings settings, ClientResources resources) {
        this.settings = settings;
        this.client = RedisClient.create(resources, settings.uri);
        client.setOptions(options(settings));
    }

    static ClientOptions options(RedisSettings settings) {
        return ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(10_000)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.connectTimeout)
                        .build())
                .build();
    }

    @Override
    public CompletionStage<StatefulConnection<byte[], byte[]>> connect() {
        return client.connectAsync(ByteArrayCodec.INSTANCE, settings.uri).thenApply(Function.identity());
    }

    @Override
    public CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> subscribe() {
        return client.connectPubSubAsync(ByteArrayCodec.INSTANCE, settings.uri);
    }

    @Override
    public RedisClusterAsyncCommands<byte[], byte[]> commands(StatefulConnection<byte[], byte[]> connection) {
        return ((StatefulRedisConnection<byte[], byte[]>) connection).async();
    }

    @Override
    public Collection<RedisURI> masters(StatefulConnection<byte[], byte[]> connection) {
        return List.of(settings.uri);
    }

    @Override
    public CompletionStage<StatefulRedisConnection<byte[], byte[]>> connectTo(RedisURI master) {
        return client.connectAsync(ByteArrayCodec.INSTANCE, master);
    }

    @Override
    public void findMasters() {
        // The sentinels are asked whenever a connection is made.
    }

    @Override
    public CompletionStage<Void> close() {
        return client.shutdownAsync(0, 1, TimeUnit.SECONDS);
    }
}
