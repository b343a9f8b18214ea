package dev.memoize.redis;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process of {@link LeaseTest}: reads a line with a key, calls the memo with it from eight threads, writes a line
 * with what they got.
 */
final class LeaseChild {
    private final RedisCommands<String, String> redis;
    private final RedisTier tier;
    private final Map<String, Memo1<String, String>> memos = new HashMap<>();

    private LeaseChild(int port, String settings) throws Exception {
        redis = RedisClient.create("redis://127.0.0.1:" + port).connect().sync();
        tier = Server.connected(new RedisTier(new RedisSettings(
                Server.settingsAt(port, ("lease 1s " + settings).trim().split(" ")))));
    }

    private String load(String mode, String key) {
        long load = redis.incr("loads:" + mode + key);
        String pid = "" + ProcessHandle.current().pid();
        boolean first = mode.equals("normal") || redis.set("holder:" + mode, pid, SetArgs.Builder.nx()) != null;
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
    }

    private Memo1<String, String> memo(String mode) {
        return memos.computeIfAbsent(
                mode, m -> Memo.builder().name(m).tier(tier, String.class).function(key -> load(m, key)));
    }

    private String callFromEightThreads(String mode, String key) throws InterruptedException {
        Memo1<String, String> memo = memo(mode);
        ConcurrentLinkedQueue<String> got = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                try {
                    got.add(memo.apply(key));
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
        return String.join("|", new TreeSet<>(got)) + " x" + got.size();
    }

    public static void main(String[] arguments) throws Exception {
        LeaseChild child = new LeaseChild(Integer.parseInt(arguments[0]), arguments[1]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String mode = line.split(" ")[0];
            String what = line.split(" ")[1];
            System.out.println(
                    what.equals("rejected")
                            ? "rejected " + child.memo(mode).tierInfo().rejected()
                            : child.callFromEightThreads(mode, what));
        }
        System.exit(0);
    }
}
