package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The master that a sentinel names dies; the sentinel names another. */
@Timeout(90)
final class SentinelTest {
    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("still not true").isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    @Test
    void newMasterIsUsedAfterAFailover() throws Exception {
        AtomicInteger database = new AtomicInteger(1);
        try (Topology servers = Topology.sentinel()) {
            String uri = "redis-sentinel://127.0.0.1:" + servers.sentinelPort + "#shop";
            try (RedisTier a = Server.connected(
                            new RedisTier(new RedisSettings(Server.settingsAt(0, "uri", uri, "timeout", "500ms"))));
                    RedisTier b = Server.connected(
                            new RedisTier(new RedisSettings(Server.settingsAt(0, "uri", uri, "timeout", "500ms"))))) {
                Memo1<Integer, Integer> reader = Memo.builder()
                        .name("failover")
                        .maxSize(100_000)
                        .tier(a, int.class)
                        .function(key -> database.get());
                Memo1<Integer, Integer> writer = Memo.builder()
                        .name("failover")
                        .maxSize(100_000)
                        .tier(b, int.class)
                        .function(key -> database.get());
                assertThat(reader.apply(0)).isEqualTo(1);
                eventually(() -> reader.tierInfo().stores() == 1);
                long flushes = reader.tierInfo().flushes();
                servers.servers.get(0).kill();
                AtomicInteger fresh = new AtomicInteger();
                eventually(() -> {
                    assertThat(reader.apply(fresh.incrementAndGet())).isEqualTo(1);
                    return reader.tierInfo().state().equals("open");
                });
                long stores = reader.tierInfo().stores();
                eventually(() -> {
                    assertThat(reader.apply(fresh.incrementAndGet())).isEqualTo(1);
                    return reader.tierInfo().stores() > stores;
                });
                eventually(() -> reader.tierInfo().flushes() > flushes);
                assertThat(servers.servers.get(1).redis().keys("memoize:failover:*"))
                        .isNotEmpty();
                database.set(2);
                writer.invalidate(0);
                eventually(() -> reader.apply(0) == 2);
            }
        }
    }
}
