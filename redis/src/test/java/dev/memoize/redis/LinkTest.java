package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LinkTest {
    private final ClientResources resources = DefaultClientResources.create();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

    @AfterEach
    void stop() throws Exception {
        timer.shutdownNow();
        resources.shutdown(0, 1, TimeUnit.SECONDS).get();
    }

    @Test
    void wrongPasswordIsToldFromAServerThatIsAway() throws Exception {
        try (Server server = Server.embedded()) {
            server.redis()
                    .aclSetuser(
                            "memoize",
                            AclSetuserArgs.Builder.on().addPassword("sesame").allCommands());
            assertThat(stateAfterOneAttempt(server, "username", "memoize", "password", "simsim"))
                    .startsWith("not connected: WRONGPASS")
                    .doesNotContain("simsim");
            assertThat(stateAfterOneAttempt(server, "uri", "redis://127.0.0.1:" + Topology.freePort()))
                    .startsWith("not connected: Connection refused");
        }
    }

    private String stateAfterOneAttempt(Server server, String... settings) throws Exception {
        RedisSettings all = new RedisSettings(server.settings(settings));
        all.uri.setTimeout(all.connectTimeout);
        ServerConnector connector = new ServerConnector(all, resources);
        Link<?> link = new Link<>(connector::connect, c -> {}, () -> {}, timer, TimeUnit.DAYS.toNanos(1));
        try {
            link.start();
            assertThat(link.firstAttempt().get()).isFalse();
            return link.state();
        } finally {
            link.stop();
            connector.close().toCompletableFuture().get();
        }
    }
}
