package dev.memoize.redis;

import dev.memoize.spi.RemoteTier;
import dev.memoize.tier.RemoteTierContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract of all tiers, where heaps follow what strangers do: tiers themselves are none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedisTierWithTrackingTest extends RemoteTierContract {
    private Server server;

    @BeforeAll
    void startServer() throws Exception {
        server = Server.embedded();
    }

    @AfterAll
    void stopServer() throws Exception {
        server.close();
    }

    @Override
    protected RemoteTier newProcess() throws Exception {
        return server.tier("tracking", "true");
    }
}
