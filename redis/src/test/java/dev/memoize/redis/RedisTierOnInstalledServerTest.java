package dev.memoize.redis;

import org.junit.jupiter.api.condition.EnabledIf;

/** The same on the system's redis-server, where there is one. */
@EnabledIf("isInstalled")
final class RedisTierOnInstalledServerTest extends RedisTierTest {
    static boolean isInstalled() {
        return Server.isInstalled();
    }

    @Override
    Server newServer() throws Exception {
        return Server.installed();
    }
}
