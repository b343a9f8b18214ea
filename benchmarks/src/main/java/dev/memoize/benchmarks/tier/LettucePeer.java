package dev.memoize.benchmarks.tier;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

/** The floor: a GET of a String and nothing else. */
final class LettucePeer implements TierPeer {
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final RedisCommands<String, String> commands;

    LettucePeer(String uri) {
        client = RedisClient.create(uri);
        connection = client.connect();
        commands = connection.sync();
    }

    @Override
    public String name() {
        return "Lettuce GET (the floor: no codec, no heap)";
    }

    @Override
    public boolean hasHeap() {
        return false;
    }

    @Override
    public boolean computes() {
        return false;
    }

    @Override
    public Item far(long id) {
        String stored = commands.get("bare:" + id);
        if (stored == null) {
            Item item = Item.of(id);
            commands.set("bare:" + id, item.name() + item.description());
            return item;
        }
        return new Item(id, stored, stored, id * 31);
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }
}
