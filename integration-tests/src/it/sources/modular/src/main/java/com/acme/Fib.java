package com.acme;

import dev.memoize.Memo;
import dev.memoize.Memoize;

public final class Fib {
    private Fib() {}

    @Memoize(maxSize = 32)
    public static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    public static void main(String[] args) {
        System.out.println(fib(20) + " " + Memo.of(Fib::fib).cacheInfo());
    }
}
