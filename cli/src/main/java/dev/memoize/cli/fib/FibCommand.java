package dev.memoize.cli.fib;

import dev.memoize.cli.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./memoize fib N}. */
@Command(
        name = "fib",
        description = {
            "Runs fib(N) plain and under @Memoize(maxSize = 32), and compares.",
            "",
            "Both are under @LogTime, which writes a line for each execution: when it ended, its name, its seconds. "
                    + "The picture shows calls and time over n, up to N; its times are measured after the run and "
                    + "without @LogTime."
        },
        footerHeading = "%nFiles in DIR, those of an earlier run replaced:%n",
        footer = {
            "  fib_eventLog.txt             a line for each call of plain fib",
            "  fibMemoization_eventLog.txt  a line for each number computed",
            "  fib.png                      the picture",
            "",
            "Examples:",
            "  ./memoize fib                      fib(20), files here",
            "  ./memoize fib 30 --out /tmp/fib    fib(30), files there",
            "  ./memoize fib 90 --memoized-only   too large for the plain run"
        })
public final class FibCommand implements Callable<Integer> {
    private static final String PICTURE = "fib.png";
    /** Without the plain run, the picture's plain curve is measured so far and estimated beyond. */
    private static final int PLAIN_CURVE_TO = 30;
    /** A picture of less has nothing to show. */
    private static final int SMALLEST_CURVE = 5;

    private static final double SECONDS_WORTH_A_WARNING = 5;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "N",
            defaultValue = "20",
            description = "0 to " + Fibonacci.LAST_IN_LONG + "; default: ${DEFAULT-VALUE}")
    private String argument;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "",
            description = "folder for the files, made where it is missing; default: the working folder")
    private Path folder;

    @Option(names = "--memoized-only", description = "leave the plain run out, for a large N")
    private boolean memoizedOnly;

    @Option(names = "--no-picture", description = "draw no picture")
    private boolean noPicture;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        int n = parse(argument);
        Files.createDirectories(folder);
        if (!memoizedOnly) {
            checkPlain(n);
        }
        Program program = Program.run(n, !memoizedOnly, folder);
        print(n, program);
        if (!noPicture) {
            int last = Math.max(n, SMALLEST_CURVE);
            Comparison comparison = Comparison.measure(last, memoizedOnly ? PLAIN_CURVE_TO : last);
            Path picture = folder.resolve(PICTURE);
            Picture.write(comparison, picture);
            spec.commandLine().getOut().println("Picture: " + picture + ", " + Finding.times(comparison));
        }
        return 0;
    }

    private int parse(String text) {
        if (!text.matches("[+-]?\\d+")) {
            throw bad("N is \"" + text + "\"; give a whole number from 0 to " + Fibonacci.LAST_IN_LONG);
        }
        if (text.startsWith("-")) {
            throw bad("N is " + text + "; give 0 or more");
        }
        String digits = text.replaceFirst("^\\+?0*(?=\\d)", "");
        int n = digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (n > Fibonacci.LAST_IN_LONG) {
            throw bad(
                    "N is " + digits + ", and fib(" + digits + ") does not fit into a long; the last that does is fib("
                            + Fibonacci.LAST_IN_LONG + ") = " + Fibonacci.number(Fibonacci.LAST_IN_LONG));
        }
        return n;
    }

    private void checkPlain(int n) throws IOException {
        long free = Files.getFileStore(folder.toAbsolutePath()).getUsableSpace();
        PlainCost cost = PlainCost.of(n);
        if (!cost.isBearable(free)) {
            int largest = PlainCost.largestBearable(free);
            throw bad("N is " + n + ": plain fib(" + n + ") makes " + Words.count(cost.calls())
                    + " calls, which takes about "
                    + Words.duration(cost.seconds()) + " and " + Words.bytes(cost.bytes()) + " of log; "
                    + (largest < 0 ? "there is no room for any" : "the largest N here is " + largest)
                    + ", or add --memoized-only");
        }
        if (cost.seconds() > SECONDS_WORTH_A_WARNING) {
            spec.commandLine()
                    .getErr()
                    .println("Plain fib(" + n + ") makes " + Words.count(cost.calls()) + " calls, up to "
                            + Words.duration(cost.seconds()) + " and " + Words.bytes(cost.bytes()) + " of log.");
        }
    }

    private ParameterException bad(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void print(int n, Program program) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("fib(" + n + ") = " + program.number());
        out.println();
        row(out, "", "calls", "time");
        if (!memoizedOnly) {
            row(out, "fib", exact(Fibonacci.plainCalls(n)), Words.duration(program.plainSeconds()));
        }
        row(out, "fibMemoization", exact(program.info().misses()), Words.duration(program.memoizedSeconds()));
        if (!memoizedOnly) {
            row(out, "ratio", "", Words.times(program.plainSeconds() / program.memoizedSeconds()) + " : 1");
        }
        out.println();
        out.println(program.info());
    }

    private static String exact(Number count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static void row(PrintWriter out, String name, String calls, String time) {
        out.println(String.format("%-15s %14s %12s", name, calls, time).stripTrailing());
    }
}
