package dev.memoize.cli.simulate;

import dev.memoize.heap.Eviction;
import dev.memoize.heap.Replay;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Replays traces in the engine itself, once for each policy, size and salt. */
final class Simulation {
    /** Told how many of how many accesses have been replayed. */
    interface Progress {
        void report(String what, long done, long total);
    }

    private final Set<Eviction> policies;
    private final int salts;
    private final Progress progress;

    Simulation(Set<Eviction> policies, int salts, Progress progress) {
        this.policies = new TreeSet<>(policies);
        this.policies.add(Eviction.LRU);
        this.salts = salts;
        this.progress = progress;
    }

    List<Cell> run(Trace trace, List<Integer> sizes) {
        List<Cell> cells = new ArrayList<>();
        long runs = 1;
        for (Eviction policy : policies) {
            runs += runs(policy);
        }
        long total = runs * sizes.size();
        long done = 0;
        for (int size : sizes) {
            progress.report(trace.name(), done++, total);
            double optimum = (double) Belady.hits(trace, size) / trace.accesses();
            Map<Eviction, double[]> ratios = new EnumMap<>(Eviction.class);
            for (Eviction policy : policies) {
                double[] all = new double[runs(policy)];
                for (int salt = 0; salt < all.length; salt++) {
                    progress.report(trace.name(), done++, total);
                    all[salt] = (double) hits(trace, policy, size, salt) / trace.accesses();
                }
                ratios.put(policy, all);
            }
            cells.add(new Cell(trace.name(), size, optimum, ratios));
        }
        progress.report(trace.name(), total, total);
        return cells;
    }

    /** Policies that do not sample do the same with every salt. */
    private int runs(Eviction policy) {
        return policy.samples() ? salts : 1;
    }

    private static long hits(Trace trace, Eviction policy, int size, int salt) {
        Replay heap = new Replay(policy, size, (salt + 1) * 0x9E3779B9);
        long hits = 0;
        for (int i = 0; i < trace.accesses(); i++) {
            if (heap.access(trace.key(i))) {
                hits++;
            }
        }
        return hits;
    }
}
