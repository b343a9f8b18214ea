package dev.memoize.cli.simulate;

import java.io.PrintWriter;

/** One line that is written over again. */
final class ProgressBar implements Simulation.Progress {
    private static final int WIDTH = 40;

    private final PrintWriter terminal;

    ProgressBar(PrintWriter terminal) {
        this.terminal = terminal;
    }

    @Override
    public void report(String what, long done, long total) {
        int full = (int) (WIDTH * done / Math.max(1, total));
        String bar = "#".repeat(full) + ".".repeat(WIDTH - full);
        terminal.print(
                done == total ? "\r" + " ".repeat(WIDTH + 40) + "\r" : String.format("\r%-24.24s [%s]", what, bar));
        terminal.flush();
    }
}
