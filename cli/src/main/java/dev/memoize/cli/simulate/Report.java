package dev.memoize.cli.simulate;

import dev.memoize.heap.Eviction;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The cells as tables of hit ratios and of costs saved, as scores, and as CSV. */
final class Report {
    private final List<Cell> cells;
    private final List<Eviction> policies;
    private final int salts;

    Report(List<Cell> cells, int salts) {
        this.cells = cells;
        this.salts = salts;
        this.policies = new ArrayList<>(cells.get(0).hits().ratios().keySet());
    }

    static void ratios(PrintWriter out, Trace trace, List<Cell> cells) {
        out.printf(
                Locale.ROOT,
                "%n%s: %,d calls, %,d keys%s; hits in %%%n",
                trace.name(),
                trace.accesses(),
                trace.unique(),
                trace.hasWeights() ? String.format(Locale.ROOT, " that weigh %,d", trace.totalWeight()) : "");
        // With weights it is not reached, but nothing can be above it.
        String optimum = trace.hasWeights() ? "bound" : "optimum";
        table(out, trace, cells, Cell::hits, optimum);
        if (trace.hasCosts()) {
            out.printf(Locale.ROOT, "%nof a cost of %,.0f without a cache, saved in %%%n", trace.totalCost());
            table(out, trace, cells, cell -> Objects.requireNonNull(cell.saved()), "bound");
        }
    }

    private static void table(
            PrintWriter out, Trace trace, List<Cell> cells, Function<Cell, Outcome> of, String optimum) {
        out.printf("%12s", trace.hasWeights() ? "weight" : "size");
        cells.get(0).hits().ratios().keySet().forEach(policy -> out.printf("%11s", policy));
        out.printf("%11s%n", optimum);
        for (Cell cell : cells) {
            Outcome outcome = of.apply(cell);
            out.printf(Locale.ROOT, "%,12d", cell.size());
            for (Eviction policy : outcome.ratios().keySet()) {
                out.printf(Locale.ROOT, "%11.2f", 100 * outcome.ratio(policy));
            }
            out.printf(Locale.ROOT, "%11.2f%n", 100 * outcome.optimum());
        }
    }

    /**
     * For each trace, how much of the way from LRU to the optimum each policy goes: the mean over its sizes; then the
     * mean over traces.
     */
    void scores(PrintWriter out) {
        scores(out, "Score: 0 is LRU, 1 is the optimum", Cell::hits);
        if (cells.stream().anyMatch(cell -> cell.saved() != null)) {
            scores(out, "Score by cost: 0 is LRU, 1 is the bound", Cell::saved);
        }
    }

    private void scores(PrintWriter out, String title, Function<Cell, @Nullable Outcome> of) {
        Map<String, List<Outcome>> byTrace = new LinkedHashMap<>();
        List<Outcome> all = new ArrayList<>();
        for (Cell cell : cells) {
            Outcome outcome = of.apply(cell);
            if (outcome != null) {
                all.add(outcome);
                if (outcome.isScored()) {
                    byTrace.computeIfAbsent(cell.trace(), name -> new ArrayList<>())
                            .add(outcome);
                }
            }
        }
        out.printf("%n%s%n%-20s%6s", title, "trace", "cells");
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
                out.println(policy + " against LRU: " + againstLru(policy, all));
            }
        }
    }

    private int columns(Eviction policy) {
        return policy.samples() ? salts : 1;
    }

    private void line(PrintWriter out, String name, List<List<Outcome>> traces) {
        out.printf("%-20s%6d", name, traces.stream().mapToInt(List::size).sum());
        for (Eviction policy : policies) {
            for (int i = 0; i < columns(policy); i++) {
                int salt = i;
                out.printf(
                        Locale.ROOT,
                        "%14.3f",
                        traces.stream()
                                .mapToDouble(its -> its.stream()
                                        .mapToDouble(outcome -> outcome.score(policy, salt))
                                        .average()
                                        .orElse(0))
                                .average()
                                .orElse(Double.NaN));
            }
        }
        out.println();
    }

    private static String againstLru(Eviction policy, List<Outcome> outcomes) {
        int within = 0;
        int all = 0;
        double worst = Double.MAX_VALUE;
        for (Outcome outcome : outcomes) {
            for (double ratio : outcome.ratios().get(policy)) {
                double points = 100 * (ratio - outcome.ratio(Eviction.LRU));
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
        out.println("trace,size,policy,salt,hit_ratio,cost_saved");
        for (Cell cell : cells) {
            cell.hits().ratios().forEach((policy, ratios) -> {
                for (int salt = 0; salt < ratios.length; salt++) {
                    Outcome saved = cell.saved();
                    line(
                            out,
                            cell,
                            policy.name(),
                            salt,
                            ratios[salt],
                            saved == null ? null : saved.ratios().get(policy)[salt]);
                }
            });
            Outcome saved = cell.saved();
            line(out, cell, "OPTIMUM", 0, cell.hits().optimum(), saved == null ? null : saved.optimum());
        }
    }

    private static void line(PrintWriter out, Cell cell, String policy, int salt, double hits, @Nullable Double saved) {
        out.printf(
                Locale.ROOT,
                "%s,%d,%s,%d,%.6f,%s%n",
                cell.trace(),
                cell.size(),
                policy,
                salt + 1,
                hits,
                saved == null ? "" : String.format(Locale.ROOT, "%.6f", saved));
    }
}
