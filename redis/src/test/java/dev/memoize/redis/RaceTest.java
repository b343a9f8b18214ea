package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.spi.Lookup;
import dev.memoize.spi.RemoteMemo;
import dev.memoize.spi.RemoteMethod;
import dev.memoize.spi.RemoteTier;
import dev.memoize.spi.TierInfo;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Readers in two processes against a writer in a third, which changes the database and then invalidates; or against a
 * stranger, who knows nothing of us and deletes or overwrites keys. After they are done and all messages have come, no
 * heap may have anything but what the database has.
 *
 * <p>{@code -Drace.rounds=100} lets it go on for longer.
 */
@Timeout(120)
final class RaceTest {
    private static final int KEYS = 200;
    private static final int ROUNDS = Integer.getInteger("race.rounds", 4);

    /** How a change is told. */
    private enum By {
        KEY,
        TAG,
        STRANGER,
        STRANGER_TO_TAGS
    }

    private static Server server;
    private static StatefulRedisConnection<byte[], byte[]> stranger;

    @BeforeAll
    static void start() throws Exception {
        server = Server.embedded();
        stranger = server.bytes();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void noHeapKeepsAStaleResult() throws Exception {
        expectNoneStale(race(true, By.KEY, ROUNDS));
    }

    @Test
    void noHeapKeepsAStaleResultOfAnInvalidatedTag() throws Exception {
        expectNoneStale(race(true, By.TAG, ROUNDS));
    }

    @Test
    void noHeapKeepsWhatAStrangerHasDeletedOrOverwritten() throws Exception {
        expectNoneStale(race(true, By.STRANGER, ROUNDS, "tracking", "true"));
    }

    @Test
    void noHeapKeepsWhatHasATagThatAStrangerHasDeleted() throws Exception {
        expectNoneStale(race(true, By.STRANGER_TO_TAGS, ROUNDS, "tracking", "true"));
    }

    private static void expectNoneStale(long[] staleAndSeen) {
        assertThat(staleAndSeen[0]).as("stale of " + staleAndSeen[1]).isZero();
        assertThat(staleAndSeen[1]).as("entries compared").isGreaterThan(KEYS);
    }

    /**
     * The control: with invalidations that only reach what is in the heap already, the same test finds stale results.
     */
    @Test
    void withoutTheGuardTheRaceIsSeen() throws Exception {
        long stale = 0;
        for (int attempt = 0; attempt < 30 && stale == 0; attempt++) {
            stale = race(false, By.KEY, 1)[0];
        }
        assertThat(stale).isPositive();
    }

    @Test
    void withoutTheGuardTheStrangersRaceIsSeen() throws Exception {
        long stale = 0;
        for (int attempt = 0; attempt < 30 && stale == 0; attempt++) {
            stale = race(false, By.STRANGER, 1, "tracking", "true")[0];
        }
        assertThat(stale).isPositive();
    }

    @Test
    void withoutTrackingNobodyHearsOfStrangers() throws Exception {
        assertThat(race(true, By.STRANGER, 1)[0]).isPositive();
    }

    @Test
    void withoutTheGuardTheRaceOfTagsIsSeen() throws Exception {
        long stale = 0;
        for (int attempt = 0; attempt < 30 && stale == 0; attempt++) {
            stale = race(false, By.TAG, 1)[0];
        }
        assertThat(stale).isPositive();
    }

    private static long[] race(boolean guarded, By by, int rounds, String... settings) throws Exception {
        long seed = new Random().nextLong();
        String name = "race" + Long.toHexString(seed);
        System.out.println("RaceTest: seed " + seed);
        Random random = new Random(seed);
        Map<Integer, Integer> database = new ConcurrentHashMap<>();
        List<RedisTier> tiers = new ArrayList<>();
        List<Memo1<Integer, Integer>> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RedisTier tier = server.tier(settings);
            tiers.add(tier);
            readers.add(Memo.builder()
                    .name(name)
                    .tags(
                            by == By.TAG || by == By.STRANGER_TO_TAGS
                                    ? new String[] {name, name + ":{0}"}
                                    : new String[0])
                    .maxSize(KEYS * 2)
                    .tier(i == 2 ? tier : new Slow(tier, guarded), Integer.class)
                    .function(key -> database.getOrDefault(key, -1)));
        }
        Memo1<Integer, Integer> writer = readers.remove(2);
        long stale = 0;
        long seen = 0;
        for (int round = 0; round < rounds; round++) {
            AtomicBoolean stop = new AtomicBoolean();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 6; t++) {
                Memo1<Integer, Integer> reader = readers.get(t % 2);
                Thread thread = new Thread(() -> {
                    while (!stop.get()) {
                        reader.apply(ThreadLocalRandom.current().nextInt(KEYS));
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (int write = 0; write < 3000; write++) {
                int key = random.nextInt(KEYS);
                database.put(key, round * 100_000 + write);
                switch (by) {
                    case KEY -> writer.invalidate(key);
                    case TAG -> tiers.get(2).invalidateTag(name + ":" + key);
                    case STRANGER -> stranger(random, keyOf(name, key));
                    case STRANGER_TO_TAGS ->
                        stranger(random, tiers.get(2).tags().key(name + ":" + key).bytes);
                }
            }
            stop.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            // Twice: a key that is pushed while it is looked at is looked at once more after that.
            drain(name + "drain" + round, tiers, by.name().startsWith("STRANGER"));
            drain(name + "drained" + round, tiers, by.name().startsWith("STRANGER"));
            for (Memo1<Integer, Integer> reader : readers) {
                for (int key = 0; key < KEYS; key++) {
                    Integer kept = reader.peek(key);
                    if (kept != null) {
                        seen++;
                        stale += kept.equals(database.getOrDefault(key, -1)) ? 0 : 1;
                    }
                }
            }
        }
        tiers.forEach(RedisTier::close);
        System.out.println(
                "RaceTest: guarded " + guarded + " " + by + List.of(settings) + ": " + stale + " stale of " + seen);
        return new long[] {stale, seen};
    }

    private static byte[] keyOf(String name, Object argument) {
        byte[] prefix = ("memoize:" + name + "::").getBytes(StandardCharsets.UTF_8);
        return RedisKey.of(prefix, CanonicalKey.of(new Object[] {argument}, true)).bytes;
    }

    private static void stranger(Random random, byte[] key) {
        if (random.nextInt(3) == 0) {
            stranger.sync().set(key, "what is this".getBytes(StandardCharsets.UTF_8));
        } else {
            stranger.sync().del(key);
        }
    }

    /** Messages come in the order in which they were sent: when the last one is there, all are. */
    private static void drain(String name, List<RedisTier> tiers, boolean byStranger) throws InterruptedException {
        List<Memo1<String, String>> memos = new ArrayList<>();
        for (RedisTier tier : tiers) {
            memos.add(Memo.builder().name(name).tier(tier, String.class).function(key -> "there"));
        }
        memos.get(0).apply("x");
        memos.get(1).apply("x");
        if (byStranger && tiers.get(0).settings().tracking) {
            stranger.sync().del(keyOf(name, "x"));
        } else {
            memos.get(2).invalidate("x");
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (memos.get(0).peek("x") != null || memos.get(1).peek("x") != null) {
            assertThat(System.nanoTime() - end).isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /**
     * A tier that takes its time between reading and returning, and, without the guard, forgets invalidations of what
     * is being read: as a cache does that puts what it has read into its map without having said before that it is
     * reading.
     */
    private record Slow(RemoteTier tier, boolean guarded) implements RemoteTier {
        @Override
        public RemoteMemo open(RemoteMethod method) {
            return new SlowMemo(tier.open(method), guarded);
        }

        @Override
        public void invalidateTag(String tag) {
            tier.invalidateTag(tag);
        }

        @Override
        public void close() {
            tier.close();
        }
    }

    private static final class SlowMemo implements RemoteMemo, RemoteMemo.Listener {
        private final RemoteMemo memo;
        private final boolean guarded;
        private final Map<Object, Boolean> reading = new ConcurrentHashMap<>();
        private Listener heap;

        SlowMemo(RemoteMemo memo, boolean guarded) {
            this.memo = memo;
            this.guarded = guarded;
        }

        @Override
        public void invalidated(Object key) {
            if (guarded || !reading.containsKey(key)) {
                heap.invalidated(key);
            }
        }

        @Override
        public void invalidatedTag(Object tag) {
            if (guarded || reading.keySet().stream().noneMatch(key -> ((RedisKey) key).tags.contains(tag))) {
                heap.invalidatedTag(tag);
            }
        }

        @Override
        public void invalidatedAll() {
            heap.invalidatedAll();
        }

        @Override
        public Lookup lookUp(Object key, boolean mayWait) {
            reading.put(key, true);
            try {
                Lookup found = memo.lookUp(key, mayWait);
                LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(guarded ? 500_000 : 3_000_000));
                return found;
            } finally {
                reading.remove(key);
            }
        }

        @Override
        public void listen(Listener listener) {
            heap = listener;
            memo.listen(this);
        }

        @Override
        public long heapTtlNanos() {
            return memo.heapTtlNanos();
        }

        @Override
        public Object key(Object[] arguments, List<String> tags) {
            return memo.key(arguments, tags);
        }

        @Override
        public Object tag(String tag) {
            return memo.tag(tag);
        }

        @Override
        public void put(Object key, Object result, Listener origin) {
            memo.put(key, result, origin);
        }

        @Override
        public boolean invalidate(Object key) {
            return memo.invalidate(key);
        }

        @Override
        public void clear() {
            memo.clear();
        }

        @Override
        public TierInfo info() {
            return memo.info();
        }
    }
}
