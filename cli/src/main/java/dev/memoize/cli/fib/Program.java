package dev.memoize.cli.fib;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.Memo1;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One run of the post's program, and what it gave.
 *
 * @param plainSeconds how long plain fib took, its log included; NaN where it was left out
 * @param memoizedSeconds how long the memoized one took, its log included
 */
record Program(long number, double plainSeconds, double memoizedSeconds, CacheInfo info) {
    static final String PLAIN_LOG = "fib_eventLog.txt";
    static final String MEMOIZED_LOG = "fibMemoization_eventLog.txt";

    /** Where {@code @LogTime} writes; it reads this at the first line. */
    private static final String LOG_FOLDER = "memoize.logtime.folder";

    static Program run(int n, boolean withPlain, Path folder) throws IOException {
        System.setProperty(LOG_FOLDER, folder.toAbsolutePath().toString());
        // Anew, so that the number of lines is that of this run.
        Files.deleteIfExists(folder.resolve(MEMOIZED_LOG));
        if (withPlain) {
            Files.deleteIfExists(folder.resolve(PLAIN_LOG));
        }
        // What a JVM does once, loading and linking a memo's classes, is not what is compared.
        Unlogged.fibMemoization(n);
        Memo1<Integer, Long> memo = Memo.of(Fib::fibMemoization);

        long plain = 0;
        double plainSeconds = Double.NaN;
        if (withPlain) {
            long start = System.nanoTime();
            plain = Fib.fib(n);
            plainSeconds = (System.nanoTime() - start) / 1e9;
        }
        memo.cacheClear();
        long start = System.nanoTime();
        long memoized = Fib.fibMemoization(n);
        double memoizedSeconds = (System.nanoTime() - start) / 1e9;
        if (withPlain && plain != memoized) {
            throw new IllegalStateException("fib(" + n + ") is " + plain + " plain, " + memoized + " memoized");
        }
        return new Program(memoized, plainSeconds, memoizedSeconds, memo.cacheInfo());
    }
}
