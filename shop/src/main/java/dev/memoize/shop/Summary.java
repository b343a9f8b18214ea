package dev.memoize.shop;

import dev.memoize.cli.Words;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;

/** A run in words. */
final class Summary {
    private static final String ROW = "%-12s %8s %16s %10s %10s %10s";

    private final Course course;

    Summary(Course course) {
        this.course = course;
    }

    void print(PrintWriter out) {
        Beat total = course.total();
        out.println();
        out.println(exact(total.calls()) + " calls in " + Words.duration(course.seconds()) + ", "
                + Words.count(Math.round(total.calls() / course.seconds())) + " per second.");
        out.println();
        out.println(String.format(ROW, "answered by", "share", "calls", "p50", "p99", "p99.9"));
        for (AnsweredBy by : AnsweredBy.values()) {
            if (total.calls(by) > 0) {
                out.println(String.format(
                        ROW,
                        by.title,
                        percent(course.share(by)),
                        exact(total.calls(by)),
                        Words.duration(total.seconds(by, 50)),
                        Words.duration(total.seconds(by, 99)),
                        Words.duration(total.seconds(by, 99.9))));
            }
        }
        out.println();
        out.println("Database queries saved: " + exact(course.saved()) + " of " + exact(total.calls()) + " ("
                + percent((double) course.saved() / Math.max(1, total.calls())) + ").");
        out.println("Prices changed: " + exact(total.changes())
                + (course.plan().invalidate() ? ", each invalidated." : ", none invalidated."));
        if (course.plan().usesRedis()) {
            out.println("Redis: " + exact(total.tierWaits()) + " calls waited for another process's query, "
                    + exact(total.tierFailures()) + " commands failed or took too long.");
        }
        out.println(
                course.addsUp()
                        ? "The memo's and the tier's own statistics give the same counts."
                        : "The memo's own statistics DIFFER: " + total.hits() + " hits, " + total.misses() + " misses, "
                                + total.tierHits() + " found in Redis.");
        out.println();
        check(out);
    }

    private void check(PrintWriter out) {
        Store.Audit audit = course.audit();
        String window = seconds(course.plan().window());
        out.println("Wrong answers: " + exact(course.wrong()) + ".");
        if (course.plan().invalidate() && course.wrong() > 0 && course.total().tierFailures() > 0) {
            out.println(
                    "  Commands failed. While Redis is away no process hears of another's changes, and old answers");
            out.println(
                    "  are given for as long as heapTtl, 60 s: docs/design/tier.md, \"What is promised\", 4 and 5.");
        }
        out.println("  The window: " + promise(window));
        out.println(
                "  Every call's version was checked: " + exact(course.total().wrong()) + " beyond the window, "
                        + exact(course.total().late()) + " old within it.");
        out.println("  " + exact(audit.compared()) + " answers were compared with the database's record of all prices: "
                + exact(audit.wrong()) + " wrong;");
        out.println("    an old price was given at most "
                + (audit.longestMicros() == 0 ? "0 ms" : Words.duration(audit.longestMicros() / 1e6))
                + " after its change was written" + (course.plan().invalidate() ? " and invalidated." : "."));
        out.println("  At rest, changed products were read through the cache of every process: "
                + exact(course.restDifferent()) + " of " + exact(course.restCompared())
                + " differ from the database.");
    }

    private String promise(String window) {
        if (!course.plan().invalidate()) {
            return window + " (nothing is invalidated, and the ttl is "
                    + course.plan().ttl() + ": old answers are to be found).";
        }
        return course.plan().usesRedis()
                ? window + " for the message to reach other processes; none in the process that made the change."
                : window + ", the ttl and a second for the query, in other processes;"
                        + " none in the process that made the change.";
    }

    /** In one line. */
    String headline() {
        Beat total = course.total();
        return Words.count(total.calls()) + " calls, "
                + percent((double) course.saved() / Math.max(1, total.calls())) + " without the database, "
                + Words.count(course.wrong()) + (course.wrong() == 1 ? " wrong answer" : " wrong answers");
    }

    /** {@code 20,000}, {@code 1 million}. */
    static String round(long count) {
        return Words.roundCount(BigInteger.valueOf(count));
    }

    /** {@code 1 s}, {@code 2.01 s}. */
    static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String exact(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
