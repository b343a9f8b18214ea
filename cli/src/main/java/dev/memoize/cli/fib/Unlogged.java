package dev.memoize.cli.fib;

import dev.memoize.Memoize;

/** The same two functions without {@code @LogTime}: what the picture times, so that no log line is in the figure. */
final class Unlogged {
    private Unlogged() {}

    static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    @Memoize(maxSize = 32)
    static long fibMemoization(int n) {
        return n < 2 ? n : fibMemoization(n - 1) + fibMemoization(n - 2);
    }
}
