package com.acme.upstream;

import dev.memoize.Memoize;

public final class Library {
    private Library() {}

    @Memoize(maxSize = 32)
    public static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }
}
