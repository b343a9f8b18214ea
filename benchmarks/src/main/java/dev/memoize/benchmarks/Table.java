package dev.memoize.benchmarks;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** JMH's results as Markdown: the fastest first, each with its ratio to Memoize in the same run. */
final class Table {
    private static final Map<String, String> TITLES = Map.ofEntries(
            Map.entry("memoize", "**Memoize**"),
            Map.entry("memoizeWithoutTtl", "Memoize, no ttl"),
            Map.entry("caffeine", "Caffeine"),
            Map.entry("caffeineExpireAfterWrite", "Caffeine, expireAfterWrite"),
            Map.entry("caffeineSameThread", "Caffeine, evicting on the calling thread"),
            Map.entry("cache2k", "cache2k"),
            Map.entry("guava", "Guava"),
            Map.entry("concurrentHashMap", "ConcurrentHashMap (never evicts)"),
            Map.entry("synchronizedLinkedHashMap", "synchronized LinkedHashMap"),
            Map.entry("hashMapByHand", "HashMap by hand (one thread, never evicts)"),
            Map.entry("bareTable", "two arrays (the floor: no bound, no threads)"),
            Map.entry("plainRecursion", "no memo"));

    private final List<RunResult> results;
    private final Map<String, Double> hitRatios;

    Table(Collection<RunResult> results, Map<String, Double> hitRatios) {
        this.results = results.stream()
                .sorted(Comparator.comparingDouble(
                        result -> result.getPrimaryResult().getScore()))
                .toList();
        this.hitRatios = hitRatios;
    }

    @Override
    public String toString() {
        double ours = results.stream()
                .filter(result -> name(result).equals("memoize"))
                .mapToDouble(result -> result.getPrimaryResult().getScore())
                .findFirst()
                .orElseThrow();
        boolean ratios = !hitRatios.isEmpty();
        StringBuilder text = new StringBuilder("| | ns per call | ± | bytes per call | against Memoize |")
                .append(ratios ? " hit ratio |" : "")
                .append("\n|---|---:|---:|---:|---:|")
                .append(ratios ? "---:|" : "")
                .append('\n');
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %.0f | %.2f × |",
                    title(name(result)),
                    nanoseconds(time.getScore()),
                    nanoseconds(time.getScoreError()),
                    bytes(result),
                    time.getScore() / ours));
            if (ratios) {
                Double ratio = hitRatios.get(name(result));
                text.append(ratio == null ? " |" : String.format(Locale.ROOT, " %.1f %% |", 100 * ratio));
            }
            text.append('\n');
        }
        return text.toString();
    }

    static String title(String name) {
        return TITLES.getOrDefault(name, name);
    }

    static String name(RunResult result) {
        String qualified = result.getParams().getBenchmark();
        return qualified.substring(qualified.lastIndexOf('.') + 1);
    }

    static double bytes(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
                .mapToDouble(entry -> entry.getValue().getScore())
                .findFirst()
                .orElse(Double.NaN);
    }

    static String nanoseconds(double value) {
        return Double.isNaN(value) ? "?" : String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }
}
