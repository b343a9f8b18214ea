package dev.memoize.benchmarks;

/** The functions that are memoized: cheap, so that a run shows the cache and not the function. */
final class Work {
    private Work() {}

    static long of(long n) {
        long z = n * 0x9E3779B97F4A7C15L;
        return z ^ (z >>> 32);
    }

    static long of(String s) {
        return of(s.length());
    }

    static long of(int a, long b, String c) {
        return of(a + b) + c.length();
    }

    /** The i-th int key: spread over the whole range, outside Integer's cache. */
    static int key(int i) {
        return (i + 1) * 0x9E3779B1;
    }
}
