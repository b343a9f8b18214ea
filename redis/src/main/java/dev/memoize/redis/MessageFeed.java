package dev.memoize.redis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The messages that processes send each other. */
final class MessageFeed implements Feed<StatefulRedisPubSubConnection<byte[], byte[]>> {
    private final byte[] channel;
    private final Consumer<byte[]> received;

    MessageFeed(byte[] channel, Consumer<byte[]> received) {
        this.channel = channel;
        this.received = received;
    }

    @Override
    public void opened(StatefulRedisPubSubConnection<byte[], byte[]> connection, Runnable begun) {
        connection.addListener(new RedisPubSubAdapter<byte[], byte[]>() {
            @Override
            public void subscribed(byte[] name, long count) {
                begun.run();
            }

            @Override
            public void message(byte[] name, byte[] message) {
                received.accept(message);
            }
        });
    }

    @Override
    public CompletionStage<?> ask(StatefulRedisPubSubConnection<byte[], byte[]> connection, Runnable begun) {
        return connection.async().subscribe(channel);
    }

    @Override
    public String refused() {
        return "no messages from Redis, so that heaps may be behind by up to memoize.redis.heapTtl";
    }
}
