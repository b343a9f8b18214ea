package dev.memoize.shop;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/**
 * A PostgreSQL and a redis-server of our own, on ports of the loopback, with all their files in one folder. Closing
 * stops both and deletes the folder.
 */
final class Servers implements AutoCloseable {
    private static final Duration POSTGRES_START = Duration.ofSeconds(120);
    private static final long REDIS_START_SECONDS = 30;
    private static final long STOP_SECONDS = 10;

    private final Path folder;
    // Guarded by this.
    private EmbeddedPostgres postgres;
    private Process redis;
    private boolean closed;

    Servers() throws IOException {
        folder = Files.createTempDirectory("memoize-shop");
    }

    Path folder() {
        return folder;
    }

    /** Returns its JDBC URL. */
    synchronized String startPostgres() throws IOException {
        checkOpen();
        // It makes its default folder even where it uses another.
        System.setProperty("ot.epg.working-dir", folder.resolve("postgres").toString());
        postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.resolve("postgres").toFile())
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(true)
                .setPGStartupWait(POSTGRES_START)
                // What a table that is thrown away can do without.
                .setServerConfig("fsync", "off")
                .setServerConfig("autovacuum", "off")
                .setServerConfig("shared_buffers", "256MB")
                .setErrorRedirector(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("postgres.log").toFile()))
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("postgres.log").toFile()))
                .start();
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    /** Returns its URI. */
    synchronized String startRedis() throws IOException, InterruptedException {
        checkOpen();
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path log = folder.resolve("redis.log");
        Path executable =
                ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
        redis = new ProcessBuilder(List.of(
                        executable.toString(),
                        "--port",
                        String.valueOf(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                        "--maxmemory",
                        "512mb",
                        "--maxmemory-policy",
                        "allkeys-lru",
                        "--dir",
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(REDIS_START_SECONDS);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return "redis://127.0.0.1:" + port;
            } catch (IOException e) {
                if (System.nanoTime() - end > 0 || !redis.isAlive()) {
                    throw new IOException("redis-server did not start: " + Files.readString(log), e);
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("stopped");
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        stopRedis();
        try {
            stopPostgres();
        } finally {
            delete(folder);
        }
    }

    synchronized void stopRedis() {
        try {
            if (redis != null) {
                redis.destroy();
                if (!redis.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    redis.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            redis.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    synchronized void stopPostgres() throws IOException {
        if (postgres != null) {
            postgres.close();
            postgres = null;
        }
    }

    /** A server that is ending may still delete files of its own. */
    private static void delete(Path folder) throws IOException {
        for (int attempt = 1; Files.exists(folder); attempt++) {
            try {
                Files.walkFileTree(folder, new Deletion());
            } catch (IOException e) {
                if (attempt == 20) {
                    throw e;
                }
                try {
                    TimeUnit.MILLISECONDS.sleep(100);
                } catch (InterruptedException interrupt) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
