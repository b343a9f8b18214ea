package com.acme;

import dev.memoize.Memoize;

final class Touched {
    private Touched() {}

    @Memoize(maxSize = 32)
    static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }
}
