package dev.memoize.cli.fib;

import java.math.BigInteger;

/** What a plain fib(n) under {@code @LogTime} takes, known before it starts. */
record PlainCost(int n, BigInteger calls) {
    /** {@code 2026-11-24 10:00:00.123456<TAB>fib<TAB>0.0000} and the end of the line. */
    private static final int BYTES_PER_CALL = 38;
    /** Rounded up; the log costs most of it. */
    private static final double SECONDS_PER_CALL = 1e-6;

    private static final double MOST_SECONDS = 600;
    /** The log may take this part of what is free on the disk. */
    private static final double MOST_OF_DISK = 0.1;

    static PlainCost of(int n) {
        return new PlainCost(n, Fibonacci.plainCalls(n));
    }

    double seconds() {
        return calls.doubleValue() * SECONDS_PER_CALL;
    }

    double bytes() {
        return calls.doubleValue() * BYTES_PER_CALL;
    }

    boolean isBearable(long freeBytes) {
        return seconds() <= MOST_SECONDS && bytes() <= freeBytes * MOST_OF_DISK;
    }

    /** The largest n that is bearable with so much free on the disk, or -1. */
    static int largestBearable(long freeBytes) {
        int n = -1;
        while (of(n + 1).isBearable(freeBytes)) {
            n++;
        }
        return n;
    }
}
