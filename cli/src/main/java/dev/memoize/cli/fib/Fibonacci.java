package dev.memoize.cli.fib;

import java.math.BigInteger;

/** What is known of fib(n) without running it. */
final class Fibonacci {
    /** The last n whose number a {@code long} holds. */
    static final int LAST_IN_LONG = 92;

    private Fibonacci() {}

    static BigInteger number(int n) {
        BigInteger number = BigInteger.ZERO;
        BigInteger next = BigInteger.ONE;
        for (int i = 0; i < n; i++) {
            BigInteger sum = number.add(next);
            number = next;
            next = sum;
        }
        return number;
    }

    /** How often plain fib is called for fib(n), the first call included: 2 fib(n + 1) - 1. */
    static BigInteger plainCalls(int n) {
        return number(n + 1).shiftLeft(1).subtract(BigInteger.ONE);
    }
}
