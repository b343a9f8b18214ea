package dev.memoize.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** A real redis-server on a port of the loopback, which tests may stop, kill and start again. */
final class Server implements AutoCloseable {
    private final String executable;
    private final List<String> options;
    final int port;
    private final Path folder;
    private final RedisClient client;
    private Process process;
    private StatefulRedisConnection<String, String> connection;

    private Server(String executable, String... options) throws Exception {
        this.executable = executable;
        this.options = List.of(options);
        this.folder = Files.createTempDirectory("memoize-redis");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
        this.client = RedisClient.create(RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withTimeout(Duration.ofSeconds(10))
                .build());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
        start();
    }

    /** The one that comes with a test dependency: 6.2. */
    static Server embedded(String... options) throws Exception {
        return new Server(embeddedExecutable(), options);
    }

    static String embeddedExecutable() throws IOException {
        return ExecutableProvider.newJarResourceProvider().get().getAbsolutePath();
    }

    static boolean isInstalled() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(folder, "redis-server"))) {
                return true;
            }
        }
        return false;
    }

    /** The one that the system has. */
    static Server installed(String... options) throws Exception {
        return new Server("redis-server", options);
    }

    void start() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                executable,
                "--port",
                "" + port,
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder.toString()));
        command.addAll(options);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try {
                InetAddress loopback = InetAddress.getLoopbackAddress();
                new java.net.Socket(loopback, port).close();
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end || !process.isAlive()) {
                    throw new IllegalStateException(Files.readString(folder.resolve("log")), e);
                }
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    /** A client of the test's own. */
    synchronized RedisCommands<String, String> redis() {
        if (connection == null || !connection.isOpen()) {
            connection = client.connect();
        }
        return connection.sync();
    }

    StatefulRedisConnection<byte[], byte[]> bytes() {
        return client.connect(io.lettuce.core.codec.ByteArrayCodec.INSTANCE);
    }

    void freeze() throws Exception {
        signal("STOP");
    }

    void thaw() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    }

    void kill() throws Exception {
        process.destroyForcibly().waitFor();
    }

    Map<String, String> settings(String... more) {
        return settingsAt(port, more);
    }

    static Map<String, String> settingsAt(int port, String... more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("uri", "redis://127.0.0.1:" + port);
        // Most tests are not about time, and the machine may be busy.
        settings.put("timeout", "5s");
        settings.put("connectTimeout", "5s");
        // -Dredis.tracking=true repeats all tests with it.
        settings.put("tracking", "" + Boolean.getBoolean("redis.tracking"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    RedisTier tier(String... more) throws InterruptedException {
        return connected(new RedisTier(new RedisSettings(settings(more))));
    }

    static RedisTier connected(RedisTier tier) throws InterruptedException {
        if (!tier.awaitReady(20_000)) {
            throw new IllegalStateException("not connected");
        }
        return tier;
    }

    @Override
    public void close() throws Exception {
        client.shutdownAsync(0, 1, TimeUnit.SECONDS);
        kill();
    }
}
