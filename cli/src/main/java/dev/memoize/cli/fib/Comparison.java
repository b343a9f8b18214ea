package dev.memoize.cli.fib;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Plain against memoized over n: how often the body ran and how long one run took. Index n of an array is fib(n).
 *
 * <p>Timed are the functions of {@link Unlogged}, in a warm JVM, each memoized run from an empty cache; a time is the
 * median of {@link #rounds} runs. All n take turns, so what disturbs the machine for a moment disturbs no single one.
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

    private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final long MEASURE_NANOS = TimeUnit.MILLISECONDS.toNanos(800);
    private static final int FEWEST_ROUNDS = 3;
    private static final int MOST_ROUNDS = 2000;
    /** A plain run of fewer calls is repeated to about this many, or the timer would be most of what is timed. */
    private static final int CALLS_PER_TIMING = 4000;

    private static final double SHORTEST_SECONDS = 1e-9;

    static Comparison measure(int n, int plainTo) {
        int measuredTo = Math.min(n, plainTo);
        new Runs(Math.min(n, 22), Math.min(n, 22)).turns(WARM_UP_NANOS, Integer.MAX_VALUE);
        Runs runs = new Runs(n, measuredTo);
        int rounds = runs.turns(MEASURE_NANOS, MOST_ROUNDS);

        double[] plainCalls = new double[n + 1];
        double[] plainSeconds = new double[n + 1];
        double[] memoizedSeconds = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            plainCalls[i] = Fibonacci.plainCalls(i).doubleValue();
            plainSeconds[i] = i <= measuredTo
                    ? median(runs.plain[i], rounds)
                    : plainSeconds[measuredTo] * plainCalls[i] / plainCalls[measuredTo];
            memoizedSeconds[i] = median(runs.memoized[i], rounds);
        }
        return new Comparison(
                n, plainCalls, runs.memoizedCalls, plainSeconds, memoizedSeconds, measuredTo, rounds);
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

    private static double median(double[] seconds, int rounds) {
        double[] sorted = Arrays.copyOf(seconds, rounds);
        Arrays.sort(sorted);
        return Math.max(SHORTEST_SECONDS, sorted[rounds / 2]);
    }

    private static final class Runs {
        private static final Memo1<Integer, Long> MEMO = Memo.of(Unlogged::fibMemoization);

        final double[][] plain;
        final double[][] memoized;
        final double[] memoizedCalls;
        /** Keeps the results alive, so that no run can be optimized away. */
        private long results;

        Runs(int n, int measuredTo) {
            plain = new double[measuredTo + 1][MOST_ROUNDS];
            memoized = new double[n + 1][MOST_ROUNDS];
            memoizedCalls = new double[n + 1];
        }

        /** Runs every n once per round until the time is over, and returns how many rounds that were. */
        int turns(long nanos, int most) {
            long start = System.nanoTime();
            int round = 0;
            while (round < most && (round < FEWEST_ROUNDS || System.nanoTime() - start < nanos)) {
                double timer = timer();
                for (int i = 0; i < memoized.length; i++) {
                    if (i < plain.length) {
                        plain[i][round % MOST_ROUNDS] = plain(i, timer);
                    }
                    memoized[i][round % MOST_ROUNDS] = memoized(i, timer);
                }
                round++;
            }
            if (results == 42) {
                throw new AssertionError("the sum of all results cannot be 42");
            }
            return round;
        }

        private double plain(int n, double timer) {
            int repetitions = (int) Math.max(1, CALLS_PER_TIMING / Fibonacci.plainCalls(n).longValue());
            long start = System.nanoTime();
            for (int i = 0; i < repetitions; i++) {
                results += Unlogged.fib(n);
            }
            return (System.nanoTime() - start - timer) / repetitions / 1e9;
        }

        private double memoized(int n, double timer) {
            MEMO.cacheClear();
            long start = System.nanoTime();
            results += Unlogged.fibMemoization(n);
            double seconds = (System.nanoTime() - start - timer) / 1e9;
            memoizedCalls[n] = MEMO.cacheInfo().misses();
            return seconds;
        }

        /** What reading the clock takes: the least of a few readings. */
        private static double timer() {
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 10; i++) {
                long start = System.nanoTime();
                least = Math.min(least, System.nanoTime() - start);
            }
            return least;
        }
    }
}
