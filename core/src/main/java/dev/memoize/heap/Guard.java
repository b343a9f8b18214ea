package dev.memoize.heap;

/**
 * Watches that the cache itself, whose rule the shadows chose, does not fare worse than LRU would: what a shadow
 * promises and what the cache delivers can differ, for example after a change of rule. When it does, LRU it is for a
 * while.
 */
final class Guard {
    private static final double DECAY = 0.95;
    private static final double CERTAINTY = 3;
    private static final double WORTH_A_CHANGE = 0.005;
    /** Epochs that LRU is then kept. */
    private static final int HOLD = 8;

    private double lead;
    private double variance;
    private double total;
    private int hold;

    /** Counts a use of a sampled key that the LRU shadow, or the cache, had as a hit. */
    void add(boolean hitByLru, boolean hit, double weight) {
        total += weight;
        if (hitByLru != hit) {
            lead += hitByLru ? weight : -weight;
            variance += weight * weight;
        }
    }

    /** Ends an epoch: the candidate to go on with, given the one the shadows choose. */
    int choose(int current, int choice) {
        boolean worse = lead > CERTAINTY * Math.sqrt(variance) && lead > WORTH_A_CHANGE * total;
        int decision = choice;
        if (hold > 0) {
            hold--;
            decision = current;
        } else if (current != 0 && worse) {
            hold = HOLD;
            decision = 0;
        }
        if (decision != current) {
            lead = 0;
            variance = 0;
            total = 0;
        }
        lead *= DECAY;
        variance *= DECAY;
        total *= DECAY;
        return decision;
    }
}
