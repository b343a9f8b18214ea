package dev.memoize.cli.simulate;

import dev.memoize.heap.Eviction;
import java.util.Map;

/**
 * What the policies reach of one thing, such as hits, and what no policy could exceed.
 *
 * @param optimum from 0 to 1
 * @param ratios likewise, of the policies, LRU always among them; for each salt
 */
record Outcome(double optimum, Map<Eviction, double[]> ratios) {
    /** Where less than a point lies between LRU and the optimum, no policy can show anything. */
    private static final double NOTHING_TO_GAIN = 0.01;

    /** The mean over the salts. */
    double ratio(Eviction policy) {
        double sum = 0;
        for (double ratio : ratios.get(policy)) {
            sum += ratio;
        }
        return sum / ratios.get(policy).length;
    }

    boolean isScored() {
        return optimum - ratio(Eviction.LRU) >= NOTHING_TO_GAIN;
    }

    /** How much of the way from LRU to the optimum the policy goes, with one salt. */
    double score(Eviction policy, int salt) {
        double[] all = ratios.get(policy);
        double lru = ratio(Eviction.LRU);
        return (all[Math.min(salt, all.length - 1)] - lru) / (optimum - lru);
    }
}
