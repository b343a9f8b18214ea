package dev.memoize.benchmarks;

/** What a library that takes one key needs for three arguments. */
record MixedKey(int a, long b, String c) {
    long work() {
        return Work.of(a, b, c);
    }
}
