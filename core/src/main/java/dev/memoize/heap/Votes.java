package dev.memoize.heap;

/**
 * Which candidates had each use of a sampled key as a hit, older uses counting less; and the choice that follows.
 *
 * <p>Two candidates are compared by the uses on which they differ (McNemar's test), so that what both hit or both miss
 * does not blur the comparison.
 */
final class Votes {
    private static final double DECAY = 0.95;
    /** How many standard deviations a lead must be, so that chance does not look like one. */
    private static final double CERTAINTY = 2;
    /** The lead, as a share of all uses, that is worth a change. */
    private static final double WORTH_A_CHANGE = 0.002;

    private final int candidates;
    /** For each set of candidates that hit, the weights of those uses and their squares. */
    private final double[] weights;

    private final double[] squares;

    Votes(int candidates) {
        this.candidates = candidates;
        this.weights = new double[1 << candidates];
        this.squares = new double[1 << candidates];
    }

    void add(int hitBy, double weight) {
        weights[hitBy] += weight;
        squares[hitBy] += weight * weight;
    }

    /** The candidate that is better than {@code current} by far enough, the best of them if there are several. */
    int choose(int current) {
        double total = 0;
        for (double w : weights) {
            total += w;
        }
        int best = current;
        double bestLead = total * WORTH_A_CHANGE;
        for (int i = 0; i < candidates; i++) {
            double lead = 0;
            double variance = 0;
            for (int set = 0; set < weights.length; set++) {
                int difference = (set >> i & 1) - (set >> current & 1);
                if (difference != 0) {
                    lead += difference * weights[set];
                    variance += squares[set];
                }
            }
            if (lead > bestLead && lead > CERTAINTY * Math.sqrt(variance)) {
                bestLead = lead;
                best = i;
            }
        }
        return best;
    }

    void decay() {
        for (int set = 0; set < weights.length; set++) {
            weights[set] *= DECAY;
            squares[set] *= DECAY;
        }
    }
}
