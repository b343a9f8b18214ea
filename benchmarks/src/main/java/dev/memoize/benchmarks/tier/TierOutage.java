package dev.memoize.benchmarks.tier;

import dev.memoize.Memoize;
import dev.memoize.Memos;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The server stands still for some seconds (SIGSTOP) while one thread goes on calling a method whose body takes a
 * millisecond. Prints in microseconds: the median of the body alone, of calls while the server stands still, the worst
 * of those, and how long it took from the server's return until it answered a call again.
 */
public final class TierOutage {
    private static final int STORED = 2000;
    private static final long OUTAGE = TimeUnit.SECONDS.toNanos(4);
    private static long bodies;

    private TierOutage() {}

    @Memoize(maxSize = 1, ttl = "10m", tier = "redis")
    private static Item item(long id) {
        return body(id);
    }

    private static Item body(long id) {
        bodies++;
        LockSupport.parkNanos(1_000_000);
        return Item.of(id);
    }

    public static void main(String[] args) throws Exception {
        try (OwnServer server = new OwnServer()) {
            System.setProperty("memoize.redis.uri", server.uri());
            for (int id = 0; id < STORED; id++) {
                item(id);
            }
            double[] alone = new double[STORED];
            for (int i = 0; i < STORED; i++) {
                long start = System.nanoTime();
                body(i);
                alone[i] = System.nanoTime() - start;
            }
            server.signal("STOP");
            double[] calls = new double[100_000];
            int count = 0;
            long began = System.nanoTime();
            while (System.nanoTime() - began < OUTAGE && count < calls.length) {
                long start = System.nanoTime();
                item(count % STORED);
                calls[count++] = System.nanoTime() - start;
            }
            server.signal("CONT");
            long returned = System.nanoTime();
            long before;
            long id = 0;
            do {
                before = bodies;
                item(id++ % STORED);
            } while (bodies != before);
            double recovery = System.nanoTime() - returned;
            calls = Arrays.copyOf(calls, count);
            Arrays.sort(calls);
            Arrays.sort(alone);
            System.out.println(alone[STORED / 2] / 1000 + " " + calls[count / 2] / 1000 + " " + calls[count - 1] / 1000
                    + " " + recovery / 1000);
            Memos.closeTiers();
        }
        System.exit(0);
    }
}
