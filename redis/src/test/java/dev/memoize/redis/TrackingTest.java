package dev.memoize.redis;

import static dev.memoize.tier.TierProcesses.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.MemoBuilder;
import dev.memoize.spi.RemoteMemo;
import dev.memoize.spi.RemoteMethod;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code memoize.redis.tracking=true}: heaps follow what strangers do to the keys, and nothing else. */
@Timeout(90)
final class TrackingTest {
    private static final AtomicInteger TESTS = new AtomicInteger();
    private static Server server;
    private static StatefulRedisConnection<byte[], byte[]> stranger;

    private final List<RedisTier> tiers = new ArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();
    private String name;

    @BeforeAll
    static void start() throws Exception {
        server = Server.embedded();
        stranger = server.bytes();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void begin() {
        name = "tracked" + TESTS.incrementAndGet();
    }

    @AfterEach
    void close() {
        tiers.forEach(RedisTier::close);
    }

    private RedisTier tier(String... more) throws InterruptedException {
        List<String> settings = new ArrayList<>(List.of("tracking", "true"));
        settings.addAll(List.of(more));
        RedisTier tier = server.tier(settings.toArray(new String[0]));
        tiers.add(tier);
        return tier;
    }

    private Memo1<Integer, Integer> memo(RedisTier tier, MemoBuilder builder) {
        return builder.name(name).tier(tier, Integer.class).function(key -> runs.incrementAndGet());
    }

    private Memo1<Integer, Integer> memo(RedisTier tier) {
        return memo(tier, Memo.builder());
    }

    private byte[] keyOf(int argument) {
        byte[] prefix = ("memoize:" + name + "::").getBytes(StandardCharsets.UTF_8);
        return RedisKey.of(prefix, CanonicalKey.of(new Object[] {argument}, true)).bytes;
    }

    /**
     * Pushes come in the order of the writes, and so do the answers to what is asked because of them. Twice: a key that
     * is pushed while it is looked at is asked for once more when the first answer is there.
     */
    private void untilAllPushesHaveCome(RedisTier... all) throws InterruptedException {
        untilAllLooksHaveEnded(all);
        untilAllLooksHaveEnded(all);
    }

    private void untilAllLooksHaveEnded(RedisTier... all) throws InterruptedException {
        for (RedisTier tier : all) {
            Memo1<String, String> drain =
                    Memo.builder().name("drain" + name).tier(tier, String.class).function(key -> key);
            String key = "" + TESTS.incrementAndGet();
            drain.apply(key);
            eventually(() -> drain.tierInfo().stores() == 1);
            byte[] prefix = ("memoize:drain" + name + "::").getBytes(StandardCharsets.UTF_8);
            stranger.sync().del(RedisKey.of(prefix, CanonicalKey.of(new Object[] {key}, true)).bytes);
            eventually(() -> drain.peek(key) == null);
        }
    }

    @Test
    void whateverAStrangerDoesToAKeyTheHeapsForgetItsResult() throws Exception {
        Memo1<Integer, Integer> memo = memo(tier());
        Memo1<Integer, Integer> other = memo(tier());
        byte[] key = keyOf(1);
        byte[] text = "what is this".getBytes(StandardCharsets.UTF_8);
        Runnable[] deeds = {
            () -> stranger.sync().del(key),
            () -> stranger.sync().unlink(key),
            () -> stranger.sync().set(key, text),
            () -> stranger.sync().pexpire(key, 1),
            () -> stranger.sync().setrange(key, 20, text),
            () -> stranger.sync().rename(key, text),
            () -> stranger.sync().eval("redis.call('DEL', KEYS[1])", ScriptOutputType.STATUS, new byte[][] {key}),
            () -> {
                stranger.sync().del(key);
                stranger.sync().lpush(key, text);
            },
            () -> stranger.sync().flushall(),
            () -> stranger.sync().flushdb(),
        };
        for (int i = 0; i < deeds.length; i++) {
            int expected = runs.get() + 1;
            long stores = memo.tierInfo().stores();
            assertThat(memo.apply(1)).isEqualTo(expected);
            eventually(() -> memo.tierInfo().stores() == stores + 1);
            assertThat(other.apply(1)).isEqualTo(expected);
            deeds[i].run();
            eventually(() -> memo.peek(1) == null && other.peek(1) == null);
        }
        assertThat(memo.tierInfo().rejected()).isZero();
        // A look may have been faster than the message.
        eventually(() -> memo.tierInfo().flushes() == 2);
    }

    @Test
    void resultThatAStrangerHasPutThereIsServed() throws Exception {
        RedisTier tier = tier();
        Memo1<Integer, Integer> memo = memo(tier);
        assertThat(memo.apply(1)).isEqualTo(1);
        eventually(() -> memo.tierInfo().stores() == 1);
        Codec codec = ScalarCodec.of(Integer.class);
        long now = System.currentTimeMillis();
        byte[] value = new Envelope(codec.id(), codec.shape(), now, now + 600_000, 1, codec.encode(77))
                .toBytes(RedisKey.parsed(keyOf(1)), null);
        stranger.sync().psetex(keyOf(1), 600_000, value);
        eventually(() -> memo.apply(1) == 77);
    }

    @Test
    void evictedResultsLeaveTheHeaps() throws Exception {
        try (Server small = Server.embedded("--maxmemory-policy", "allkeys-lru")) {
            try (RedisTier tier = small.tier("tracking", "true")) {
                Memo1<Integer, String> memo = Memo.builder()
                        .name(name)
                        .maxSize(1000)
                        .tier(tier, String.class)
                        .function(key -> "x".repeat(1000));
                for (int i = 0; i < 500; i++) {
                    memo.apply(i);
                }
                eventually(() -> memo.tierInfo().stores() == 500);
                assertThat(memo.cacheInfo().currSize()).isEqualTo(500);
                String used = small.redis()
                        .info("memory")
                        .lines()
                        .filter(line -> line.startsWith("used_memory:"))
                        .findFirst()
                        .orElseThrow()
                        .substring("used_memory:".length());
                small.redis().configSet("maxmemory", "" + (Long.parseLong(used.trim()) - 200_000));
                small.redis().set("more", "x");
                eventually(() -> memo.cacheInfo().currSize() < 500);
                eventually(() -> memo.cacheInfo().currSize()
                        == small.redis().keys("memoize:" + name + ":*").size());
            }
        }
    }

    /** Leases, marks of who waits, renewals and results are writes too. */
    @Test
    void whatTiersWriteLeavesHeapsAlone() throws Exception {
        RedisTier p = tier();
        RedisTier q = tier();
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Memo1<Integer, Integer> slow = Memo.builder()
                .name(name)
                .tier(p, Integer.class)
                .function(key -> {
                    begun.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return runs.incrementAndGet();
                });
        Memo1<Integer, Integer> waiting = memo(q);
        Thread computing = new Thread(() -> slow.apply(1));
        computing.start();
        begun.await();
        untilAllPushesHaveCome(q);
        Thread waiter = new Thread(() -> waiting.apply(1));
        waiter.start();
        eventually(() -> waiting.tierInfo().waits() == 1);
        long left = server.redis().pttl(new String(keyOf(1), StandardCharsets.UTF_8));
        eventually(() -> server.redis().pttl(new String(keyOf(1), StandardCharsets.UTF_8)) > left);
        goOn.countDown();
        computing.join();
        waiter.join();
        untilAllPushesHaveCome(p, q);
        assertThat(runs).hasValue(1);
        assertThat(slow.peek(1)).as("of the one that computed").isEqualTo(1);
        assertThat(waiting.peek(1)).as("of the one that waited").isEqualTo(1);
        assertThat(slow.tierInfo().rejected()).isZero();
    }

    /** The answer is from before the write, and is late: the push has come and found nothing to drop. */
    @Test
    void answerThatIsSlowerThanThePushIsLookedAtAgain() throws Exception {
        RedisTier tier = tier();
        Memo1<Integer, Integer> memo = memo(tier);
        memo.apply(1);
        eventually(() -> memo.tierInfo().stores() == 1);
        untilAllPushesHaveCome(tier);
        RedisKey key = RedisKey.parsed(keyOf(1));
        tier.provenances().forget(key);
        Provenances.Reading late = tier.provenances().begin(key);
        byte[] answer = stranger.sync().get(key.bytes);
        stranger.sync().del(key.bytes);
        untilAllPushesHaveCome(tier);
        assertThat(memo.peek(1)).as("as if it were pending").isEqualTo(1);
        late.saw(answer, TagKeys.NONE);
        late.end();
        eventually(() -> memo.peek(1) == null);
    }

    @Test
    void computationThatFailedLeavesTheNextOneAlone() throws Exception {
        RedisTier tier = tier();
        Memo1<Integer, Integer> memo = Memo.builder()
                .name(name)
                .tier(tier, Integer.class)
                .function(key -> {
                    if (runs.incrementAndGet() == 1) {
                        throw new IllegalStateException("the database said no");
                    }
                    return 7;
                });
        assertThatThrownBy(() -> memo.apply(1)).hasMessage("the database said no");
        assertThat(memo.apply(1)).isEqualTo(7);
        eventually(() -> memo.tierInfo().stores() == 1);
        untilAllPushesHaveCome(tier);
        assertThat(memo.peek(1)).isEqualTo(7);
    }

    /** It has waited in vain for a lease of this process, and rests on it; then the other computation fails. */
    @Test
    void resultThatWasComputedBesideAFailureFollowsStrangers() throws Exception {
        RedisTier tier = tier("lease", "300ms");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Memo1<Integer, Integer> failing = Memo.builder()
                .name(name)
                .tier(tier, Integer.class)
                .function(key -> {
                    begun.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    throw new IllegalStateException("the database said no");
                });
        Memo1<Integer, Integer> beside = memo(tier);
        Thread computing =
                new Thread(() -> assertThatThrownBy(() -> failing.apply(1)).hasMessage("the database said no"));
        computing.start();
        begun.await();
        assertThat(beside.apply(1)).isEqualTo(1);
        goOn.countDown();
        computing.join();
        untilAllPushesHaveCome(tier);
        stranger.sync().set(keyOf(1), "what is this".getBytes(StandardCharsets.UTF_8));
        eventually(() -> beside.peek(1) == null);
    }

    @Test
    void useThatProlongsAResultLeavesHeapsAlone() throws Exception {
        RedisTier p = tier();
        RedisTier q = tier();
        MemoBuilder idle = Memo.builder().ttl(Duration.ofMinutes(10)).expireAfterAccess(Duration.ofMinutes(5));
        Memo1<Integer, Integer> memo = memo(p, idle);
        Memo1<Integer, Integer> other =
                memo(q, Memo.builder().ttl(Duration.ofMinutes(10)).expireAfterAccess(Duration.ofMinutes(5)));
        memo.apply(1);
        eventually(() -> memo.tierInfo().stores() == 1);
        stranger.sync().pexpire(keyOf(1), 200_000);
        // One that comes just before a look-up has begun ends it, though it need not.
        untilAllPushesHaveCome(q);
        other.apply(1);
        eventually(() -> stranger.sync().pttl(keyOf(1)) > 200_000);
        untilAllPushesHaveCome(p, q);
        assertThat(memo.peek(1)).isEqualTo(1);
        assertThat(other.peek(1)).isEqualTo(1);
    }

    @Test
    void putAndInvalidatedAndTaggedResultsStayWhereTheyBelong() throws Exception {
        RedisTier p = tier();
        RedisTier q = tier();
        Memo1<Integer, Integer> memo = memo(p, Memo.builder().tags("all" + name, name + ":{0}"));
        Memo1<Integer, Integer> other = memo(q, Memo.builder().tags("all" + name, name + ":{0}"));
        memo.apply(1);
        eventually(() -> memo.tierInfo().stores() == 1);
        other.apply(1);
        other.put(1, 11);
        untilAllPushesHaveCome(p, q);
        assertThat(other.peek(1)).as("its own").isEqualTo(11);
        assertThat(memo.apply(1)).isEqualTo(11);
        other.preload(Map.of(1, 12, 2, 22));
        untilAllPushesHaveCome(p, q);
        assertThat(other.peek(1)).isEqualTo(12);
        assertThat(memo.getAll(List.of(1, 2)).values()).containsExactly(12, 22);
        memo.invalidate(1);
        assertThat(memo.apply(1)).isEqualTo(2);
        untilAllPushesHaveCome(p, q);
        assertThat(memo.peek(1)).isEqualTo(2);
        assertThat(memo.peek(2)).isEqualTo(22);
        assertThat(other.peek(2)).isEqualTo(22);
        assertThat(memo.tierInfo().rejected() + other.tierInfo().rejected()).isZero();

        stranger.sync().del(p.tags().key(name + ":2").bytes);
        eventually(() -> memo.peek(2) == null && other.peek(2) == null);
        assertThat(memo.peek(1)).isEqualTo(2);
        stranger.sync().del(p.tags().key("all" + name).bytes);
        eventually(() -> memo.peek(1) == null && other.peek(1) == null);
    }

    @Test
    void resultThatIsTooLargeStaysInTheHeapThatComputedIt() throws Exception {
        RedisTier p = tier("maxPayload", "64");
        RedisTier q = tier("maxPayload", "64");
        Memo1<Integer, String> memo =
                Memo.builder().name(name).tier(p, String.class).function(n -> "x".repeat(100));
        Memo1<Integer, String> other =
                Memo.builder().name(name).tier(q, String.class).function(n -> "x".repeat(100));
        memo.apply(1);
        untilAllPushesHaveCome(q);
        other.apply(1);
        untilAllPushesHaveCome(p, q);
        assertThat(memo.peek(1)).isNotNull();
        assertThat(other.peek(1)).isNotNull();
        stranger.sync().set(keyOf(1), "what is this".getBytes(StandardCharsets.UTF_8));
        eventually(() -> memo.peek(1) == null && other.peek(1) == null);
    }

    @Test
    void deletedLeaseIsNotWaitedFor() throws Exception {
        RedisTier tier = tier("lease", "30s");
        // Of a process that is no more.
        stranger.sync().psetex(keyOf(1), 30_000, new LeaseToken().stored(1));
        Memo1<Integer, Integer> memo = memo(tier);
        Thread waiter = new Thread(() -> memo.apply(1));
        waiter.start();
        eventually(() -> memo.tierInfo().waits() == 1);
        stranger.sync().del(keyOf(1));
        waiter.join(20_000);
        assertThat(memo.peek(1)).isEqualTo(1);
    }

    /** As many as to ask for each at once would be more than the connection takes. */
    @Test
    void manyKeysThatAStrangerDeletesAtOnceLeaveTheHeaps() throws Exception {
        RedisTier tier = tier();
        Memo1<Integer, Integer> memo = memo(tier, Memo.builder().maxSize(100_000));
        Map<Integer, Integer> all = new HashMap<>();
        byte[][] keys = new byte[30_000][];
        for (int i = 0; i < keys.length; i++) {
            all.put(i, -i);
            keys[i] = keyOf(i);
        }
        memo.preload(all);
        untilAllPushesHaveCome(tier);
        assertThat(memo.cacheInfo().currSize()).isEqualTo(keys.length);
        stranger.sync().del(keys);
        eventually(() -> memo.cacheInfo().currSize() == 0);
        assertThat(memo.tierInfo().state()).isEqualTo("closed");
        assertThat(memo.tierInfo().failures()).isZero();
        assertThat(memo.apply(1)).isEqualTo(1);
    }

    /** An invalidation that Redis has not confirmed keeps this process from asking for the key. */
    @Test
    void resultThatRedisWasNotAskedForFollowsStrangersToo() throws Exception {
        RedisTier tier = tier();
        Memo1<Integer, Integer> memo = memo(tier);
        memo.apply(1);
        eventually(() -> memo.tierInfo().stores() == 1);
        memo.invalidate(1);
        untilAllPushesHaveCome(tier);
        RedisKey key = RedisKey.parsed(keyOf(1));
        Backlog.Entry unconfirmed = tier.backlog().add(key);
        assertThat(memo.apply(1)).isEqualTo(2);
        tier.backlog().done(key, unconfirmed);
        assertThat(memo.tierInfo().skipped()).isEqualTo(1);
        assertThat(memo.peek(1)).isEqualTo(2);
        stranger.sync().set(keyOf(1), "what is this".getBytes(StandardCharsets.UTF_8));
        eventually(() -> memo.peek(1) == null);
    }

    /** Where it is deleted between its two looks it computes in vain, and another key has to show it. */
    @Test
    void whoWaitsBesideAnExpiredResultThatIsDeletedComputesUnderTheLease() throws Exception {
        Supplier<MemoBuilder> stale =
                () -> Memo.builder().ttl(Duration.ofMillis(200)).staleIfError(Duration.ofMinutes(10));
        Memo1<Integer, Integer> first = memo(tier(), stale.get());
        Memo1<Integer, Integer> waiting = memo(tier("lease", "30s"), stale.get());
        for (int i = 1; i <= 20 && waiting.tierInfo().stores() == 0; i++) {
            int key = i;
            first.apply(key);
            eventually(() -> first.tierInfo().stores() == key);
            long expired = System.nanoTime() + Duration.ofMillis(250).toNanos();
            eventually(() -> System.nanoTime() - expired > 0);
            // Of a process that is no more.
            byte[] lease = RedisKey.parsed(keyOf(key)).refresh().bytes;
            stranger.sync().psetex(lease, 30_000, new LeaseToken().stored(1));
            Thread waiter = new Thread(() -> waiting.apply(key));
            waiter.start();
            eventually(() -> waiting.tierInfo().waits() == key);
            stranger.sync().del(keyOf(key));
            stranger.sync().del(lease);
            waiter.join();
            eventually(() -> waiting.tierInfo().stores() + waiting.tierInfo().rejected() > 0);
        }
        assertThat(waiting.tierInfo().stores()).isEqualTo(1);
    }

    @Test
    void keysThatNoHeapHasAreForgotten() throws Exception {
        RedisTier tier = tier();
        Memo1<Integer, Integer> memo = memo(tier, Memo.builder().maxSize(100).tags(name + ":{0}"));
        for (int i = 0; i < 5000; i++) {
            memo.apply(i);
        }
        // What sweeps runs beside.
        AtomicInteger more = new AtomicInteger(10_000);
        eventually(() -> {
            memo.apply(more.incrementAndGet());
            return tier.provenances().size() < 2000;
        });
        memo.apply(4999);
        eventually(() -> memo.tierInfo().stores() >= 5000);
        untilAllPushesHaveCome(tier);
        assertThat(memo.cacheInfo().currSize()).isEqualTo(100);
        stranger.sync().del(keyOfTagged(4999, tier));
        eventually(() -> memo.peek(4999) == null);
    }

    private byte[] keyOfTagged(int argument, RedisTier tier) {
        byte[] prefix = ("memoize:" + name + "::").getBytes(StandardCharsets.UTF_8);
        return RedisKey.of(
                        prefix,
                        CanonicalKey.of(new Object[] {argument}, true),
                        List.of(tier.tags().key(name + ":" + argument)))
                .bytes;
    }

    private static long reads() {
        return server.redis()
                .info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_getrange:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("cmdstat_getrange:calls=(\\d+),.*", "$1")))
                .sum();
    }

    @Test
    void keysThatNoHeapHasAreNotLookedAt() throws Exception {
        RedisTier tier = tier();
        Memo1<Integer, Integer> memo = memo(tier, Memo.builder().maxSize(0));
        memo.apply(1);
        eventually(() -> memo.tierInfo().stores() == 1);
        untilAllPushesHaveCome(tier);
        long before = reads();
        for (int i = 0; i < 500; i++) {
            stranger.sync().pexpire(keyOf(1), 500_000 + i);
        }
        untilAllPushesHaveCome(tier);
        assertThat(reads() - before).isLessThan(50);
    }

    /** A heap that lets nobody through: what asks it is held up, and so is what tells it. */
    private static final class Stuck implements RemoteMemo.Listener {
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch told = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);

        private boolean hold(CountDownLatch reached) {
            reached.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        }

        @Override
        public boolean mayHold(Object key) {
            return hold(asked);
        }

        @Override
        public void invalidatedAll() {
            hold(told);
        }

        @Override
        public void invalidated(Object key) {}

        @Override
        public void invalidatedTag(Object tag) {}
    }

    /** However long they take. */
    @Test
    void sweepingAndClearingLeaveLeasesAlone() throws Exception {
        RedisTier tier = tier("lease", "2s");
        RemoteMemo swept =
                tier.open(new RemoteMethod(name + "swept", "", Integer.class, List.of(int.class), true, null));
        Stuck stuck = new Stuck();
        swept.listen(stuck);
        for (int i = 0; i < 400; i++) {
            swept.lookUp(swept.key(new Object[] {i}, List.of()), false);
        }
        stuck.asked.await();
        String prefix = "memoize:" + name + "swept::";
        tier.backlog().failedAll(tier.backlog().addAll(prefix));
        stuck.told.await();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Memo1<Integer, Integer> slow = Memo.builder()
                .name(name)
                .tier(tier, Integer.class)
                .function(key -> {
                    begun.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return runs.incrementAndGet();
                });
        Thread computing = new Thread(() -> slow.apply(1));
        computing.start();
        begun.await();
        eventually(() -> stranger.sync().pttl(keyOf(1)) < 1_900);
        long left = stranger.sync().pttl(keyOf(1));
        eventually(() -> stranger.sync().pttl(keyOf(1)) > left);
        goOn.countDown();
        computing.join();
        stuck.goOn.countDown();
    }

    @Test
    void withoutItNothingIsKept() throws Exception {
        try (RedisTier tier = server.tier()) {
            Memo1<Integer, Integer> memo = memo(tier);
            memo.apply(1);
            eventually(() -> memo.tierInfo().stores() == 1);
            assertThat(tier.provenances().size()).isZero();
            stranger.sync().del(keyOf(1));
            assertThat(memo.apply(1)).isEqualTo(1);
        }
    }
}
