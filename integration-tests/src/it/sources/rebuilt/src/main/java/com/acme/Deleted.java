package com.acme;

import dev.memoize.Memoize;

final class Deleted {
    private Deleted() {}

    @Memoize(maxSize = 32)
    static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }
}
