package dev.memoize.benchmarks.tier;

import dev.memoize.Memoize;

final class MemoizePeer implements TierPeer {
    @Memoize(maxSize = 10_000, ttl = "10m", tier = "redis")
    private static Item wovenNear(long id) {
        return Item.of(id);
    }

    @Memoize(maxSize = 1, ttl = "10m", tier = "redis")
    private static Item wovenFar(long id) {
        return Item.of(id);
    }

    @Override
    public String name() {
        return "**Memoize**";
    }

    @Override
    public Item near(long id) {
        return wovenNear(id);
    }

    @Override
    public Item far(long id) {
        return wovenFar(id);
    }
}
