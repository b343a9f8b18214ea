package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import java.util.ArrayList;
import java.util.List;
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

    /** Also one that was invalidated while there was no master. */
    @Test
    void tagsAreInvalidatedBeforeDuringAndAfterAFailover() throws Exception {
        AtomicInteger database = new AtomicInteger(1);
        try (Topology servers = Topology.sentinel()) {
            String uri = "redis-sentinel://127.0.0.1:" + servers.sentinelPort + "#shop";
            try (RedisTier a = Server.connected(
                            new RedisTier(new RedisSettings(Server.settingsAt(0, "uri", uri, "timeout", "500ms"))));
                    RedisTier b = Server.connected(
                            new RedisTier(new RedisSettings(Server.settingsAt(0, "uri", uri, "timeout", "500ms"))))) {
                List<Memo1<Integer, Integer>> memos = new ArrayList<>();
                for (RedisTier tier : List.of(a, b)) {
                    memos.add(Memo.builder()
                            .name("tagged")
                            .maxSize(100_000)
                            .tags("all", "n:{0}")
                            .tier(tier, int.class)
                            .function(key -> database.get()));
                }
                Memo1<Integer, Integer> reader = memos.get(0);
                Memo1<Integer, Integer> writer = memos.get(1);
                for (int key = 0; key < 3; key++) {
                    assertThat(reader.apply(key)).isEqualTo(1);
                }
                eventually(() -> reader.tierInfo().stores() == 3);
                eventually(() ->
                        servers.servers.get(1).redis().keys("memoize:tagged:*").size() == 3);
                database.set(2);
                b.invalidateTag("n:0");
                eventually(() -> reader.apply(0) == 2);
                servers.servers.get(0).kill();
                AtomicInteger fresh = new AtomicInteger(10);
                eventually(() -> {
                    writer.apply(fresh.incrementAndGet());
                    return writer.tierInfo().state().equals("open");
                });
                b.invalidateTag("n:1");
                assertThat(writer.apply(1)).as("here, at once").isEqualTo(2);
                eventually(() -> reader.apply(1) == 2);
                eventually(() -> {
                    reader.apply(fresh.incrementAndGet());
                    return reader.tierInfo().state().equals("closed")
                            && writer.tierInfo().state().equals("closed");
                });
                assertThat(reader.apply(2))
                        .as("was not invalidated, and has been replicated")
                        .isEqualTo(1);
                database.set(3);
                b.invalidateTag("all");
                eventually(() -> reader.apply(1) == 3 && reader.apply(2) == 3);
                assertThat(writer.apply(0)).isEqualTo(3);
            }
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
