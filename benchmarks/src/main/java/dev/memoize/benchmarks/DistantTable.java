package dev.memoize.benchmarks;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/**
 * JMH's results of several threads as Markdown. The iterations in which two threads were near each other are told from
 * those in which they were far, see {@link Distance}; those in which that changed are left out.
 */
final class DistantTable {
    /** Far is so many times as far as the nearest. */
    private static final double FAR = 2;

    private final Map<String, List<IterationResult>> iterations = new TreeMap<>();
    private final Map<String, Double> bytes = new TreeMap<>();
    private final double nearest;

    DistantTable(Collection<RunResult> results) {
        for (RunResult result : results) {
            String name = Table.name(result);
            iterations.put(
                    name,
                    result.getBenchmarkResults().stream()
                            .flatMap(fork -> fork.getIterationResults().stream())
                            .toList());
            bytes.put(name, Table.bytes(result));
        }
        double[] distances = iterations.values().stream()
                .flatMap(List::stream)
                .flatMapToDouble(i -> DoubleStream.of(distance(i, Distance.BEFORE), distance(i, Distance.AFTER)))
                .sorted()
                .toArray();
        // Not the very nearest: now and then a word is there and back at once, half of it unseen.
        nearest = distances[distances.length / 10];
    }

    private static double distance(IterationResult iteration, String when) {
        return iteration.getSecondaryResults().get(when).getScore();
    }

    /** Whether threads were far from each other, or near, before the iteration and after. */
    private boolean wasAll(boolean far, IterationResult iteration) {
        return distance(iteration, Distance.BEFORE) > FAR * nearest == far
                && distance(iteration, Distance.AFTER) > FAR * nearest == far;
    }

    /** The median of the iterations in which threads were far from each other, or near; NaN if there were none. */
    private double median(String name, boolean far) {
        double[] scores = iterations.get(name).stream()
                .filter(i -> wasAll(far, i))
                .mapToDouble(i -> i.getPrimaryResult().getScore())
                .sorted()
                .toArray();
        int half = scores.length / 2;
        return scores.length == 0
                ? Double.NaN
                : scores.length % 2 == 1 ? scores[half] : (scores[half - 1] + scores[half]) / 2;
    }

    private long count(boolean far) {
        return iterations.values().stream()
                .flatMap(List::stream)
                .filter(i -> wasAll(far, i))
                .count();
    }

    @Override
    public String toString() {
        boolean sortByFar = Double.isNaN(median("memoize", false));
        StringBuilder text = new StringBuilder(
                "| | ns per call, near | against Memoize | ns per call, far | against Memoize | bytes per call |\n"
                        + "|---|---:|---:|---:|---:|---:|\n");
        iterations.keySet().stream()
                .sorted(Comparator.comparingDouble(name -> median(name, sortByFar)))
                .forEach(name -> text.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %.0f |%n",
                        Table.title(name),
                        cells(name, false),
                        cells(name, true),
                        bytes.get(name))));
        return text.append(String.format(
                        Locale.ROOT,
                        "%nMedians of %d iterations near and %d far; near: a word went from one thread to the other and back in"
                                + " less than %.0f ns.%n",
                        count(false),
                        count(true),
                        FAR * nearest))
                .toString();
    }

    private String cells(String name, boolean far) {
        double time = median(name, far);
        double ours = median("memoize", far);
        return (Double.isNaN(time) ? "" : Table.nanoseconds(time)) + " | "
                + (Double.isNaN(time / ours) ? "" : String.format(Locale.ROOT, "%.2f ×", time / ours));
    }
}
