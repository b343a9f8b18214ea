package dev.memoize.shop;

import dev.memoize.cli.Words;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * What the user sees while it runs: one line that is written anew for what is being prepared, then a line for each
 * second. Where the output is no terminal, a line for each step.
 */
final class Display {
    private static final int BAR = 30;
    private static final String HEAD = "%4s %10s %7s %7s %9s %10s  %18s %18s %18s %6s";

    private final PrintWriter out;
    private final boolean terminal;
    private int written;
    private String step = "";

    Display(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Whether a line can be written anew. */
    static boolean isTerminal() {
        java.io.Console console = System.console();
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            // From Java 22 on there is a console without a terminal.
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    synchronized void step(String what) {
        if (terminal) {
            rewrite(what + " …");
        } else {
            out.println(what);
        }
        step = what;
    }

    synchronized void progress(String what, int done, int all) {
        if (!what.equals(step)) {
            step = what;
            if (!terminal) {
                out.println(what + ", " + Summary.round(all) + " rows");
            }
        }
        if (terminal) {
            int full = (int) ((long) BAR * done / all);
            rewrite(String.format(
                    Locale.ROOT, "%s  %s%s  %,d of %,d", what, "█".repeat(full), "░".repeat(BAR - full), done, all));
        }
    }

    synchronized void done() {
        if (terminal) {
            rewrite("");
            out.print("\r");
            out.flush();
        }
    }

    private void rewrite(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, written - line.length())));
        out.flush();
        written = line.length();
    }

    synchronized void begin(Plan plan, String postgres, String machine) {
        done();
        out.println(plan.processes() + " processes of " + plan.threads()
                + (plan.threads() == 1 ? " thread" : " threads") + ", " + Summary.round(plan.rows())
                + " products, Zipf "
                + plan.skew() + ", " + plan.writesPerSecond() + " price changes per second"
                + (plan.invalidate() ? "" : " WITHOUT invalidation"));
        out.println((plan.usesRedis() ? "heap → Redis → PostgreSQL " : "heap → PostgreSQL ") + postgres + ", ttl "
                + plan.ttl() + ", 10,000 results in each heap. " + machine);
        out.println();
        row(
                "s",
                "calls/s",
                "heap",
                "Redis",
                "database",
                "saved/s",
                "heap p50 / p99",
                plan.usesRedis() ? "Redis p50 / p99" : "",
                "database p50 / p99",
                "wrong");
    }

    /** @param interval how long the calls of {@code beat} took */
    synchronized void second(double end, double interval, Beat beat) {
        long saved = beat.calls() - beat.calls(AnsweredBy.DATABASE);
        row(
                String.format(Locale.ROOT, "%.0f", end),
                Words.count(Math.round(beat.calls() / interval)),
                share(beat, AnsweredBy.HEAP),
                share(beat, AnsweredBy.REDIS),
                share(beat, AnsweredBy.DATABASE),
                Words.count(Math.round(saved / interval)),
                latency(beat, AnsweredBy.HEAP),
                latency(beat, AnsweredBy.REDIS),
                latency(beat, AnsweredBy.DATABASE),
                Words.count(beat.wrong()));
    }

    private void row(Object... cells) {
        out.println(String.format(HEAD, cells).stripTrailing());
        out.flush();
    }

    private static String share(Beat beat, AnsweredBy by) {
        return beat.calls() == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100.0 * beat.calls(by) / beat.calls());
    }

    private static String latency(Beat beat, AnsweredBy by) {
        return beat.calls(by) == 0
                ? ""
                : Words.duration(beat.seconds(by, 50)) + " / " + Words.duration(beat.seconds(by, 99));
    }
}
