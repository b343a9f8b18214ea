package dev.memoize.tier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.MemoBuilder;
import dev.memoize.spi.RemoteTier;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** What the parts of the contract have in common: processes, and memos in them. */
public interface TierProcesses {
    /** Another process, connected, with the results of all others. */
    RemoteTier process() throws Exception;

    /** Names what belongs to this test alone. */
    String test();

    default MemoBuilder memo(RemoteTier process) {
        return memo(process, String.class);
    }

    MemoBuilder memo(RemoteTier process, Class<?> type);

    <T> Future<T> async(Callable<T> task);

    /** Waits, within a bound, for what a message or the passing of time brings about. */
    static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("still not true after 20 s").isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Waits for what has to come. */
    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).as("came within 30 s").isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void await(CountDownLatch latch, long millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A body that says how often it ran. */
    final class Counted implements Function<String, String> {
        public final AtomicInteger runs = new AtomicInteger();
        public volatile String suffix = "";

        @Override
        public String apply(String key) {
            runs.incrementAndGet();
            return key + suffix;
        }
    }
}
