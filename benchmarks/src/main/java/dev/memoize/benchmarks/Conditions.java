package dev.memoize.benchmarks;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** One sentence under each table that says where its figures come from. */
final class Conditions {
    private Conditions() {}

    static String line(boolean quick) {
        return "\n" + LocalDate.now(ZoneOffset.UTC) + ", JDK "
                + Runtime.version().feature() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores"
                + (quick ? "; the short form (`BENCH_QUICK=1`), good for a first look only.\n" : ".\n");
    }
}
