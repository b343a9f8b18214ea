package dev.memoize.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Several servers that know each other: three masters of a cluster, or a master, its replica and a sentinel. */
final class Topology implements AutoCloseable {
    final List<Server> servers = new ArrayList<>();
    private Process sentinel;
    int sentinelPort;

    static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The same, and a replica of the first master: {@code servers.get(3)}. */
    static Topology clusterWithAReplica() throws Exception {
        Topology t = cluster();
        Server first = t.servers.get(0);
        Server replica = Server.embedded("--cluster-enabled", "yes", "--cluster-node-timeout", "2000");
        t.servers.add(replica);
        replica.redis().clusterMeet("127.0.0.1", first.port);
        String id = first.redis().clusterMyId();
        until(() -> replica.redis().clusterNodes().contains(id));
        replica.redis().clusterReplicate(id);
        until(() -> replica.redis().info("replication").contains("master_link_status:up"));
        for (Server server : t.servers) {
            until(() -> server.redis().clusterNodes().contains("slave " + id));
        }
        return t;
    }

    static Topology cluster() throws Exception {
        Topology t = new Topology();
        for (int i = 0; i < 3; i++) {
            t.servers.add(Server.embedded("--cluster-enabled", "yes", "--cluster-node-timeout", "2000"));
        }
        Server first = t.servers.get(0);
        for (int i = 0; i < 3; i++) {
            RedisCommands<String, String> redis = t.servers.get(i).redis();
            for (int slot = 16384 * i / 3; slot < 16384 * (i + 1) / 3; slot++) {
                redis.clusterAddSlots(slot);
            }
            if (i > 0) {
                redis.clusterMeet("127.0.0.1", first.port);
            }
        }
        for (Server server : t.servers) {
            until(() -> server.redis().clusterInfo().contains("cluster_state:ok")
                    && server.redis()
                                    .clusterNodes()
                                    .lines()
                                    .filter(l -> l.contains("master"))
                                    .count()
                            == 3);
        }
        return t;
    }

    static Topology sentinel() throws Exception {
        Topology t = new Topology();
        Server master = Server.embedded();
        Server replica = Server.embedded("--replicaof", "127.0.0.1", "" + master.port);
        t.servers.add(master);
        t.servers.add(replica);
        until(() -> replica.redis().info("replication").contains("master_link_status:up"));
        t.sentinelPort = freePort();
        Path folder = Files.createTempDirectory("memoize-sentinel");
        Path configuration = folder.resolve("sentinel.conf");
        Files.writeString(
                configuration,
                "port " + t.sentinelPort + "\nbind 127.0.0.1\ndir " + folder + "\nsentinel monitor shop 127.0.0.1 "
                        + master.port
                        + " 1\nsentinel down-after-milliseconds shop 500\nsentinel failover-timeout shop 3000\n");
        t.sentinel = new ProcessBuilder(Server.embeddedExecutable(), configuration.toString(), "--sentinel")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> t.sentinel.destroyForcibly()));
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + t.sentinelPort);
        try {
            until(() -> {
                try (var connection = client.connectSentinel()) {
                    return "1".equals(connection.sync().master("shop").get("num-slaves"));
                } catch (RuntimeException e) {
                    return false;
                }
            });
        } finally {
            client.shutdown(0, 1, TimeUnit.SECONDS);
        }
        return t;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void until(Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the servers do not come to terms");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Override
    public void close() throws Exception {
        if (sentinel != null) {
            sentinel.destroyForcibly();
        }
        for (Server server : servers) {
            server.close();
        }
    }
}
