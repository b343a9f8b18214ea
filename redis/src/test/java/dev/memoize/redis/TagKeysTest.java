package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The keys of tags in a real Redis: that they do not stay, and what happens when something happens to them. */
@Timeout(90)
final class TagKeysTest {
    private static final AtomicInteger TESTS = new AtomicInteger();
    private static Server server;

    private final List<RedisTier> tiers = new ArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();
    private String namespace;

    @BeforeAll
    static void start() throws Exception {
        server = Server.embedded();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void begin() {
        namespace = "tags" + TESTS.incrementAndGet();
    }

    @AfterEach
    void close() {
        tiers.forEach(RedisTier::close);
    }

    private RedisTier tier(int port, String... more) throws InterruptedException {
        List<String> settings = new ArrayList<>(List.of("namespace", namespace));
        settings.addAll(List.of(more));
        RedisTier tier = new RedisTier(new RedisSettings(Server.settingsAt(port, settings.toArray(new String[0]))));
        tiers.add(tier);
        return Server.connected(tier);
    }

    private RedisTier tier() throws InterruptedException {
        return tier(server.port);
    }

    private Memo1<Integer, Integer> memo(RedisTier tier) {
        return Memo.builder()
                .name("numbered")
                .maxSize(10_000)
                .ttl(Duration.ofMinutes(10))
                .tags("all", "n:{0}")
                .tier(tier, Integer.class)
                .function(key -> runs.incrementAndGet());
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("still not true").isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private List<String> keys(String pattern) {
        List<String> keys = new ArrayList<>();
        KeyScanCursor<String> page = server.redis()
                .scan(ScanArgs.Builder.matches(namespace + pattern).limit(1000));
        keys.addAll(page.getKeys());
        while (!page.isFinished()) {
            page = server.redis()
                    .scan(page, ScanArgs.Builder.matches(namespace + pattern).limit(1000));
            keys.addAll(page.getKeys());
        }
        return keys;
    }

    private String keyOf(String tag) throws InterruptedException {
        return tiers.get(0).tags().key(tag).toString();
    }

    @Test
    void aTagTakesOneSmallKeyThatGoesWithItsResults() throws Exception {
        Memo1<Integer, Integer> memo = memo(tier());
        for (int i = 0; i < 500; i++) {
            memo.apply(i);
        }
        assertThat(keys(":tag:*")).hasSize(501).contains(keyOf("all"), keyOf("n:499"));
        long ttl = Duration.ofMinutes(10).toMillis();
        for (String key : keys(":tag:*")) {
            assertThat(server.redis().strlen(key)).isEqualTo(TagKeys.LENGTH);
            assertThat(server.redis().pttl(key)).isBetween(ttl, 2 * ttl);
        }
        tiers.get(0).invalidateTag("n:7");
        tiers.get(0).invalidateTag("never there");
        assertThat(keys(":tag:*")).hasSize(500);
    }

    @Test
    void aTagLastsAsLongAsItsYoungestResult() throws Exception {
        RedisTier tier = tier();
        Memo1<Integer, Integer> memo = memo(tier);
        memo.apply(1);
        server.redis().pexpire(keyOf("all"), 60_000);
        memo.apply(2);
        assertThat(server.redis().pttl(keyOf("all")))
                .isGreaterThan(Duration.ofMinutes(10).toMillis());
    }

    @Test
    void aTagThatIsLostOrOverwrittenMakesMissesAndNothingElse() throws Exception {
        Memo1<Integer, Integer> first = memo(tier());
        first.apply(1);
        eventually(() -> first.tierInfo().stores() == 1);
        assertThat(memo(tier()).apply(1)).isEqualTo(1);
        String[] tags = {keyOf("all"), keyOf("n:1")};
        Runnable[] accidents = {
            () -> server.redis().del(tags[0]),
            () -> server.redis().del(tags[1]),
            () -> server.redis().set(tags[0], "foreign"),
            () -> server.redis().set(tags[1], ""),
            () -> server.redis().set(tags[1], "x".repeat(100_000)),
            () -> {
                server.redis().del(tags[1]);
                server.redis().lpush(tags[1], "a list");
            },
        };
        int expected = 1;
        for (Runnable accident : accidents) {
            accident.run();
            expected++;
            Memo1<Integer, Integer> reader = memo(tier());
            assertThat(reader.apply(1)).isEqualTo(expected);
            eventually(() -> reader.tierInfo().stores() == 1);
            Memo1<Integer, Integer> next = memo(tier());
            assertThat(next.apply(1)).as("it is as it should be again").isEqualTo(expected);
            assertThat(next.tierInfo().hits()).isEqualTo(1);
            assertThat(next.tierInfo().unusable()).isZero();
        }
    }

    @Test
    void anInvalidationThatRedisDidNotTakeIsKept() throws Exception {
        try (FaultProxy proxy = new FaultProxy(server.port)) {
            RedisTier cut = tier(proxy.port(), "probe", "50ms");
            RedisTier other = tier();
            Memo1<Integer, Integer> here = memo(cut);
            Memo1<Integer, Integer> there = memo(other);
            assertThat(here.apply(1)).isEqualTo(1);
            eventually(() -> here.tierInfo().stores() == 1);
            assertThat(there.apply(1)).isEqualTo(1);

            proxy.refusing = true;
            proxy.cut();
            eventually(() -> {
                here.invalidate(99);
                return here.tierInfo().state().equals("open");
            });
            cut.invalidateTag("n:1");
            assertThat(here.apply(1)).as("not from the heap").isEqualTo(2);
            assertThat(there.apply(1)).as("nobody told it").isEqualTo(1);

            proxy.refusing = false;
            eventually(() -> there.apply(1) > 1);
            eventually(() -> here.tierInfo().state().equals("closed"));
        }
    }

    @Test
    void moreInvalidationsThanAreKeptBecomeOneOfAll() throws Exception {
        try (FaultProxy proxy = new FaultProxy(server.port)) {
            RedisTier cut = tier(proxy.port(), "probe", "50ms");
            Memo1<Integer, Integer> here = memo(cut);
            Memo1<Integer, Integer> there = memo(tier());
            here.apply(1);
            eventually(() -> here.tierInfo().stores() == 1);
            there.apply(1);
            proxy.refusing = true;
            proxy.cut();
            eventually(() -> {
                here.invalidate(99);
                return here.tierInfo().state().equals("open");
            });
            for (int i = 0; i < 10_100; i++) {
                cut.invalidateTag("n:" + (i == 0 ? 1 : 1000 + i));
            }
            proxy.refusing = false;
            eventually(() -> there.apply(1) > 1);
        }
    }
}
