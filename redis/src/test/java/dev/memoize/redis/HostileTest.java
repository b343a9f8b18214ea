package dev.memoize.redis;

import static dev.memoize.tier.TierProcesses.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever lies under a key: the right answer, nothing else, and the key is put right. */
@Timeout(120)
final class HostileTest {
    record Answer(int x, String text) {}

    private static Server server;
    private static StatefulRedisConnection<byte[], byte[]> raw;

    @BeforeAll
    static void start() throws Exception {
        server = Server.embedded();
        raw = server.bytes();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static Memo1<Integer, Answer> memo(RedisTier tier, String name, AtomicInteger runs) {
        return Memo.builder()
                .name(name)
                .maxSize(100_000)
                .tier(tier, Answer.class)
                .function(key -> {
                    runs.incrementAndGet();
                    return new Answer(key, "answer");
                });
    }

    private static byte[] keyOf(String name, int argument) {
        byte[] prefix = ("memoize:" + name + "::").getBytes(StandardCharsets.UTF_8);
        byte[] canonical = CanonicalKey.of(new Object[] {argument}, true);
        return RedisKey.of(prefix, canonical).bytes;
    }

    private static byte[] goodValue(String name) throws Exception {
        try (RedisTier tier = server.tier()) {
            Memo1<Integer, Answer> memo = memo(tier, name, new AtomicInteger());
            memo.apply(0);
            eventually(() -> memo.tierInfo().stores() == 1);
        }
        return raw.sync().get(keyOf(name, 0));
    }

    private static List<byte[]> hostile(String name) throws Exception {
        byte[] good = goodValue(name);
        List<byte[]> values = new ArrayList<>();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            values.add(flipped);
        }
        for (int length = 0; length < good.length; length += 3) {
            values.add(Arrays.copyOf(good, length));
        }
        // A good value of another key, and of other codecs, shapes and formats with a good checksum.
        values.add(good);
        RedisKey key = RedisKey.parsed(keyOf(name, 1));
        values.add(new Envelope(ScalarCodec.ID, 1, 0, Long.MAX_VALUE, 0, new byte[] {0, 0, 0, 1}).toBytes(key, null));
        values.add(new Envelope((byte) 77, 1, 0, Long.MAX_VALUE, 0, good).toBytes(key, null));
        for (String text : List.of("null", "{\"x\":1}", "\u00ac\u00ed\u0000\u0005sr", "L", "M", "Lxxxxxxxxxxxxxxxx")) {
            values.add(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        byte[] large = new byte[3 << 20];
        large[0] = 'M';
        values.add(large);
        return values;
    }

    @Test
    void whateverIsStoredTheAnswerIsRightAndTheKeyIsRepaired() throws Exception {
        String name = "hostile";
        List<byte[]> values = hostile(name);
        AtomicInteger runs = new AtomicInteger();
        try (RedisTier tier = server.tier();
                RedisTier second = server.tier()) {
            Memo1<Integer, Answer> memo = memo(tier, name, runs);
            for (int i = 0; i < values.size(); i++) {
                raw.sync().set(keyOf(name, i + 1), values.get(i));
            }
            for (int i = 0; i < values.size(); i++) {
                assertThat(memo.apply(i + 1)).as("value " + i).isEqualTo(new Answer(i + 1, "answer"));
            }
            assertThat(runs).as("none was taken for a result").hasValue(values.size());
            eventually(() -> memo.tierInfo().stores() == values.size());
            Memo1<Integer, Answer> other = memo(second, name, runs);
            for (int i = 0; i < values.size(); i++) {
                other.apply(i + 1);
            }
            assertThat(runs).as("each was repaired").hasValue(values.size());
            assertThat(memo.tierInfo().unusable()).isPositive();
            assertThat(memo.tierInfo().state()).isEqualTo("closed");
        }
    }

    @Test
    void otherTypesOfRedisAreReplaced() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        try (RedisTier tier = server.tier();
                RedisTier second = server.tier()) {
            Memo1<Integer, Answer> memo = memo(tier, "types", runs);
            raw.sync().lpush(keyOf("types", 1), new byte[] {1});
            raw.sync().hset(keyOf("types", 2), new byte[] {1}, new byte[] {1});
            raw.sync().sadd(keyOf("types", 3), new byte[] {1});
            for (int i = 1; i <= 3; i++) {
                assertThat(memo.apply(i)).isEqualTo(new Answer(i, "answer"));
            }
            eventually(() -> memo.tierInfo().stores() == 3);
            Memo1<Integer, Answer> other = memo(second, "types", runs);
            for (int i = 1; i <= 3; i++) {
                assertThat(other.apply(i)).isEqualTo(new Answer(i, "answer"));
            }
            assertThat(runs).hasValue(3);
        }
    }

    /** A lease that nobody renews and that does not end would make every caller wait. */
    @Test
    void leaseWithoutAnEndIsTakenOver() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        try (RedisTier tier = server.tier("lease", "30s")) {
            Memo1<Integer, Answer> memo = memo(tier, "endless", runs);
            byte[] token = new LeaseToken().stored(1);
            raw.sync().set(keyOf("endless", 1), token);
            raw.sync().psetex(keyOf("endless", 2), 1_000_000_000L, token);
            assertThat(memo.apply(1)).isEqualTo(new Answer(1, "answer"));
            assertThat(memo.apply(2)).isEqualTo(new Answer(2, "answer"));
            assertThat(memo.tierInfo().waits()).isZero();
            eventually(() -> memo.tierInfo().stores() == 2);
        }
    }

    @Test
    void tooLargeResultsAreNotStored() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        try (RedisTier tier = server.tier("maxPayload", "1000");
                RedisTier second = server.tier("maxPayload", "1000")) {
            Memo1<Integer, String> memo =
                    Memo.builder().name("large").tier(tier, String.class).function("x"::repeat);
            assertThat(memo.apply(5000)).hasSize(5000);
            assertThat(memo.apply(999)).hasSize(999);
            eventually(() -> memo.tierInfo().stores() == 1);
            assertThat(server.redis().exists("large")).isZero();
            Memo1<Integer, String> other = Memo.builder()
                    .name("large")
                    .tier(second, String.class)
                    .function(n -> {
                        runs.incrementAndGet();
                        return "x".repeat(n);
                    });
            other.apply(999);
            assertThat(runs).hasValue(0);
            other.apply(5000);
            assertThat(runs).hasValue(1);
        }
    }

    @Test
    void messagesOfOthersAreIgnored() throws Exception {
        try (RedisTier tier = server.tier()) {
            Memo1<Integer, Answer> memo = memo(tier, "messages", new AtomicInteger());
            memo.apply(1);
            byte[] channel = "memoize:messages".getBytes(StandardCharsets.UTF_8);
            for (String text : List.of(
                    "",
                    "I",
                    "F12345678",
                    "I12345678",
                    "I12345678x",
                    "A12345678memoize",
                    "hello, world, this is nothing")) {
                raw.sync().publish(channel, text.getBytes(StandardCharsets.UTF_8));
            }
            raw.sync().publish(channel, new byte[100_000]);
            memo.invalidate(1);
            assertThat(memo.apply(1)).isEqualTo(new Answer(1, "answer"));
            assertThat(tier.isSubscribed()).isTrue();
        }
    }

    /** It cannot be deleted there, and asking for the lease finds it again and again. */
    @Test
    void whatCannotBeUsedOnAServerThatTakesNoWritesIsNotAskedForWithoutEnd() throws Exception {
        try (Server readOnly = Server.embedded();
                RedisTier tier = readOnly.tier()) {
            AtomicInteger runs = new AtomicInteger();
            Memo1<Integer, Answer> memo = memo(tier, "readOnly", runs);
            readOnly.bytes().sync().set(keyOf("readOnly", 1), "what is this".getBytes(StandardCharsets.UTF_8));
            readOnly.redis().replicaof("127.0.0.1", 1);
            readOnly.redis().configResetstat();
            assertThat(memo.apply(1)).isEqualTo(new Answer(1, "answer"));
            assertThat(runs).hasValue(1);
            assertThat(scripts(readOnly)).isLessThan(20);
        }
    }

    private static long scripts(Server server) {
        return server.redis()
                .info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_evalsha:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("cmdstat_evalsha:calls=(\\d+),.*", "$1")))
                .sum();
    }
}
