package dev.memoize.benchmarks;

import dev.memoize.benchmarks.tier.TierOutage;
import dev.memoize.benchmarks.tier.TierRounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The second tier against other second tiers, and what an outage of the server costs. */
final class TierTables {
    static final String NAME = "tier";
    static final String OUTAGE = "tier-outage";

    private static final List<String> PATHS = List.of("heap", "redis", "body");

    private final Path raw;
    private final boolean quick;

    TierTables(Path folder, boolean quick) throws IOException {
        this.raw = Files.createDirectories(folder.resolve("raw"));
        this.quick = quick;
    }

    String rounds() throws IOException, InterruptedException {
        List<String> lines = Child.run(TierRounds.class, List.of("-Xmx1g"), quick ? "3" : "11");
        Files.write(raw.resolve(NAME + ".tsv"), lines);
        Map<String, Map<String, Double>> peers = new LinkedHashMap<>();
        for (String line : lines) {
            String[] parts = line.split("\t");
            peers.computeIfAbsent(parts[0], name -> new LinkedHashMap<>())
                    .put(parts[1], median(parts[2].split(" ")) / 1000);
        }
        Map<String, Double> ours = peers.values().iterator().next();
        StringBuilder table =
                new StringBuilder("| µs per call | from the heap | | from Redis | | computed and stored | |\n"
                        + "|---|---:|---:|---:|---:|---:|---:|\n");
        peers.forEach((name, medians) -> {
            table.append("| ").append(name).append(" |");
            for (String path : PATHS) {
                Double us = medians.get(path);
                table.append(
                        us == null
                                ? " | |"
                                : String.format(
                                        Locale.ROOT,
                                        us < 1 ? " %.4f | %.2f × |" : " %.1f | %.2f × |",
                                        us,
                                        us / ours.get(path)));
            }
            table.append('\n');
        });
        return table.toString();
    }

    String outage() throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        StringBuilder table = new StringBuilder(
                "| ms | body alone, median | call in the outage, median | worst call | until Redis answers again |\n"
                        + "|---|---:|---:|---:|---:|\n");
        for (int i = 1; i <= (quick ? 1 : 5); i++) {
            String line = Child.run(TierOutage.class, List.of("-Xmx1g")).get(0);
            all.add(line);
            table.append("| run ").append(i).append(" |");
            for (String us : line.split(" ")) {
                table.append(String.format(Locale.ROOT, " %.2f |", Double.parseDouble(us) / 1000));
            }
            table.append('\n');
        }
        Files.write(raw.resolve(OUTAGE + ".txt"), all);
        return table.toString();
    }

    private static double median(String[] numbers) {
        double[] sorted =
                Arrays.stream(numbers).mapToDouble(Double::parseDouble).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
