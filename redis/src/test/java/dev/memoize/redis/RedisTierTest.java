package dev.memoize.redis;

import dev.memoize.spi.RemoteTier;
import dev.memoize.tier.RemoteTierContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract of all tiers, on the server that comes with a test dependency. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisTierTest extends RemoteTierContract {
    private Server server;

    Server newServer() throws Exception {
        return Server.embedded();
    }

    @BeforeAll
    void startServer() throws Exception {
        server = newServer();
    }

    @AfterAll
    void stopServer() throws Exception {
        server.close();
    }

    @Override
    protected RemoteTier newProcess() throws Exception {
        return server.tier();
    }
}
