package dev.memoize.redis;

import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A cluster. Lettuce follows moved slots and new masters, and connects to nodes again by itself; every subscription
 * that it renews is one after which messages may have been missed.
 */
final class ClusterConnector implements Connector {
    private final RedisSettings settings;
    private final RedisClusterClient client;
    /** For connections to one node each, which {@link Link} makes anew and not Lettuce. */
    private final RedisClient nodes;

    ClusterConnector(RedisSettings settings, ClientResources resources) {
        this.settings = settings;
        this.client = RedisClusterClient.create(resources, settings.uri);
        ClusterClientOptions.Builder options = ClusterClientOptions.builder()
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(Duration.ofSeconds(10))
                        .adaptiveRefreshTriggersTimeout(Duration.ofMillis(500))
                        .build());
        // Not REJECT_COMMANDS, as with one server: a node's connection is only made when it is first needed.
        options.requestQueueSize(10_000)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.connectTimeout)
                        .build());
        client.setOptions(options.build());
        this.nodes = RedisClient.create(resources);
        nodes.setOptions(ServerConnector.options(settings));
    }

    @Override
    public CompletionStage<StatefulConnection<byte[], byte[]>> connect() {
        return client.refreshPartitionsAsync()
                .thenCompose(done -> client.connectAsync(ByteArrayCodec.INSTANCE))
                .thenApply(Function.identity());
    }

    @Override
    public CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> subscribe() {
        return client.refreshPartitionsAsync()
                .thenCompose(done -> client.connectPubSubAsync(ByteArrayCodec.INSTANCE))
                .thenApply(Function.identity());
    }

    @Override
    public RedisClusterAsyncCommands<byte[], byte[]> commands(StatefulConnection<byte[], byte[]> connection) {
        return ((StatefulRedisClusterConnection<byte[], byte[]>) connection).async();
    }

    @Override
    public Collection<RedisURI> masters(StatefulConnection<byte[], byte[]> connection) {
        Set<RedisURI> masters = new HashSet<>();
        for (RedisClusterNode node : ((StatefulRedisClusterConnection<byte[], byte[]>) connection).getPartitions()) {
            // One that has failed is still the master of its slots until another one is.
            if (node.is(NodeFlag.UPSTREAM) && (!node.getSlots().isEmpty() || !node.is(NodeFlag.FAIL))) {
                masters.add(RedisURI.builder(settings.uri)
                        .withHost(node.getUri().getHost())
                        .withPort(node.getUri().getPort())
                        .build());
            }
        }
        return masters;
    }

    @Override
    public CompletionStage<StatefulRedisConnection<byte[], byte[]>> connectTo(RedisURI master) {
        return nodes.connectAsync(ByteArrayCodec.INSTANCE, master);
    }

    @Override
    public void findMasters() {
        client.refreshPartitionsAsync();
    }

    @Override
    public CompletionStage<Void> close() {
        return nodes.shutdownAsync(0, 1, TimeUnit.SECONDS)
                .thenCompose(done -> client.shutdownAsync(0, 1, TimeUnit.SECONDS));
    }
}
