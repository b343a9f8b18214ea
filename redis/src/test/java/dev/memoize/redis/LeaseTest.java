package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Compute once across processes: four real ones with eight threads each. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaseTest {
    private Server server;
    private final List<Child> children = new ArrayList<>();

    private static final class Child {
        final Process process;
        final BufferedReader out;
        final OutputStream in;

        Child(Process process) {
            this.process = process;
            this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            this.in = process.getOutputStream();
        }

        void ask(String key) throws Exception {
            in.write((key + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        }

        /** {@code null} when it has died. */
        String line() throws Exception {
            return out.readLine();
        }
    }

    @BeforeAll
    void startServer() throws Exception {
        server = Server.embedded();
    }

    @AfterAll
    void stopServer() throws Exception {
        server.close();
    }

    @AfterAll
    void stopChildren() {
        children.forEach(c -> c.process.destroyForcibly());
    }

    /** Processes are expensive to start, so tests leave them running for the next one. */
    @BeforeEach
    void startChildren() throws Exception {
        List<Child> fresh = new ArrayList<>();
        children.removeIf(c -> !c.process.isAlive());
        while (children.size() + fresh.size() < 4) {
            fresh.add(start());
        }
        for (Child child : fresh) {
            assertThat(child.line()).isEqualTo("ready");
            children.add(child);
        }
    }

    /** What the processes have beside the usual. */
    String[] settings() {
        return new String[0];
    }

    private RedisTier tier() throws Exception {
        return server.tier(settings());
    }

    private Child start() throws Exception {
        return new Child(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeaseChild.class.getName(),
                        "" + server.port,
                        String.join(" ", settings()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private void askAll(String mode, String key) throws Exception {
        for (Child child : children) {
            child.ask(mode + " " + key);
        }
    }

    private String loads(String mode, String key) {
        return server.redis().get("loads:" + mode + key);
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("still not true").isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    @Test
    void coldKeysAreLoadedOnceEach() throws Exception {
        for (int i = 0; i < 10; i++) {
            String key = "cold" + i;
            askAll("normal", key);
            for (Child child : children) {
                assertThat(child.line()).isEqualTo(key + " of load 1 x8");
            }
            assertThat(loads("normal", key)).isEqualTo("1");
        }
    }

    @Test
    void killedHolderIsReplaced() throws Exception {
        askAll("killed", "x");
        int alive = 0;
        for (Child child : children) {
            String line = child.line();
            if (line != null) {
                assertThat(line).isEqualTo("x of load 2 x8");
                alive++;
            } else {
                child.process.waitFor();
            }
        }
        assertThat(alive).isEqualTo(3);
        assertThat(loads("killed", "x")).isEqualTo("2");
    }

    @Test
    void frozenHolderIsReplacedAndItsLateResultRejected() throws Exception {
        askAll("frozen", "x");
        eventually(() -> server.redis().get("holder:frozen") != null);
        String holder = server.redis().get("holder:frozen");
        new ProcessBuilder("kill", "-STOP", holder).start().waitFor();
        Child frozen = null;
        for (Child child : children) {
            if (("" + child.process.pid()).equals(holder)) {
                frozen = child;
            } else {
                assertThat(child.line()).isEqualTo("x of load 2 x8");
            }
        }
        server.redis().set("resume:frozen", "1");
        new ProcessBuilder("kill", "-CONT", holder).start().waitFor();
        assertThat(frozen.line()).as("its own callers get what it loaded").isEqualTo("x of load 1 x8");
        try (RedisTier tier = tier()) {
            Memo1<String, String> memo =
                    Memo.builder().name("frozen").tier(tier, String.class).function(key -> "loaded again");
            assertThat(memo.apply("x")).as("the late result is not in Redis").isEqualTo("x of load 2");
        }
        Child thawed = frozen;
        // Rejected in Redis, so not kept in its heap either: sooner or later it reads the newer one.
        eventually(() -> {
            try {
                thawed.ask("frozen x");
                return thawed.line().equals("x of load 2 x8");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thawed.ask("frozen rejected");
        assertThat(thawed.line()).isEqualTo("rejected 1");
    }

    @Test
    void holderThatThrowsIsReplacedAtOnce() throws Exception {
        askAll("thrown", "x");
        List<String> lines = new ArrayList<>();
        for (Child child : children) {
            lines.add(child.line());
        }
        assertThat(lines).containsOnlyOnce("the database said no x8");
        assertThat(lines).filteredOn(l -> l.equals("x of load 2 x8")).hasSize(3);
        assertThat(loads("thrown", "x")).isEqualTo("2");
    }

    @Test
    void loadThatOutlastsTheLeaseKeepsIt() throws Exception {
        askAll("outlasting", "x");
        List<String> lines = new ArrayList<>();
        for (Child child : children) {
            lines.add(child.line());
        }
        // The others wait for two leases of a second, then load for themselves, without filling.
        assertThat(lines).contains("x of load 1 x8");
        try (RedisTier tier = tier()) {
            Memo1<String, String> memo =
                    Memo.builder().name("outlasting").tier(tier, String.class).function(key -> "loaded again");
            assertThat(memo.apply("x")).isEqualTo("x of load 1");
        }
    }

    @Test
    void keyDeletedWhileItIsLoadedIsNotFilled() throws Exception {
        try (RedisTier loading = tier();
                RedisTier other = tier()) {
            java.util.concurrent.CountDownLatch begun = new java.util.concurrent.CountDownLatch(1);
            java.util.concurrent.CountDownLatch goOn = new java.util.concurrent.CountDownLatch(1);
            Memo1<String, String> memo = Memo.builder()
                    .name("deleted")
                    .tier(loading, String.class)
                    .function(key -> {
                        begun.countDown();
                        try {
                            goOn.await(30, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return "old";
                    });
            Thread caller = new Thread(() -> memo.apply("x"));
            caller.start();
            begun.await();
            // Somebody who knows nothing of us, so without a message.
            server.redis()
                    .keys("memoize:deleted:*")
                    .forEach(key -> server.redis().del(key));
            goOn.countDown();
            caller.join();
            eventually(() -> memo.tierInfo().rejected() == 1);
            eventually(() -> memo.peek("x") == null);
            Memo1<String, String> after =
                    Memo.builder().name("deleted").tier(other, String.class).function(key -> "new");
            assertThat(after.apply("x")).isEqualTo("new");
        }
    }
}
