package dev.memoize.benchmarks;

import dev.memoize.LogTime;
import dev.memoize.Memo;
import dev.memoize.Memoize;

/**
 * The post's program: fib(20) with every execution logged, then the same memoized. Prints the nanoseconds of both.
 * {@code post.py} is the same program line by line. The argument is how often to run it; the last half is printed.
 */
final class PostProgram {
    private static final int N = 20;

    private PostProgram() {}

    @LogTime
    static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    @Memoize(maxSize = 32)
    @LogTime
    static long fibMemoization(int n) {
        return n < 2 ? n : fibMemoization(n - 1) + fibMemoization(n - 2);
    }

    public static void main(String[] args) {
        int runs = Integer.parseInt(args[0]);
        for (int run = 1; run <= runs; run++) {
            Memo.of(PostProgram::fibMemoization).cacheClear();
            long start = System.nanoTime();
            long plain = fib(N);
            long between = System.nanoTime();
            long memoized = fibMemoization(N);
            long end = System.nanoTime();
            if (plain != memoized) {
                throw new IllegalStateException("fib(" + N + ") is " + plain + " plain and " + memoized + " memoized");
            }
            if (2 * run > runs) {
                System.out.println((between - start) + " " + (end - between));
            }
        }
        System.err.println(Memo.of(PostProgram::fibMemoization).cacheInfo());
    }
}
