package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How often the server is asked, by its own count. */
@Timeout(60)
final class RoundTripsTest {
    private static final int CALLS = 200;

    private final AtomicInteger loads = new AtomicInteger();

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("still not true").isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static long count(Server server, String command) {
        for (String line : server.redis().info("commandstats").split("\r?\n")) {
            if (line.startsWith("cmdstat_" + command + ":calls=")) {
                return Long.parseLong(line.replaceAll("^[^=]*=(\\d+).*", "$1"));
            }
        }
        return 0;
    }

    private Memo1<Integer, String> memo(RedisTier tier, Map<String, Duration> times) {
        var builder = Memo.builder().name("trips").maxSize(0).tier(tier, String.class);
        if (times.containsKey("refresh")) {
            builder = builder.refreshAfterWrite(times.get("refresh"));
        }
        return builder.function(n -> {
            loads.incrementAndGet();
            return "result " + n;
        });
    }

    /** A script counts each command that it runs: filling reads once, so does asking for what is there. */
    private static long reads(Server server) {
        return count(server, "getrange");
    }

    @Test
    void whereMostIsAbsentTheLeaseIsAskedForAtOnce() throws Exception {
        try (Server server = Server.embedded();
                RedisTier tier = server.tier("lease", "30s")) {
            Memo1<Integer, String> memo = memo(tier, Map.of());
            for (int i = 0; i < CALLS; i++) {
                assertThat(memo.apply(i)).isEqualTo("result " + i);
            }
            eventually(() -> memo.tierInfo().stores() == CALLS);
            assertThat(reads(server)).isBetween((long) CALLS, CALLS + CALLS / 4L);
            assertThat(loads).hasValue(CALLS);
            assertThat(memo.tierInfo().misses()).isEqualTo(CALLS);
            assertThat(memo.tierInfo().failures()).isZero();
        }
    }

    @Test
    void resultsAreFoundAlsoWhereNoneWasExpected() throws Exception {
        try (Server server = Server.embedded();
                RedisTier tier = server.tier("lease", "30s");
                RedisTier other = server.tier("lease", "30s")) {
            Memo1<Integer, String> theirs = memo(other, Map.of());
            for (int i = 0; i < CALLS; i++) {
                theirs.apply(-i - 1);
            }
            eventually(() -> theirs.tierInfo().stores() == CALLS);
            Memo1<Integer, String> ours = memo(tier, Map.of());
            for (int i = 0; i < CALLS; i++) {
                ours.apply(i);
            }
            loads.set(0);
            long scripts = count(server, "evalsha");
            for (int i = 0; i < CALLS; i++) {
                assertThat(ours.apply(-i - 1)).isEqualTo("result " + (-i - 1));
            }
            assertThat(loads).hasValue(0);
            assertThat(ours.tierInfo().hits()).isEqualTo(CALLS);
            // It has learnt that they are there.
            assertThat(count(server, "evalsha") - scripts).isLessThan(CALLS / 4);
        }
    }

    @Test
    void whatMayBeDueIsAlwaysReadFirst() throws Exception {
        try (Server server = Server.embedded();
                RedisTier tier = server.tier("lease", "30s")) {
            Memo1<Integer, String> memo = memo(tier, Map.of("refresh", Duration.ofHours(1)));
            for (int i = 0; i < CALLS; i++) {
                memo.apply(i);
            }
            eventually(() -> memo.tierInfo().stores() == CALLS);
            assertThat(reads(server)).isEqualTo(2 * CALLS);
        }
    }
}
