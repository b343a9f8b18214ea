package dev.memoize.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Collection;
import java.util.concurrent.CompletionStage;

/** Makes connections to one server, or to a cluster. Nothing here waits. */
interface Connector {
    CompletionStage<StatefulConnection<byte[], byte[]>> connect();

    CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> subscribe();

    /** The commands of a connection that {@link #connect} made. */
    RedisClusterAsyncCommands<byte[], byte[]> commands(StatefulConnection<byte[], byte[]> connection);

    /**
     * Where keys are written now, as far as that connection knows. Each of these tells of writes of its own keys alone.
     */
    Collection<RedisURI> masters(StatefulConnection<byte[], byte[]> connection);

    CompletionStage<StatefulRedisConnection<byte[], byte[]>> connectTo(RedisURI master);

    /** Has {@link #masters} looked up anew. */
    void findMasters();

    /** Ends all connections; completes when they have ended. */
    CompletionStage<Void> close();
}
