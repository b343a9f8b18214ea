package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.spi.TierInfo;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stranger changes while nobody can be told of it; and servers that do not tell. */
@Timeout(120)
final class TrackingOutageTest {
    private static final Logger LOG = Logger.getLogger("dev.memoize.redis");

    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            synchronized (logged) {
                logged.add(record.getLevel() + " " + record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicInteger database = new AtomicInteger(1);

    @BeforeEach
    void listen() {
        LOG.setUseParentHandlers(false);
        LOG.addHandler(handler);
    }

    @AfterEach
    void stop() throws Exception {
        LOG.removeHandler(handler);
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private <T extends AutoCloseable> T closing(T it) {
        open.add(it);
        return it;
    }

    private RedisTier tier(int port, String... more) throws InterruptedException {
        List<String> settings = new ArrayList<>(List.of("tracking", "true", "timeout", "500ms", "probe", "50ms"));
        settings.addAll(List.of(more));
        return closing(Server.connected(
                new RedisTier(new RedisSettings(Server.settingsAt(port, settings.toArray(new String[0]))))));
    }

    private Memo1<Integer, Integer> memo(RedisTier tier) {
        return Memo.builder()
                .name("tracked")
                .maxSize(100_000)
                .tier(tier, Integer.class)
                .function(key -> database.get());
    }

    private static String keyOf(int argument) {
        byte[] prefix = "memoize:tracked::".getBytes(StandardCharsets.UTF_8);
        return RedisKey.of(prefix, CanonicalKey.of(new Object[] {argument}, true))
                .toString();
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("still not true").isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static void stored(Memo1<Integer, Integer> memo, int key) throws InterruptedException {
        while (true) {
            TierInfo before = memo.tierInfo();
            memo.apply(key);
            eventually(() -> memo.tierInfo().stores() > before.stores() || wasNotStored(before, memo.tierInfo()));
            if (memo.tierInfo().stores() > before.stores()) {
                return;
            }
            memo.invalidate(key);
        }
    }

    /** As when the machine is so busy that Redis does not answer in time. */
    private static boolean wasNotStored(TierInfo before, TierInfo after) {
        return after.failures() + after.skipped() + after.rejected()
                > before.failures() + before.skipped() + before.rejected();
    }

    @Test
    void whatIsDeletedWhileTheLinkIsCutDoesNotStay() throws Exception {
        Server server = closing(Server.embedded());
        FaultProxy proxy = closing(new FaultProxy(server.port));
        Memo1<Integer, Integer> memo = memo(tier(proxy.port()));
        stored(memo, 1);
        proxy.refusing = true;
        proxy.cut();
        database.set(2);
        server.redis().del(keyOf(1));
        proxy.refusing = false;
        eventually(() -> memo.apply(1) == 2);
        eventually(() -> memo.tierInfo().state().equals("closed"));
        // Another key: the result of this one may be of a time when it could not be stored.
        stored(memo, 2);
        database.set(3);
        server.redis().del(keyOf(2));
        eventually(() -> memo.apply(2) == 3);
    }

    /** The messages of the other processes go on meanwhile, so that nothing else empties the heap. */
    @Test
    void whatIsDeletedWhenOnlyTheTrackingConnectionEndsDoesNotStay() throws Exception {
        Server server = closing(Server.embedded());
        Memo1<Integer, Integer> memo = memo(tier(server.port));
        stored(memo, 1);
        stored(memo, 2);
        String client = server.redis()
                .clientList()
                .lines()
                .filter(line -> line.matches(".* flags=[A-Za-z]*B[A-Za-z]* .*"))
                .map(line -> line.replaceAll("^id=(\\d+) .*", "$1"))
                .findFirst()
                .orElseThrow();
        database.set(2);
        // At once, so that nobody can be told.
        server.redis().multi();
        server.redis().clientKill(KillArgs.Builder.id(Long.parseLong(client)));
        server.redis().del(keyOf(1));
        server.redis().exec();
        eventually(() -> memo.apply(1) == 2);
        assertThat(memo.tierInfo().flushes()).isEqualTo(1);
        eventually(() -> memo.tierInfo().state().equals("closed"));
        stored(memo, 3);
        database.set(3);
        server.redis().del(keyOf(3));
        eventually(() -> memo.apply(3) == 3);
    }

    @Test
    void whatIsDeletedBehindASilentLinkDoesNotStay() throws Exception {
        Server server = closing(Server.embedded());
        FaultProxy proxy = closing(new FaultProxy(server.port));
        Memo1<Integer, Integer> memo = memo(tier(proxy.port()));
        stored(memo, 1);
        proxy.blackhole(true);
        database.set(2);
        server.redis().del(keyOf(1));
        eventually(() -> memo.tierInfo().state().equals("deaf")
                || memo.tierInfo().state().equals("open"));
        proxy.cut();
        proxy.blackhole(false);
        eventually(() -> memo.apply(1) == 2);
    }

    /** Nobody who waits notices: all calls are hits in the heap. */
    @Test
    void whatIsDeletedWhileOnlyTheCommandsAreSilentDoesNotStay() throws Exception {
        Server server = closing(Server.embedded());
        FaultProxy proxy = closing(new FaultProxy(server.port));
        Memo1<Integer, Integer> memo = memo(tier(proxy.port(), "heapTtl", "1h"));
        stored(memo, 1);
        int port = server.redis()
                .clientList()
                .lines()
                .filter(line -> line.contains(" flags=N ") && !line.contains(" cmd=client "))
                .map(line -> line.replaceAll("^.* addr=[^ ]*:(\\d+) .*$", "$1"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
        proxy.silence(port);
        database.set(2);
        server.redis().del(keyOf(1));
        eventually(() -> memo.peek(1) == null);
    }

    @Test
    void newMasterOfASentinelTellsToo() throws Exception {
        Topology servers = closing(Topology.sentinel());
        String uri = "redis-sentinel://127.0.0.1:" + servers.sentinelPort + "#shop";
        Memo1<Integer, Integer> memo = memo(tier(0, "uri", uri));
        stored(memo, 1);
        server(servers, 0).kill();
        AtomicInteger fresh = new AtomicInteger(1000);
        long flushes = memo.tierInfo().flushes();
        eventually(() -> {
            memo.apply(fresh.incrementAndGet());
            return memo.tierInfo().flushes() >= flushes + 2
                    && memo.tierInfo().state().equals("closed");
        });
        stored(memo, 2);
        database.set(2);
        server(servers, 1).redis().del(keyOf(2));
        eventually(() -> memo.apply(2) == 2);
    }

    private static Server server(Topology servers, int number) {
        return servers.servers.get(number);
    }

    @Test
    void everyMasterOfAClusterTellsAndTheNewOneAfterAFailover() throws Exception {
        Topology servers = closing(Topology.clusterWithAReplica());
        Memo1<Integer, Integer> memo = memo(tier(server(servers, 1).port, "cluster", "true"));
        for (int i = 0; i < 60; i++) {
            stored(memo, i);
        }
        database.set(2);
        int[] deleted = new int[3];
        for (int master = 0; master < 3; master++) {
            for (int i = 0; i < 60; i++) {
                if (server(servers, master).redis().keys("*").contains(keyOf(i))) {
                    server(servers, master).redis().del(keyOf(i));
                    int key = i;
                    eventually(() -> memo.apply(key) == 2);
                    deleted[master]++;
                }
            }
        }
        assertThat(deleted).doesNotContain(0);
        assertThat(deleted[0] + deleted[1] + deleted[2]).isEqualTo(60);

        List<String> onFirst = server(servers, 0).redis().keys("memoize:tracked:*");
        server(servers, 0).kill();
        // The new master is written to before anybody knows of it.
        database.set(3);
        eventually(() -> {
            try {
                onFirst.forEach(key -> server(servers, 3).redis().del(key));
                return server(servers, 3).redis().info("replication").contains("role:master");
            } catch (RuntimeException e) {
                return false;
            }
        });
        for (int i = 0; i < 60; i++) {
            int key = i;
            if (onFirst.contains(keyOf(key))) {
                eventually(() -> memo.apply(key) == 3);
            }
        }
        eventually(() -> memo.tierInfo().state().equals("closed"));
        int key = 60;
        while (!isOnFirst(servers, keyOf(key))) {
            key++;
        }
        stored(memo, key);
        database.set(4);
        server(servers, 3).redis().del(keyOf(key));
        int last = key;
        eventually(() -> memo.apply(last) == 4);
    }

    private static boolean isOnFirst(Topology servers, String key) {
        return server(servers, 1).redis().clusterKeyslot(key) < 16384 / 3;
    }

    private void saidOnce(String what) throws InterruptedException {
        synchronized (logged) {
            assertThat(logged)
                    .filteredOn(line -> line.contains("memoize.redis.tracking"))
                    .singleElement()
                    .asString()
                    .startsWith("WARNING Redis does not tell which keys are written")
                    .contains(what);
        }
    }

    /** How often somebody asked for a sign of life, and whether it would not rather tell. */
    private static long beats(Server server) {
        return server.redis()
                .info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_ping:"))
                .flatMap(line -> Stream.of(line.split("[:,]")))
                .filter(count -> count.startsWith("calls="))
                .mapToLong(count -> Long.parseLong(count.substring("calls=".length())))
                .sum();
    }

    private void allElseWorks(Server server, RedisTier one, RedisTier other) throws Exception {
        Memo1<Integer, Integer> memo = memo(one);
        Memo1<Integer, Integer> reader = memo(other);
        stored(memo, 1);
        assertThat(reader.apply(1)).isEqualTo(1);
        database.set(2);
        memo.invalidate(1);
        eventually(() -> reader.apply(1) == 2);
        eventually(() -> memo.tierInfo().state().equals("closed"));
        long beats = beats(server);
        eventually(() -> beats(server) >= beats + 12);
    }

    @Test
    void serverThatSpeaksAnOlderProtocolIsUsedWithout() throws Exception {
        Server server = closing(Server.embedded("--rename-command", "HELLO", ""));
        RedisTier tier = tier(server.port);
        allElseWorks(server, tier, tier(server.port, "tracking", "false"));
        saidOnce("RESP3");
    }

    @Test
    void serverThatForbidsItIsUsedWithout() throws Exception {
        Server server = closing(Server.embedded());
        server.redis()
                .aclSetuser(
                        "some",
                        AclSetuserArgs.Builder.on()
                                .addPassword("x")
                                .allKeys()
                                .allChannels()
                                .allCommands()
                                .removeCommand(CommandType.CLIENT));
        RedisTier tier = tier(server.port, "username", "some", "password", "x");
        allElseWorks(server, tier, tier(server.port, "tracking", "false"));
        saidOnce("NOPERM");
        server.redis().aclSetuser("some", AclSetuserArgs.Builder.addCommand(CommandType.CLIENT));
        eventually(tier::isTracking);
        Memo1<Integer, Integer> memo = memo(tier);
        stored(memo, 7);
        database.set(9);
        server.redis().del(keyOf(7));
        eventually(() -> memo.apply(7) == 9);
    }
}
