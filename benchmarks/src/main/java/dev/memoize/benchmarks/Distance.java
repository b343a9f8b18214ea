package dev.memoize.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * How far two threads are from each other: how long a word takes from one to the other and back, before and after each
 * iteration. A virtual machine's processors share a cache at one moment and do not at the next, wherever the host puts
 * them, and then whatever threads share costs several times as much.
 */
public final class Distance implements InternalProfiler {
    static final String BEFORE = "distance.before";
    static final String AFTER = "distance.after";

    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int ROUNDS = 500;
    private static final long OVER = -1;

    private double before;

    @Override
    public String getDescription() {
        return "nanoseconds for a word from one thread to another and back";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = measure();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        return List.of(
                new ScalarResult(BEFORE, before, "ns", AggregationPolicy.AVG),
                new ScalarResult(AFTER, measure(), "ns", AggregationPolicy.AVG));
    }

    private static double measure() {
        AtomicLong word = new AtomicLong();
        Thread other = new Thread(() -> {
            long seen = 0;
            while (seen != OVER) {
                seen = word.get();
                if ((seen & 1) == 1 && seen != OVER) {
                    word.compareAndSet(seen, seen + 1);
                }
            }
        });
        other.setDaemon(true);
        other.start();
        long start = System.nanoTime();
        long best = Long.MAX_VALUE;
        long value = 0;
        // The best of many, since either thread may have to wait for a processor.
        while (System.nanoTime() - start < NANOS) {
            long from = System.nanoTime();
            for (int i = 0; i < ROUNDS; i++) {
                word.set(++value);
                value++;
                while (word.get() != value) {
                    Thread.onSpinWait();
                }
            }
            best = Math.min(best, System.nanoTime() - from);
        }
        word.set(OVER);
        return (double) best / ROUNDS;
    }
}
