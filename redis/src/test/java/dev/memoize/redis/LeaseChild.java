package dev.memoize.redis;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.spi.TierInfo;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process of {@link LeaseTest}: reads a line with a key, calls the memo with it from eight threads, writes a line
 * with what they got.
 */
final class LeaseChild {
    private LeaseChild() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        String mode = arguments[1];
        RedisCommands<String, String> redis =
                RedisClient.create("redis://127.0.0.1:" + port).connect().sync();
        RedisTier tier = Server.connected(new RedisTier(new RedisSettings(Server.settingsAt(port, "lease", "1s"))));
        String pid = "" + ProcessHandle.current().pid();
        Memo1<String, String> memo = Memo.builder()
                .name(mode)
                .tier(tier, String.class)
                .function(key -> {
                    long load = redis.incr("loads:" + mode + key);
                    boolean first = mode.equals("normal") || redis.setnx("holder:" + mode, pid);
                    try {
                        if (first && mode.equals("killed")) {
                            Runtime.getRuntime().halt(9);
                        }
                        if (first && mode.equals("thrown")) {
                            throw new IllegalStateException("the database said no");
                        }
                        if (first && mode.equals("frozen")) {
                            while (redis.get("resume:" + mode) == null) {
                                TimeUnit.MILLISECONDS.sleep(5);
                            }
                        }
                        // What a query takes.
                        TimeUnit.MILLISECONDS.sleep(mode.equals("outlasting") ? 2500 : 100);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return key + " of load " + load;
                });
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String key = in.readLine(); key != null; key = in.readLine()) {
            ConcurrentLinkedQueue<String> got = new ConcurrentLinkedQueue<>();
            List<Thread> threads = new ArrayList<>();
            String asked = key;
            for (int i = 0; i < 8; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        got.add(memo.apply(asked));
                    } catch (IllegalStateException e) {
                        got.add(e.getMessage());
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            // The last fill may still be on its way.
            TierInfo info = memo.tierInfo();
            System.out.println(String.join("|", new java.util.TreeSet<>(got)) + " x" + got.size());
            if (asked.equals("stats")) {
                System.out.println("rejected " + info.rejected() + " waits " + info.waits());
            }
        }
        System.exit(0);
    }
}
