package dev.memoize.cli.simulate;

import dev.memoize.heap.Eviction;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The cells as a table of hit ratios, as scores, and as CSV. */
final class Report {
    private final List<Cell> cells;
    private final List<Eviction> policies;
    private final int salts;

    Report(List<Cell> cells, int salts) {
        this.cells = cells;
        this.salts = salts;
        this.policies = new ArrayList<>(cells.get(0).ratios().keySet());
    }

    static void ratios(PrintWriter out, Trace trace, List<Cell> cells) {
        out.printf(
                Locale.ROOT, "%n%s: %,d calls, %,d keys; hits in %%%n", trace.name(), trace.accesses(), trace.unique());
        out.printf("%12s", "size");
        cells.get(0).ratios().keySet().forEach(policy -> out.printf("%11s", policy));
        out.printf("%11s%n", "optimum");
        for (Cell cell : cells) {
            out.printf(Locale.ROOT, "%,12d", cell.size());
            for (Eviction policy : cell.ratios().keySet()) {
                out.printf(Locale.ROOT, "%11.2f", 100 * cell.ratio(policy));
            }
            out.printf(Locale.ROOT, "%11.2f%n", 100 * cell.optimum());
        }
    }

    /**
     * For each trace, how much of the way from LRU to the optimum each policy goes: the mean over its sizes; then the
     * mean over traces.
     */
    void scores(PrintWriter out) {
        Map<String, List<Cell>> byTrace = new LinkedHashMap<>();
        for (Cell cell : cells) {
            if (cell.isScored()) {
                byTrace.computeIfAbsent(cell.trace(), name -> new ArrayList<>()).add(cell);
            }
        }
        out.printf("%nScore: 0 is LRU, 1 is the optimum%n%-20s%6s", "trace", "cells");
        for (Eviction policy : policies) {
            for (int salt = 0; salt < columns(policy); salt++) {
                out.printf("%14s", columns(policy) == 1 ? policy : policy + "/" + (salt + 1));
            }
        }
        out.println();
        byTrace.forEach((name, its) -> line(out, name, List.of(its)));
        line(out, "mean of " + byTrace.size() + " traces", new ArrayList<>(byTrace.values()));
        for (Eviction policy : policies) {
            if (policy != Eviction.LRU) {
                out.println(policy + " against LRU: " + againstLru(policy));
            }
        }
    }

    private int columns(Eviction policy) {
        return policy.samples() ? salts : 1;
    }

    private void line(PrintWriter out, String name, List<List<Cell>> traces) {
        out.printf("%-20s%6d", name, traces.stream().mapToInt(List::size).sum());
        for (Eviction policy : policies) {
            for (int i = 0; i < columns(policy); i++) {
                int salt = i;
                out.printf(
                        Locale.ROOT,
                        "%14.3f",
                        traces.stream()
                                .mapToDouble(its -> its.stream()
                                        .mapToDouble(cell -> cell.score(policy, salt))
                                        .average()
                                        .orElse(0))
                                .average()
                                .orElse(Double.NaN));
            }
        }
        out.println();
    }

    private String againstLru(Eviction policy) {
        int within = 0;
        int all = 0;
        double worst = Double.MAX_VALUE;
        for (Cell cell : cells) {
            for (double ratio : cell.ratios().get(policy)) {
                double points = 100 * (ratio - cell.ratio(Eviction.LRU));
                worst = Math.min(worst, points);
                within += points >= -1 ? 1 : 0;
                all++;
            }
        }
        return String.format(
                Locale.ROOT,
                "%.1f %% of cells at most a point below, the worst %+.2f points",
                100.0 * within / all,
                worst);
    }

    void csv(PrintWriter out) {
        out.println("trace,size,policy,salt,hit_ratio");
        for (Cell cell : cells) {
            cell.ratios().forEach((policy, ratios) -> {
                for (int salt = 0; salt < ratios.length; salt++) {
                    out.printf(
                            Locale.ROOT,
                            "%s,%d,%s,%d,%.6f%n",
                            cell.trace(),
                            cell.size(),
                            policy,
                            salt + 1,
                            ratios[salt]);
                }
            });
            out.printf(Locale.ROOT, "%s,%d,OPTIMUM,1,%.6f%n", cell.trace(), cell.size(), cell.optimum());
        }
    }
}
