package dev.memoize.cli.fib;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Plain against memoized over n: how often the body ran and how long one run took. Index n of an array is fib(n).
 *
 * <p>Timed are the functions of {@link Unlogged}, in a warm JVM, each memoized run from an empty cache. A time is the
 * shortest of at least {@link #rounds} runs, as Python's {@code timeit} advises: whatever else the machine does only
 * adds to it.
 *
 * @param measuredTo the last n that plain fib was run for; its times beyond are an estimate, by the number of calls
 */
record Comparison(
        int n,
        double[] plainCalls,
        double[] memoizedCalls,
        double[] plainSeconds,
        double[] memoizedSeconds,
        int measuredTo,
        int rounds) {

    private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** For plain fib; memoized, all n are quick. */
    private static final int WARM_UP_TO = 20;

    private static final int WARM_UP_ROUNDS = 1000;
    private static final long MEASURE_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final int FEWEST_ROUNDS = 5;
    private static final int MOST_ROUNDS = 2000;
    /** A plain run of fewer calls is repeated to about this many, or the timer would be most of what is timed. */
    private static final BigInteger CALLS_PER_TIMING = BigInteger.valueOf(4000);

    static Comparison measure(int n, int plainTo) {
        int measuredTo = Math.min(n, plainTo);
        Runs warmUp = new Runs(n, Math.min(n, WARM_UP_TO));
        warmUp.turns(warmUp::memoized, WARM_UP_NANOS, WARM_UP_ROUNDS, Integer.MAX_VALUE);
        warmUp.turns(warmUp::plain, WARM_UP_NANOS, WARM_UP_ROUNDS, Integer.MAX_VALUE);
        Runs runs = new Runs(n, measuredTo);
        int rounds = Math.min(
                runs.turns(runs::memoized, MEASURE_NANOS, FEWEST_ROUNDS, MOST_ROUNDS),
                runs.turns(runs::plain, MEASURE_NANOS, FEWEST_ROUNDS, MOST_ROUNDS));

        double[] plainCalls = new double[n + 1];
        double[] plainSeconds = Arrays.copyOf(runs.plain, n + 1);
        double secondsPerCall = Double.MAX_VALUE;
        for (int i = 0; i <= n; i++) {
            plainCalls[i] = Fibonacci.plainCalls(i).doubleValue();
            if (i > measuredTo) {
                plainSeconds[i] = secondsPerCall * plainCalls[i];
            } else if (i > measuredTo - 10) {
                secondsPerCall = Math.min(secondsPerCall, plainSeconds[i] / plainCalls[i]);
            }
        }
        return new Comparison(n, plainCalls, runs.memoizedCalls, plainSeconds, runs.memoized, measuredTo, rounds);
    }

    /** The first n from which on memoizing is the faster way, or n + 1. */
    int fasterFrom() {
        int from = n + 1;
        while (from > 0 && memoizedSeconds[from - 1] < plainSeconds[from - 1]) {
            from--;
        }
        return from;
    }

    boolean isEstimated() {
        return measuredTo < n;
    }

    double timesFaster() {
        return plainSeconds[n] / memoizedSeconds[n];
    }

    private static final class Runs {
        private static final Memo1<Integer, Long> MEMO = Memo.of(Unlogged::fibMemoization);

        final double[] plain;
        final double[] memoized;
        final double[] memoizedCalls;
        private final int[] repetitions;
        /** Takes every result, so that no run can be optimized away. */
        private long results;

        Runs(int n, int measuredTo) {
            plain = new double[measuredTo + 1];
            memoized = new double[n + 1];
            memoizedCalls = new double[n + 1];
            repetitions = new int[measuredTo + 1];
            Arrays.fill(plain, Double.MAX_VALUE);
            Arrays.fill(memoized, Double.MAX_VALUE);
            for (int i = 0; i <= measuredTo; i++) {
                BigInteger fits = CALLS_PER_TIMING.divide(Fibonacci.plainCalls(i));
                repetitions[i] = fits.max(BigInteger.ONE).intValue();
            }
        }

        /** Takes turns until the time is over, and returns how many. */
        int turns(LongConsumer turn, long nanos, int fewest, int most) {
            long start = System.nanoTime();
            int turns = 0;
            while (turns < most && (turns < fewest || System.nanoTime() - start < nanos)) {
                turn.accept(timer());
                turns++;
            }
            if (results == Long.MIN_VALUE) {
                throw new AssertionError("cannot be: all results are positive and few");
            }
            return turns;
        }

        /** Every n once. */
        void plain(long timer) {
            for (int n = 0; n < plain.length; n++) {
                long start = System.nanoTime();
                for (int i = 0; i < repetitions[n]; i++) {
                    results += Unlogged.fib(n) & 1;
                }
                plain[n] = Math.min(plain[n], seconds(start, timer) / repetitions[n]);
            }
        }

        /** Every n once. */
        void memoized(long timer) {
            for (int n = 0; n < memoized.length; n++) {
                MEMO.cacheClear();
                long start = System.nanoTime();
                results += Unlogged.fibMemoization(n) & 1;
                memoized[n] = Math.min(memoized[n], seconds(start, timer));
                memoizedCalls[n] = MEMO.cacheInfo().misses();
            }
        }

        private static double seconds(long start, long timer) {
            return Math.max(1, System.nanoTime() - start - timer) / 1e9;
        }

        /** What reading the clock takes: the least of a few readings. */
        private static long timer() {
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 10; i++) {
                long start = System.nanoTime();
                least = Math.min(least, System.nanoTime() - start);
            }
            return least;
        }
    }
}
