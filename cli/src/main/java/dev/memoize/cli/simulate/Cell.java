package dev.memoize.cli.simulate;

import dev.memoize.heap.Eviction;
import java.util.Map;

/**
 * What came out for one trace and one size.
 *
 * @param optimum the hit ratio of Belady's optimum
 * @param ratios the hit ratios of the policies, LRU always among them
 */
record Cell(String trace, int size, double optimum, Map<Eviction, double[]> ratios) {
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
