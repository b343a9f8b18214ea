package dev.memoize.redis;

import static dev.memoize.tier.TierProcesses.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A slot of a cluster moves to another master while processes use its keys. */
@Timeout(120)
final class ReshardingTest {
    private static final int KEY = 1;

    private final AtomicInteger database = new AtomicInteger(1);
    private final List<RedisTier> tiers = new ArrayList<>();
    private Topology cluster;
    private int slot;
    private Server from;
    private Server to;

    @BeforeEach
    void start() throws Exception {
        cluster = Topology.cluster();
        slot = Math.toIntExact(cluster.servers.get(0).redis().clusterKeyslot(keyOf(KEY)));
        int owner = 0;
        while (slot >= 16384 * (owner + 1) / 3) {
            owner++;
        }
        from = cluster.servers.get(owner);
        to = cluster.servers.get((owner + 1) % 3);
    }

    @AfterEach
    void stop() throws Exception {
        tiers.forEach(RedisTier::close);
        cluster.close();
    }

    private Memo1<Integer, Integer> memo(String... settings) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("cluster", "true"));
        all.addAll(List.of(settings));
        RedisTier tier = to.tier(all.toArray(new String[0]));
        tiers.add(tier);
        return Memo.builder().name("moving").tier(tier, Integer.class).function(key -> database.get());
    }

    private static String keyOf(int argument) {
        byte[] prefix = "memoize:moving::".getBytes(StandardCharsets.UTF_8);
        return RedisKey.of(prefix, CanonicalKey.of(new Object[] {argument}, true))
                .toString();
    }

    private void beginToMove() {
        to.redis().clusterSetSlotImporting(slot, from.redis().clusterMyId());
        from.redis().clusterSetSlotMigrating(slot, to.redis().clusterMyId());
    }

    private void moveKeys() {
        for (String key : from.redis().clusterGetKeysInSlot(slot, 1000)) {
            from.redis().migrate("127.0.0.1", to.port, key, 0, 10_000);
        }
    }

    private void endMove() {
        String id = to.redis().clusterMyId();
        to.redis().clusterSetSlotNode(slot, id);
        from.redis().clusterSetSlotNode(slot, id);
        for (Server server : cluster.servers) {
            server.redis().clusterSetSlotNode(slot, id);
        }
    }

    @Test
    void everyCallIsAnsweredRightlyInEachStateOfTheMove() throws Exception {
        Memo1<Integer, Integer> one = memo();
        Memo1<Integer, Integer> other = memo();
        List<Runnable> steps = List.of(() -> {}, this::beginToMove, this::moveKeys, this::endMove, () -> {});
        for (Runnable step : steps) {
            step.run();
            for (int i = 0; i < 5; i++) {
                int now = database.incrementAndGet();
                one.invalidate(KEY);
                assertThat(one.apply(KEY)).as("after the invalidation, here").isEqualTo(now);
                eventually(() -> other.apply(KEY) == now);
            }
        }
        assertThat(one.tierInfo().failures() + other.tierInfo().failures()).isZero();
        assertThat(one.tierInfo().state()).isEqualTo("closed");
        long stores = one.tierInfo().stores() + other.tierInfo().stores();
        assertThat(stores).as("results are stored at the new master").isPositive();
        assertThat(to.redis().exists(keyOf(KEY))).isEqualTo(1);
    }

    @Test
    void whatAStrangerDeletesAtTheNewMasterDoesNotStay() throws Exception {
        Memo1<Integer, Integer> memo = memo("tracking", "true");
        memo.apply(KEY);
        eventually(() -> memo.tierInfo().stores() == 1);
        beginToMove();
        moveKeys();
        endMove();
        assertThat(to.redis().exists(keyOf(KEY))).isEqualTo(1);
        assertThat(memo.apply(KEY)).isEqualTo(1);
        database.set(2);
        to.redis().del(keyOf(KEY));
        eventually(() -> memo.apply(KEY) == 2);
    }
}
