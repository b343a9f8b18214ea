package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import io.lettuce.core.AclSetuserArgs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong with a server. A caller never sees it; the tier is left alone, and used again when it is back. */
@Timeout(90)
final class OutageTest {
    private static final Logger LOG = Logger.getLogger("dev.memoize.redis");

    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public synchronized void publish(LogRecord record) {
            synchronized (logged) {
                logged.add(record.getLevel() + " " + record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final List<RedisTier> tiers = new ArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();
    private Server server;
    private int fresh;

    @BeforeEach
    void listen() {
        LOG.setUseParentHandlers(false);
        LOG.setLevel(Level.INFO);
        LOG.addHandler(handler);
    }

    @AfterEach
    void stop() throws Exception {
        LOG.removeHandler(handler);
        tiers.forEach(RedisTier::close);
        if (server != null) {
            server.close();
        }
    }

    private RedisTier tier(int port, String... more) throws InterruptedException {
        RedisTier tier = new RedisTier(new RedisSettings(Server.settingsAt(port, more)));
        tiers.add(tier);
        return tier;
    }

    private RedisTier quick(int port) throws InterruptedException {
        return Server.connected(tier(port, "timeout", "250ms", "probe", "50ms"));
    }

    /** For what is not about time: a busy machine may take its own. */
    private RedisTier patient(int port) throws InterruptedException {
        return Server.connected(tier(port, "probe", "50ms"));
    }

    private Memo1<String, String> memo(RedisTier tier) {
        return Memo.builder()
                .name("outage")
                .maxSize(100_000)
                .tier(tier, String.class)
                .function(key -> {
                    runs.incrementAndGet();
                    return key + "!";
                });
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("still not true").isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** A call of a key that was never asked before: right, and without an exception. */
    private void callFresh(Memo1<String, String> memo) {
        String key = "k" + fresh++;
        assertThat(memo.apply(key)).isEqualTo(key + "!");
    }

    private void untilState(Memo1<String, String> memo, String state) throws InterruptedException {
        eventually(() -> {
            callFresh(memo);
            return memo.tierInfo().state().equals(state);
        });
    }

    private void untilStores(Memo1<String, String> memo) throws InterruptedException {
        long stores = memo.tierInfo().stores();
        eventually(() -> {
            callFresh(memo);
            return memo.tierInfo().stores() > stores;
        });
    }

    private void leftAloneWithoutACommand(Memo1<String, String> memo) {
        long failures = memo.tierInfo().failures();
        long skipped = memo.tierInfo().skipped();
        for (int i = 0; i < 500; i++) {
            callFresh(memo);
        }
        assertThat(memo.tierInfo().skipped() - skipped).isEqualTo(500);
        assertThat(memo.tierInfo().failures()).isEqualTo(failures);
        for (int i = 0; i < 500; i++) {
            memo.invalidate("k" + i);
        }
        assertThat(memo.tierInfo().failures())
                .as("invalidations are kept and not sent")
                .isEqualTo(failures);
    }

    private List<String> log() {
        synchronized (logged) {
            return List.copyOf(logged);
        }
    }

    private void oneLineForEachChange(String what) {
        assertThat(log().stream().filter(l -> l.startsWith("WARNING " + what)).count())
                .as(log() + "")
                .isEqualTo(1);
        assertThat(log().stream().filter(l -> l.startsWith("INFO " + what)).count())
                .as(log() + "")
                .isEqualTo(1);
    }

    @Test
    void frozenServerIsLeftAloneAndUsedAgain() throws Exception {
        server = Server.embedded();
        Memo1<String, String> memo = memo(quick(server.port));
        untilStores(memo);
        server.freeze();
        untilState(memo, "open");
        assertThat(memo.tierInfo().failures()).as("calls that waited").isLessThan(12);
        leftAloneWithoutACommand(memo);
        server.thaw();
        untilState(memo, "closed");
        untilStores(memo);
        oneLineForEachChange("Redis at 127.0.0.1:" + server.port);
    }

    @Test
    void killedServerIsUsedAgainWhenItIsBack() throws Exception {
        server = Server.embedded();
        Memo1<String, String> memo = memo(quick(server.port));
        untilStores(memo);
        server.kill();
        untilState(memo, "open");
        leftAloneWithoutACommand(memo);
        server.start();
        untilState(memo, "closed");
        untilStores(memo);
        oneLineForEachChange("Redis at 127.0.0.1:" + server.port);
    }

    @Test
    void serverThatIsNotThereAtFirstIsUsedWhenItComes() throws Exception {
        server = Server.embedded();
        server.kill();
        Memo1<String, String> memo =
                memo(tier(server.port, "timeout", "100ms", "probe", "50ms", "connectTimeout", "500ms"));
        callFresh(memo);
        untilState(memo, "open");
        leftAloneWithoutACommand(memo);
        server.start();
        untilState(memo, "closed");
        untilStores(memo);
    }

    @Test
    void refusedAndCutConnectionsAreMadeAgain() throws Exception {
        server = Server.embedded();
        try (FaultProxy proxy = new FaultProxy(server.port)) {
            Memo1<String, String> memo = memo(quick(proxy.port()));
            untilStores(memo);
            proxy.refusing = true;
            proxy.cut();
            untilState(memo, "open");
            leftAloneWithoutACommand(memo);
            proxy.refusing = false;
            untilState(memo, "closed");
            untilStores(memo);
        }
    }

    @Test
    void slowServerIsLeftAlone() throws Exception {
        server = Server.embedded();
        try (FaultProxy proxy = new FaultProxy(server.port)) {
            Memo1<String, String> memo = memo(quick(proxy.port()));
            untilStores(memo);
            proxy.delayMillis = 400;
            untilState(memo, "open");
            leftAloneWithoutACommand(memo);
            proxy.delayMillis = 0;
            untilState(memo, "closed");
            untilStores(memo);
        }
    }

    @Test
    void fullServerIsReadAndNotWritten() throws Exception {
        server = Server.embedded("--maxmemory-policy", "noeviction");
        Memo1<String, String> memo = memo(patient(server.port));
        Memo1<String, String> other = memo(patient(server.port));
        memo.apply("before");
        eventually(() -> memo.tierInfo().stores() == 1);
        server.redis().configSet("maxmemory", "1");
        untilState(memo, "read-only");
        int before = runs.get();
        assertThat(other.apply("before")).isEqualTo("before!");
        assertThat(runs).as("it was read").hasValue(before);
        server.redis().configSet("maxmemory", "0");
        untilState(memo, "closed");
        untilStores(memo);
        oneLineForEachChange("Storing in Redis at 127.0.0.1:" + server.port);
    }

    @Test
    void replicaIsReadAndNotWritten() throws Exception {
        server = Server.embedded();
        Memo1<String, String> memo = memo(patient(server.port));
        memo.apply("before");
        eventually(() -> memo.tierInfo().stores() == 1);
        try (Server master = Server.embedded()) {
            Memo1<String, String> onMaster = memo(patient(master.port));
            onMaster.apply("replicated");
            eventually(() -> onMaster.tierInfo().stores() == 1);
            server.redis().slaveof("127.0.0.1", master.port);
            eventually(() -> server.redis().info("replication").contains("master_link_status:up"));
            untilState(memo, "read-only");
            int before = runs.get();
            assertThat(memo.apply("replicated")).isEqualTo("replicated!");
            assertThat(runs).hasValue(before);
            server.redis().slaveofNoOne();
            untilState(memo, "closed");
            untilStores(memo);
        }
    }

    @Test
    void missingPasswordLeavesTheHeap() throws Exception {
        server = Server.embedded("--requirepass", "sesame");
        Memo1<String, String> memo = memo(tier(server.port, "probe", "50ms"));
        callFresh(memo);
        untilState(memo, "open");
        Memo1<String, String> wrong = memo(tier(server.port, "probe", "50ms", "password", "tulip-secret"));
        callFresh(wrong);
        untilState(wrong, "open");
        Memo1<String, String> right = memo(Server.connected(tier(server.port, "password", "sesame")));
        untilStores(right);
        assertThat(log()).noneMatch(l -> l.contains("tulip-secret") || l.contains("sesame"));
    }

    @Test
    void invalidationThatRedisDidNotTakeIsDeliveredLater() throws Exception {
        server = Server.embedded();
        AtomicInteger database = new AtomicInteger(1);
        try (FaultProxy proxy = new FaultProxy(server.port)) {
            Memo1<String, Integer> writer = Memo.builder()
                    .name("late")
                    .tier(quick(proxy.port()), int.class)
                    .function(key -> database.get());
            Memo1<String, Integer> reader = Memo.builder()
                    .name("late")
                    .tier(patient(server.port), int.class)
                    .function(key -> database.get());
            assertThat(reader.apply("x")).isEqualTo(1);
            eventually(() -> reader.tierInfo().stores() == 1);
            proxy.refusing = true;
            proxy.cut();
            database.set(2);
            writer.invalidate("x");
            assertThat(writer.apply("x"))
                    .as("it does not read what it could not delete")
                    .isEqualTo(2);
            proxy.refusing = false;
            eventually(() -> reader.apply("x") == 2);
            eventually(() -> writer.apply("x") == 2);
        }
    }

    @Test
    void messagesMissedWhileTheLinkWasCutDoNotMatter() throws Exception {
        server = Server.embedded();
        AtomicInteger database = new AtomicInteger(1);
        try (FaultProxy proxy = new FaultProxy(server.port)) {
            Memo1<String, Integer> reader = Memo.builder()
                    .name("cut")
                    .tier(quick(proxy.port()), int.class)
                    .function(key -> database.get());
            Memo1<String, Integer> writer = Memo.builder()
                    .name("cut")
                    .tier(quick(server.port), int.class)
                    .function(key -> database.get());
            assertThat(reader.apply("x")).isEqualTo(1);
            long flushes = reader.tierInfo().flushes();
            proxy.refusing = true;
            proxy.cut();
            database.set(2);
            writer.invalidate("x");
            proxy.refusing = false;
            eventually(() -> reader.tierInfo().flushes() > flushes);
            eventually(() -> reader.apply("x") == 2);
        }
    }

    @Test
    void silentLinkIsGivenUpAndTheHeapForgets() throws Exception {
        server = Server.embedded();
        AtomicInteger database = new AtomicInteger(1);
        try (FaultProxy proxy = new FaultProxy(server.port)) {
            Memo1<String, Integer> reader = Memo.builder()
                    .name("hole")
                    .tier(quick(proxy.port()), int.class)
                    .function(key -> database.get());
            Memo1<String, Integer> writer = Memo.builder()
                    .name("hole")
                    .tier(quick(server.port), int.class)
                    .function(key -> database.get());
            assertThat(reader.apply("x")).isEqualTo(1);
            long flushes = reader.tierInfo().flushes();
            proxy.blackhole(true);
            database.set(2);
            writer.invalidate("x");
            eventually(() -> !tiers.get(0).isSubscribed());
            // What was under way is lost, as it is when a router forgets a connection.
            proxy.cut();
            proxy.blackhole(false);
            eventually(() -> reader.tierInfo().flushes() > flushes);
            eventually(() -> reader.apply("x") == 2);
        }
    }

    @Test
    void refusedSubscriptionIsSaidOnceAndTriedAgain() throws Exception {
        server = Server.embedded();
        server.redis()
                .aclSetuser(
                        "deaf",
                        AclSetuserArgs.Builder.on()
                                .addPassword("x")
                                .allKeys()
                                .resetChannels()
                                .allCommands());
        RedisTier tier = tier(server.port, "username", "deaf", "password", "x", "probe", "50ms");
        Memo1<String, String> memo = memo(tier);
        untilState(memo, "deaf");
        eventually(() -> !log().isEmpty());
        server.redis().aclSetuser("deaf", AclSetuserArgs.Builder.allChannels());
        untilState(memo, "closed");
        assertThat(log())
                .singleElement()
                .asString()
                .startsWith("WARNING no messages from Redis, so that heaps may be behind");
    }

    @Test
    void flushedScriptsAreSentAgain() throws Exception {
        server = Server.embedded();
        Memo1<String, String> memo = memo(patient(server.port));
        untilStores(memo);
        server.redis().scriptFlush();
        untilStores(memo);
        assertThat(memo.tierInfo().failures()).isZero();
    }

    @Test
    void flushedServerComputesAgain() throws Exception {
        server = Server.embedded();
        Memo1<String, String> memo = memo(patient(server.port));
        memo.apply("x");
        eventually(() -> memo.tierInfo().stores() == 1);
        server.redis().flushall();
        Memo1<String, String> other = memo(patient(server.port));
        assertThat(other.apply("x")).isEqualTo("x!");
        assertThat(runs).hasValue(2);
    }

    @Test
    void badSettingsAreNamedAndSecretsAreNot() {
        String[][] wrong = {
            {"uri", "http://user:secret@127.0.0.1"},
            {"timeout", "soon"},
            {"namespace", "a:b"},
            {"lease", "1ms"},
            {"failures", "0"},
            {"cluster", "yes"},
            {"tmeout", "5s"}
        };
        for (String[] pair : wrong) {
            String message = "";
            try {
                new RedisSettings(Server.settingsAt(1, pair));
            } catch (dev.memoize.spi.ConfigurationError e) {
                message = e.getMessage();
            }
            assertThat(message)
                    .as(Arrays.toString(pair))
                    .contains("memoize.redis." + pair[0])
                    .doesNotContain("secret");
        }
    }
}
