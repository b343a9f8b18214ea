package dev.memoize.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletionStage;

/** What a server tells by itself on a connection, once it was asked to. Nothing here waits. */
interface Feed<C extends StatefulRedisConnection<byte[], byte[]>> {
    /**
     * A new connection, on which nothing was asked yet.
     *
     * @param begun to be called whenever the server begins to tell: what happened before was missed
     */
    void opened(C connection, Runnable begun);

    /** Asks the server to tell. May be called again where that was refused. */
    CompletionStage<?> ask(C connection, Runnable begun);

    /** What it means when the server refuses. */
    String refused();
}
