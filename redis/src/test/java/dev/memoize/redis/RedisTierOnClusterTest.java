package dev.memoize.redis;

import dev.memoize.spi.RemoteTier;
import dev.memoize.tier.RemoteTierContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract of all tiers, on a cluster of three. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedisTierOnClusterTest extends RemoteTierContract {
    private Topology cluster;

    @BeforeAll
    void startServers() throws Exception {
        cluster = Topology.cluster();
    }

    @AfterAll
    void stopServers() throws Exception {
        cluster.close();
    }

    @Override
    protected RemoteTier newProcess() throws Exception {
        return cluster.servers.get(0).tier("cluster", "true");
    }
}
