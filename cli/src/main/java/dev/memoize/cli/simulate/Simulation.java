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

    /** @param sizes in entries, or in the unit of the weights where the trace has them */
    List<Cell> run(Trace trace, List<Long> sizes) {
        List<Cell> cells = new ArrayList<>();
        long runs = 1;
        for (Eviction policy : policies) {
            runs += runs(policy);
        }
        long total = runs * sizes.size();
        long done = 0;
        double calls = trace.accesses();
        double costs = trace.totalCost();
        for (long size : sizes) {
            progress.report(trace.name(), done++, total);
            double optimum =
                    (trace.hasWeights() ? Bound.best(trace, size, i -> 1) : Belady.hits(trace, (int) size)) / calls;
            Map<Eviction, double[]> hits = new EnumMap<>(Eviction.class);
            Map<Eviction, double[]> saved = new EnumMap<>(Eviction.class);
            for (Eviction policy : policies) {
                hits.put(policy, new double[runs(policy)]);
                saved.put(policy, new double[runs(policy)]);
                for (int salt = 0; salt < runs(policy); salt++) {
                    progress.report(trace.name(), done++, total);
                    Sums sums = replay(trace, heap(trace, policy, size, salt));
                    hits.get(policy)[salt] = sums.hits / calls;
                    saved.get(policy)[salt] = sums.saved / costs;
                }
            }
            Outcome savings =
                    trace.hasCosts() ? new Outcome(Bound.best(trace, size, trace::cost) / costs, saved) : null;
            cells.add(new Cell(trace.name(), size, new Outcome(optimum, hits), savings));
        }
        progress.report(trace.name(), total, total);
        return cells;
    }

    /** Policies that do not sample do the same with every salt. */
    private int runs(Eviction policy) {
        return policy.samples() ? salts : 1;
    }

    private static Replay heap(Trace trace, Eviction policy, long size, int salt) {
        int salted = (salt + 1) * 0x9E3779B9;
        if (!trace.hasWeights()) {
            return new Replay(policy, (int) size, salted);
        }
        // What a user would have to guess for maxSize.
        long entries = (long) Math.ceil((double) size * trace.unique() / Math.max(1, trace.totalWeight()));
        return new Replay(policy, (int) Math.max(1, Math.min(trace.unique(), entries)), size, salted);
    }

    private record Sums(long hits, double saved) {}

    private static Sums replay(Trace trace, Replay heap) {
        long hits = 0;
        double saved = 0;
        for (int i = 0; i < trace.accesses(); i++) {
            if (heap.access(trace.key(i), trace.cost(i), trace.weight(i))) {
                hits++;
                saved += trace.cost(i);
            }
        }
        return new Sums(hits, saved);
    }
}
