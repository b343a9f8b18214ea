package dev.memoize.cli.fib;

import dev.memoize.cli.Words;
import java.math.BigDecimal;
import java.util.List;

/** What the picture shows, in words: its title, and below it how the figures were come by. */
final class Finding {
    private Finding() {}

    static List<String> title(Comparison c) {
        String plainCalls =
                Words.count(BigDecimal.valueOf(c.plainCalls()[c.n()]).toBigInteger());
        String calls = Words.count((long) c.memoizedCalls()[c.n()]);
        if (c.isEstimated()) {
            return List.of(
                    "fib(" + c.n() + ") memoized: " + calls + " calls, " + Words.duration(c.memoizedSeconds()[c.n()]),
                    "Plain: " + plainCalls + " calls, about " + Words.duration(c.plainSeconds()[c.n()]));
        }
        double faster = c.timesFaster();
        return List.of("fib(" + c.n() + ") memoized: " + calls + " calls instead of " + plainCalls + ", "
                + (faster >= 1 ? Words.times(faster) + " times faster" : Words.times(1 / faster) + " times slower"));
    }

    /** Why its times are not those of the run. */
    static String times(Comparison c) {
        return "timed warm and without @LogTime: " + Words.duration(c.plainSeconds()[c.n()])
                + (c.isEstimated() ? " (estimated) plain, " : " plain, ") + Words.duration(c.memoizedSeconds()[c.n()])
                + " memoized";
    }

    static List<String> caption(Comparison c) {
        return List.of(
                "fib(n) = fib(n − 1) + fib(n − 2) in Java, plain and under @Memoize(maxSize = 32). Time: without "
                        + "@LogTime, in a warm JVM, memoized from an empty cache;",
                "each point is the fastest of " + Words.count(c.rounds()) + " runs or more"
                        + (c.isEstimated() ? "; dotted: estimated from the number of calls" : "") + ". Java "
                        + Runtime.version().feature() + ", " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors()
                        + " processors.");
    }
}
