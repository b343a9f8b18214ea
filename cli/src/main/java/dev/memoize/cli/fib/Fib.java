package dev.memoize.cli.fib;

import dev.memoize.LogTime;
import dev.memoize.Memoize;

/** The post's two functions, as a user of Memoize writes them. */
final class Fib {
    private Fib() {}

    @LogTime
    static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    @Memoize(maxSize = 32)
    @LogTime
    static long fibMemoization(int n) {
        return n < 2 ? n : fibMemoization(n - 1) + fibMemoization(n - 2);
    }
}
