package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import io.lettuce.core.AclSetuserArgs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Users with few rights, and connections that are encrypted. */
@Timeout(60)
final class AccessTest {
    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("still not true").isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Everything that sends a command of its own. */
    private static void useAll(RedisTier a, RedisTier b) throws Exception {
        Memo1<String, String> one =
                Memo.builder().name("access").tier(a, String.class).function(key -> key + "!");
        Memo1<String, String> other =
                Memo.builder().name("access").tier(b, String.class).function(key -> key + "?");
        assertThat(one.apply("x")).isEqualTo("x!");
        eventually(() -> one.tierInfo().stores() == 1);
        assertThat(other.apply("x")).isEqualTo("x!");
        one.put("x", "put");
        eventually(() -> other.apply("x").equals("put"));
        assertThat(one.invalidate("x")).isTrue();
        eventually(() -> other.apply("x").equals("x?"));
        one.cacheClear();
        eventually(() -> other.peek("x") == null);
        assertThat(one.tierInfo().failures() + other.tierInfo().failures()).isZero();
    }

    @Test
    void theRightsInTheDocumentationAreEnough() throws Exception {
        try (Server server = Server.embedded()) {
            server.redis()
                    .aclSetuser(
                            "memoize",
                            AclSetuserArgs.Builder.on()
                                    .addPassword("sesame")
                                    .keyPattern("memoize:*")
                                    .resetChannels()
                                    .channelPattern("memoize:*")
                                    .addCategory(io.lettuce.core.AclCategory.READ)
                                    .addCategory(io.lettuce.core.AclCategory.WRITE)
                                    .addCategory(io.lettuce.core.AclCategory.SCRIPTING)
                                    .addCategory(io.lettuce.core.AclCategory.PUBSUB)
                                    .addCategory(io.lettuce.core.AclCategory.CONNECTION)
                                    .addCommand(io.lettuce.core.protocol.CommandType.TIME));
            server.redis().aclSetuser("default", AclSetuserArgs.Builder.resetpass());
            String[] user = {"username", "memoize", "password", "sesame"};
            try (RedisTier a = server.tier(user);
                    RedisTier b = server.tier(user)) {
                useAll(a, b);
            }
        }
    }

    static boolean hasTls() {
        return Server.isInstalled() && Files.isExecutable(Path.of("/usr/bin/openssl"));
    }

    @Test
    @EnabledIf("hasTls")
    void connectionsMayBeEncrypted(@TempDir Path folder) throws Exception {
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("cert.pem");
        new ProcessBuilder(
                        "/usr/bin/openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=127.0.0.1",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start()
                .waitFor();
        int port = Topology.freePort();
        try (Server server = Server.installed(
                "--tls-port",
                "" + port,
                "--tls-cert-file",
                certificate.toString(),
                "--tls-key-file",
                key.toString(),
                "--tls-auth-clients",
                "no")) {
            Path trusted = folder.resolve("trusted.p12");
            new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-importcert",
                            "-noprompt",
                            "-alias",
                            "redis",
                            "-file",
                            certificate.toString(),
                            "-keystore",
                            trusted.toString(),
                            "-storepass",
                            "changeit"))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log2").toFile())
                    .start()
                    .waitFor();
            String uri = "rediss://127.0.0.1:" + port;
            try (RedisTier untrusting = new RedisTier(new RedisSettings(Server.settingsAt(0, "uri", uri)))) {
                Memo1<String, String> memo = Memo.builder()
                        .name("tls")
                        .tier(untrusting, String.class)
                        .function(k -> "computed");
                assertThat(memo.apply("x")).as("its certificate is not trusted").isEqualTo("computed");
                assertThat(memo.tierInfo().stores()).isZero();
            }
            String[] trust = {"trustStore", "trustStorePassword"};
            System.setProperty("javax.net.ssl." + trust[0], trusted.toString());
            System.setProperty("javax.net.ssl." + trust[1], "changeit");
            try (RedisTier a = Server.connected(new RedisTier(new RedisSettings(Server.settingsAt(0, "uri", uri))));
                    RedisTier b =
                            Server.connected(new RedisTier(new RedisSettings(Server.settingsAt(0, "uri", uri))))) {
                useAll(a, b);
            } finally {
                System.clearProperty("javax.net.ssl." + trust[0]);
                System.clearProperty("javax.net.ssl." + trust[1]);
            }
        }
    }
}
