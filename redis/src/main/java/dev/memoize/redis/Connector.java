package dev.memoize.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletionStage;

/** Makes connections to one server, or to a cluster. Nothing here waits. */
interface Connector {
    CompletionStage<StatefulConnection<byte[], byte[]>> connect();

    CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> subscribe();

    /** The commands of a connection that {@link #connect} made. */
    RedisClusterAsyncCommands<byte[], byte[]> commands(StatefulConnection<byte[], byte[]> connection);

    /** Ends all connections; completes when they have ended. */
    CompletionStage<Void> close();
}
