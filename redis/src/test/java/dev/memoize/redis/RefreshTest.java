package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.MemoBuilder;
import dev.memoize.spi.RemoteMethod;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results that are computed again while others go on reading them: by one of all processes, under a lease. */
@Timeout(60)
final class RefreshTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

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

    /** Runs what it was given when the test says so. */
    private static final class Later implements Executor {
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        @Override
        public synchronized void execute(Runnable task) {
            tasks.add(task);
        }

        synchronized int size() {
            return tasks.size();
        }

        void run() {
            Runnable task;
            synchronized (this) {
                task = tasks.remove();
            }
            task.run();
        }
    }

    /** A process with a memo of its own, whose answers have its name. */
    private static final class Process implements AutoCloseable {
        final RedisTier tier;
        final Later later = new Later();
        final AtomicInteger runs = new AtomicInteger();
        final AtomicLong nanos = new AtomicLong();
        final Memo1<Integer, String> memo;
        volatile Runnable body = () -> {};

        Process(String name, String answer, MemoBuilder builder, String... settings) throws Exception {
            tier = server.tier(settings);
            memo = builder.name(name)
                    .ticker(nanos::get)
                    .executor(later)
                    .tier(tier, String.class)
                    .function(n -> {
                        runs.incrementAndGet();
                        body.run();
                        return answer + n;
                    });
        }

        @Override
        public void close() {
            tier.close();
        }
    }

    private static MemoBuilder refreshing() {
        return Memo.builder().ttl(Duration.ofMinutes(10)).refreshAfterWrite(MINUTE);
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("still not true").isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static RedisKey keyOf(String name, int argument) {
        byte[] prefix = ("memoize:" + name + "::").getBytes(StandardCharsets.UTF_8);
        return RedisKey.of(prefix, CanonicalKey.of(new Object[] {argument}, true));
    }

    /** As if it had been computed so long ago, in such a time, and had so long to live. */
    private static void store(String name, int argument, String result, Duration age, Duration cost, Duration left)
            throws Exception {
        long now = System.currentTimeMillis();
        Codec codec = ScalarCodec.of(String.class);
        int micros = (int) Math.min(Integer.MAX_VALUE, cost.toNanos() / 1000);
        byte[] value = new Envelope(
                        codec.id(),
                        codec.shape(),
                        now - age.toMillis(),
                        now + left.toMillis(),
                        micros,
                        codec.encode(result))
                .toBytes(keyOf(name, argument), null);
        raw.sync().psetex(keyOf(name, argument).bytes, left.toMillis(), value);
    }

    private static void storeOld(String name, int argument) throws Exception {
        store(name, argument, "old", Duration.ofMinutes(2), Duration.ZERO, Duration.ofMinutes(8));
    }

    @Test
    void oldResultIsReadByAllAndComputedAgainByOne() throws Exception {
        storeOld("swr", 1);
        try (Process a = new Process("swr", "a", refreshing());
                Process b = new Process("swr", "b", refreshing());
                Process c = new Process("swr", "c", refreshing())) {
            assertThat(a.memo.apply(1)).isEqualTo("old");
            assertThat(b.memo.apply(1)).isEqualTo("old");
            assertThat(a.later.size()).as("the first refreshes").isEqualTo(1);
            assertThat(b.later.size()).as("the other does not").isZero();
            assertThat(a.runs).as("nobody waits for that").hasValue(0);
            a.later.run();
            assertThat(a.memo.apply(1)).isEqualTo("a1");
            eventually(() -> a.memo.tierInfo().stores() == 1);
            assertThat(c.memo.apply(1)).as("what the others read").isEqualTo("a1");
            assertThat(c.later.size()).isZero();
            // The old result in a heap asks again after the lease's time.
            b.nanos.addAndGet(b.tier.settings().lease.toNanos() + 1);
            assertThat(b.memo.apply(1)).isEqualTo("old");
            b.later.run();
            assertThat(b.memo.apply(1)).isEqualTo("a1");
            assertThat(b.runs.get() + c.runs.get()).isZero();
            assertThat(a.runs).hasValue(1);
            eventually(() -> server.redis().exists(new String(keyOf("swr", 1).refresh().bytes)) == 0);
        }
    }

    @Test
    void refreshOfAHeapEntryLooksForWhatAnotherProcessHasComputed() throws Exception {
        try (Process a = new Process("heap", "a", refreshing());
                Process b = new Process("heap", "b", refreshing())) {
            assertThat(a.memo.apply(1)).isEqualTo("a1");
            eventually(() -> a.memo.tierInfo().stores() == 1);
            store("heap", 1, "newer", Duration.ZERO, Duration.ZERO, Duration.ofMinutes(10));
            a.nanos.addAndGet(Duration.ofSeconds(59).toNanos());
            assertThat(a.memo.apply(1)).isEqualTo("a1");
            assertThat(a.later.size()).as("not yet").isZero();
            storeOld("heap", 2);
            assertThat(b.memo.apply(2)).isEqualTo("old");
            b.later.run();
            eventually(() -> b.memo.tierInfo().stores() == 1);
            assertThat(a.memo.apply(2)).isEqualTo("b2");
        }
    }

    @Test
    void invalidationDuringARefreshWins() throws Exception {
        storeOld("won", 1);
        try (Process a = new Process("won", "a", refreshing());
                Process b = new Process("won", "b", refreshing())) {
            assertThat(a.memo.apply(1)).isEqualTo("old");
            CountDownLatch inBody = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            a.body = () -> {
                inBody.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            };
            Thread refresh = new Thread(a.later::run);
            refresh.start();
            inBody.await();
            b.memo.invalidate(1);
            assertThat(b.memo.apply(1)).isEqualTo("b1");
            eventually(() -> b.memo.tierInfo().stores() == 1);
            a.body = () -> {};
            goOn.countDown();
            refresh.join();
            eventually(() -> a.memo.tierInfo().rejected() == 1);
            assertThat(a.memo.apply(1)).as("computed after the invalidation").isEqualTo("b1");
            assertThat(a.runs).hasValue(1);
        }
    }

    @Test
    void tagInvalidatedDuringARefreshWins() throws Exception {
        byte[] key;
        try (Process p = new Process("taggedrefresh", "old", refreshing().tags("t{0}"))) {
            p.memo.apply(1);
            eventually(() -> p.memo.tierInfo().stores() == 1);
            RedisKey tag = p.tier.tags().key("t1");
            key = RedisKey.of(
                            "memoize:taggedrefresh::".getBytes(StandardCharsets.UTF_8),
                            CanonicalKey.of(new Object[] {1}, true),
                            List.of(tag))
                    .bytes;
        }
        byte[] stored = raw.sync().get(key);
        int end = stored.length - TagKeys.LENGTH;
        Envelope e = Envelope.of(RedisKey.parsed(key), Arrays.copyOf(stored, end), null);
        long ago = Duration.ofMinutes(2).toMillis();
        byte[] old = new Envelope(e.codec(), e.shape(), e.created() - ago, e.expires() - ago, e.cost(), e.payload())
                .toBytes(RedisKey.parsed(key), null);
        raw.sync().psetex(key, 400_000, TagKeys.concat(old, Arrays.copyOfRange(stored, end, stored.length)));

        try (Process a = new Process("taggedrefresh", "a", refreshing().tags("t{0}"));
                Process b = new Process("taggedrefresh", "b", refreshing().tags("t{0}"))) {
            assertThat(a.memo.apply(1)).isEqualTo("old1");
            CountDownLatch inBody = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            a.body = () -> {
                inBody.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException interrupt) {
                    throw new IllegalStateException(interrupt);
                }
            };
            Thread refresh = new Thread(a.later::run);
            refresh.start();
            inBody.await();
            b.tier.invalidateTag("t1");
            eventually(() -> a.memo.peek(1) == null);
            goOn.countDown();
            refresh.join();
            eventually(() -> a.memo.tierInfo().stores() + a.memo.tierInfo().rejected() == 1);
            assertThat(a.memo.peek(1)).as("in the heap").isNull();
            assertThat(b.memo.apply(1)).as("in Redis").isEqualTo("b1");
            eventually(() -> b.memo.tierInfo().stores() == 1);
            assertThat(a.memo.apply(1)).isEqualTo("b1");
            assertThat(a.runs).hasValue(1);
        }
    }

    @Test
    void failedRefreshLeavesTheOldResultAndGivesTheLeaseBack() throws Exception {
        storeOld("failed", 1);
        try (Process a = new Process("failed", "a", refreshing());
                Process b = new Process("failed", "b", refreshing())) {
            a.body = () -> {
                throw new IllegalStateException("the database is away");
            };
            assertThat(a.memo.apply(1)).isEqualTo("old");
            a.later.run();
            assertThat(a.memo.apply(1)).isEqualTo("old");
            assertThat(a.runs).hasValue(1);
            eventually(() -> server.redis().exists(new String(keyOf("failed", 1).refresh().bytes)) == 0);
            assertThat(b.memo.apply(1)).isEqualTo("old");
            b.later.run();
            assertThat(b.memo.apply(1)).as("another one may try").isEqualTo("b1");
        }
    }

    @Test
    void whoeverDiesWhileRefreshingIsReplaced() throws Exception {
        storeOld("dead", 1);
        // Of a process that is no more: nobody renews it.
        raw.sync().psetex(keyOf("dead", 1).refresh().bytes, 30_000, new LeaseToken().stored(1));
        try (Process a = new Process("dead", "a", refreshing(), "lease", "300ms")) {
            assertThat(a.memo.apply(1)).isEqualTo("old");
            assertThat(a.later.size()).isZero();
            raw.sync().pexpire(keyOf("dead", 1).refresh().bytes, 1);
            eventually(() -> raw.sync().exists(keyOf("dead", 1).refresh().bytes) == 0);
            a.nanos.addAndGet(Duration.ofMillis(301).toNanos());
            assertThat(a.memo.apply(1)).isEqualTo("old");
            a.later.run();
            assertThat(a.memo.apply(1)).isEqualTo("a1");
        }
    }

    @Test
    void dearResultIsComputedAgainBeforeItExpires() throws Exception {
        MemoBuilder untimed = Memo.builder().ttl(Duration.ofMinutes(10));
        try (Process a = new Process("early", "a", untimed, "earlyRefresh", "100");
                Process off = new Process("late", "b", Memo.builder().ttl(Duration.ofMinutes(10)))) {
            // With a factor of 100 it is left alone once in 20,000 times.
            store("early", 1, "old", MINUTE, Duration.ofMinutes(30), Duration.ofSeconds(10));
            store("early", 2, "old", MINUTE, Duration.ZERO, Duration.ofSeconds(10));
            store("late", 1, "old", MINUTE, Duration.ofMinutes(30), Duration.ofSeconds(10));
            assertThat(a.memo.apply(1)).isEqualTo("old");
            assertThat(a.later.size()).isEqualTo(1);
            assertThat(a.memo.apply(2)).isEqualTo("old");
            assertThat(a.later.size()).as("what costs nothing is not").isEqualTo(1);
            a.later.run();
            assertThat(a.memo.apply(1)).isEqualTo("a1");
            assertThat(off.memo.apply(1)).isEqualTo("old");
            assertThat(off.later.size()).as("unless it is asked for").isZero();
        }
    }

    /** The distribution of XFetch: with a factor of 1, the share e^-1 is refreshed one computation's time ahead. */
    @Test
    void earlinessIsRandomAndInProportionToTheCost() {
        RedisMethod method = new RedisMethod(
                new RedisSettings(Map.of("earlyRefresh", "1")),
                new RemoteMethod("f", "", String.class, List.of(), true, Duration.ofMinutes(10)));
        int rounds = 100_000;
        int ahead = 0;
        for (int i = 0; i < rounds; i++) {
            if (method.dueMillis(0, 2000, 2_000_000) <= 0) {
                ahead++;
            }
        }
        assertThat(ahead / (double) rounds).isBetween(0.35, 0.39);
        assertThat(method.dueMillis(0, 2000, 0)).isBetween(1999L, 2000L);
        assertThatThrownBy(() -> new RedisSettings(Map.of("earlyRefresh", "-1")))
                .hasMessage("memoize.redis.earlyRefresh is \"-1\"; use a number from 0, for never, to 100; 1 is usual");
    }

    /** As while a deploy is rolled out. */
    @Test
    void invalidationReachesOtherVersionsOfTheMethod() throws Exception {
        try (Process old = new Process("rolled", "old", Memo.builder().version("1"));
                Process fresh = new Process("rolled", "new", Memo.builder().version("2"));
                Process another =
                        new Process("rolled2", "another", Memo.builder().version("1"))) {
            for (Process p : List.of(old, fresh, another)) {
                p.memo.apply(1);
                p.memo.apply(2);
                eventually(() -> p.memo.tierInfo().stores() == 2);
            }
            fresh.memo.invalidate(1);
            eventually(() -> server.redis().keys("memoize:rolled:*").size() == 2);
            assertThat(old.memo.peek(1)).isNull();
            assertThat(old.memo.apply(1)).isEqualTo("old1");
            assertThat(old.runs).as("computed again").hasValue(3);
            old.memo.apply(2);
            assertThat(old.runs).as("the other key is untouched").hasValue(3);
            another.memo.apply(1);
            assertThat(another.runs).as("and so is another method").hasValue(2);
        }
    }

    private static MemoBuilder standingIn() {
        return Memo.builder().ttl(MINUTE).staleIfError(Duration.ofHours(1));
    }

    /** Stores what has expired a while ago, as a memo with {@code staleIfError} leaves it. */
    private static void storeExpired(String name, int argument, String result) throws Exception {
        try (Process p = new Process(name, result, standingIn())) {
            p.memo.apply(argument);
            eventually(() -> p.memo.tierInfo().stores() == 1);
        }
        byte[] key = keyOf(name, argument).bytes;
        byte[] value = raw.sync().get(key);
        assertThat(raw.sync().pttl(key)).isBetween(3_600_000L, 3_660_000L);
        Envelope e = Envelope.of(RedisKey.parsed(key), value, null);
        long ago = Duration.ofMinutes(5).toMillis();
        byte[] old = new Envelope(e.codec(), e.shape(), e.created() - ago, e.expires() - ago, e.cost(), e.payload())
                .toBytes(RedisKey.parsed(key), null);
        raw.sync().psetex(key, 3_000_000, old);
    }

    @Test
    void expiredResultStandsInForAFailureInAnyProcess() throws Exception {
        storeExpired("stale", 1, "old");
        try (Process a = new Process("stale", "a", standingIn());
                Process b = new Process("stale", "b", standingIn());
                Process other = new Process("stale", "c", Memo.builder().ttl(MINUTE))) {
            a.body = () -> {
                throw new IllegalStateException("the database is away");
            };
            assertThat(a.memo.apply(1)).isEqualTo("old1");
            assertThat(a.memo.apply(1)).isEqualTo("old1");
            assertThat(a.runs).as("every call tries").hasValue(2);
            a.body = () -> {
                throw new StackOverflowError();
            };
            assertThatThrownBy(() -> a.memo.apply(1)).isInstanceOf(StackOverflowError.class);
            assertThat(b.memo.apply(1)).as("not where it can be computed").isEqualTo("b1");
            eventually(() -> b.memo.tierInfo().stores() == 1);
            a.body = () -> {};
            assertThat(a.memo.apply(1)).isEqualTo("b1");
            assertThat(other.memo.apply(1)).as("not where it was not asked for").isEqualTo("c1");
        }
    }

    @Test
    void expiredResultIsComputedByOneWhileOthersWait() throws Exception {
        storeExpired("stampede", 1, "old");
        try (Process a = new Process("stampede", "a", standingIn());
                Process b = new Process("stampede", "b", standingIn())) {
            CountDownLatch inBody = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            a.body = () -> {
                inBody.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            };
            Thread first = new Thread(() -> a.memo.apply(1));
            first.start();
            inBody.await();
            String[] seen = new String[1];
            Thread second = new Thread(() -> seen[0] = b.memo.apply(1));
            second.start();
            eventually(() -> b.memo.tierInfo().waits() == 1);
            goOn.countDown();
            first.join();
            second.join();
            assertThat(seen[0]).isEqualTo("a1");
            assertThat(b.runs).hasValue(0);
        }
    }

    @Test
    void expiredResultIsInNoBulkRead() throws Exception {
        storeExpired("bulk", 1, "old");
        try (Process a = new Process("bulk", "a", standingIn())) {
            assertThat(a.memo.getAll(List.of(1, 2))).containsEntry(1, "a1").containsEntry(2, "a2");
        }
    }

    @Test
    void useProlongsWhatExpiresWhenIdle() throws Exception {
        MemoBuilder idle = Memo.builder().ttl(Duration.ofMinutes(10)).expireAfterAccess(MINUTE);
        try (Process a = new Process("idle", "a", idle);
                Process b = new Process(
                        "idle", "b", Memo.builder().ttl(Duration.ofMinutes(10)).expireAfterAccess(MINUTE))) {
            a.memo.apply(1);
            eventually(() -> a.memo.tierInfo().stores() == 1);
            byte[] key = keyOf("idle", 1).bytes;
            assertThat(raw.sync().pttl(key)).isBetween(50_000L, 60_000L);
            raw.sync().pexpire(key, 5000);
            assertThat(b.memo.apply(1)).isEqualTo("a1");
            eventually(() -> raw.sync().pttl(key) > 50_000);
            // Not beyond the ttl.
            store("idle", 2, "old", MINUTE, Duration.ZERO, Duration.ofSeconds(20));
            raw.sync().pexpire(keyOf("idle", 2).bytes, 5000);
            assertThat(b.memo.apply(2)).isEqualTo("old");
            eventually(() -> raw.sync().pttl(keyOf("idle", 2).bytes) > 10_000);
            assertThat(raw.sync().pttl(keyOf("idle", 2).bytes)).isLessThanOrEqualTo(20_000);
        }
    }
}
