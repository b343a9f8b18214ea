package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three processes read and change while connections are cut, refused, silent or slow, and the server is frozen or
 * killed, at random. No call fails meanwhile. When all is well again, every process has what the database has: whatever
 * was not delivered then was delivered since, and nothing old was kept.
 *
 * <p>{@code -Dchaos.seconds=60} lets it go on for longer.
 */
@Timeout(300)
final class ChaosTest {
    private static final int KEYS = 100;

    private final AtomicIntegerArray database = new AtomicIntegerArray(KEYS);
    private final AtomicInteger version = new AtomicInteger();
    private final List<RedisTier> tiers = new ArrayList<>();
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final List<Memo1<Integer, Integer>> memos = new ArrayList<>();

    @Test
    void afterAllThatHappensEveryProcessHasWhatTheDatabaseHas() throws Exception {
        long seed = Long.getLong("chaos.seed", new Random().nextLong());
        System.out.println("ChaosTest: seed " + seed);
        try (Server server = Server.embedded()) {
            for (int i = 0; i < 3; i++) {
                FaultProxy proxy = new FaultProxy(server.port);
                proxies.add(proxy);
                RedisTier tier = Server.connected(new RedisTier(new RedisSettings(
                        Server.settingsAt(proxy.port(), "timeout", "100ms", "probe", "50ms", "lease", "500ms"))));
                tiers.add(tier);
                memos.add(Memo.builder()
                        .name("chaos" + Long.toHexString(seed))
                        .maxSize(KEYS / 2)
                        .tags("chaos", "chaos:{0}")
                        .tier(tier, int.class)
                        .function(database::get));
            }
            AtomicInteger calls = new AtomicInteger();
            List<Throwable> thrown = new ArrayList<>();
            AtomicBoolean stop = new AtomicBoolean();
            List<Thread> threads = start(stop, calls, thrown);
            makeTrouble(server, new Random(seed));
            stop.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(thrown).isEmpty();
            untilAllAgree(seed);
            System.out.println("ChaosTest: " + calls + " calls, " + version + " changes, "
                    + memos.get(0).tierInfo());
        } finally {
            tiers.forEach(RedisTier::close);
            for (FaultProxy proxy : proxies) {
                proxy.close();
            }
        }
    }

    private List<Thread> start(AtomicBoolean stop, AtomicInteger calls, List<Throwable> thrown) {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            Memo1<Integer, Integer> memo = memos.get(t % 3);
            RedisTier tier = tiers.get(t % 3);
            Thread thread = new Thread(() -> {
                try {
                    while (!stop.get()) {
                        calls.incrementAndGet();
                        int key = ThreadLocalRandom.current().nextInt(KEYS);
                        memo.apply(key);
                        if (ThreadLocalRandom.current().nextInt(50) == 0) {
                            database.set(key, version.incrementAndGet());
                            if (ThreadLocalRandom.current().nextBoolean()) {
                                memo.invalidate(key);
                            } else {
                                tier.invalidateTag("chaos:" + key);
                            }
                        }
                    }
                } catch (Throwable e) {
                    synchronized (thrown) {
                        thrown.add(e);
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private void makeTrouble(Server server, Random random) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("chaos.seconds", 4));
        while (System.nanoTime() < end) {
            FaultProxy proxy = proxies.get(random.nextInt(3));
            switch (random.nextInt(7)) {
                case 0 -> proxy.cut();
                case 1 -> {
                    proxy.refusing = true;
                    proxy.cut();
                }
                case 2 -> proxy.blackhole(true);
                case 3 -> proxy.delayMillis = random.nextInt(200);
                case 4 -> server.freeze();
                case 5 -> {
                    server.kill();
                    server.start();
                }
                default -> server.redis().flushall();
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(600));
            server.thaw();
            proxy.refusing = false;
            proxy.blackhole(false);
            proxy.delayMillis = 0;
            TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
        }
    }

    /** Well within the time that heaps may be behind, so that it is not time which heals. */
    private void untilAllAgree(long seed) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            TreeMap<String, String> wrong = new TreeMap<>();
            for (int m = 0; m < memos.size(); m++) {
                for (int key = 0; key < KEYS; key++) {
                    int got = memos.get(m).apply(key);
                    if (got != database.get(key)) {
                        wrong.put("process " + m + " key " + key, got + " for " + database.get(key));
                    }
                }
            }
            boolean connected =
                    memos.stream().allMatch(m -> m.tierInfo().state().equals("closed"));
            if (connected && wrong.isEmpty()) {
                return;
            }
            assertThat(System.nanoTime() - end)
                    .as("seed " + seed + ": " + wrong + " " + memos.get(0).tierInfo()
                            + memos.get(1).tierInfo() + memos.get(2).tierInfo())
                    .isNegative();
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
