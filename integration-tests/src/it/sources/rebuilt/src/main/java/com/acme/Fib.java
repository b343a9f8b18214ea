package com.acme;

import dev.memoize.Memo;

final class Fib {
    private Fib() {}

    public static void main(String[] args) {
        System.out.println(Unrelated.name());
        System.out.println(Touched.fib(20) + " " + Memo.of(Touched::fib).cacheInfo());
        System.out.println(Deleted.fib(20) + " " + Memo.of(Deleted::fib).cacheInfo());
        System.out.println(Left.fib(20) + " " + Memo.of(Left::fib).cacheInfo());
    }
}
