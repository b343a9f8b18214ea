package dev.memoize.benchmarks;

/** A hit benchmark that misses measures something else: refuse to run it. */
final class Checks {
    private Checks() {}

    static void sizes(long wanted, long... sizes) {
        for (long size : sizes) {
            if (size != wanted) {
                throw new IllegalStateException("a cache holds " + size + " entries where the benchmark needs " + wanted
                        + ": its calls would not all be hits");
            }
        }
    }
}
