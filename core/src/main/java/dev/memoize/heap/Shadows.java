package dev.memoize.heap;

import org.jspecify.annotations.Nullable;

/**
 * Small caches without values that follow a sample of the keys, one for each {@link Rule}, to find out which would do
 * best: what it costs to know is a look-up for a use that all of them hit.
 *
 * <p>Keys are sampled by their hashes, so a cache of a fiftieth of the capacity that sees a fiftieth of the keys fares
 * as the whole would. They share what is known of a key; each only has its own order of evictions.
 */
final class Shadows {
    static final Rule[] CANDIDATES = {
        Rule.RECENCY,
        new Rule(Rule.Basis.REUSE, 0.05),
        new Rule(Rule.Basis.REUSE, 0.2),
        new Rule(Rule.Basis.FREQUENCY, 0.05),
        new Rule(Rule.Basis.FREQUENCY, 0.2),
        new Rule(Rule.Basis.FREQUENCY, 0.5),
    };

    private static final int SHORTEST_EPOCH = 64;

    private final int capacity;
    private final int epoch;
    private final Segments[] caches = new Segments[CANDIDATES.length];
    /** The candidate after those, if costs count. */
    private final @Nullable ValueQueue values;

    private final int all;
    private final int[] sizes = new int[CANDIDATES.length + 1];
    private final Samples samples;
    private final Votes votes;

    private final Guard guard = new Guard();

    private long now;
    private int generation;
    private int untilGeneration;
    private int untilEpoch;

    /** @param costly whether a candidate that goes by costs takes part */
    Shadows(int capacity, boolean costly) {
        this.capacity = capacity;
        int candidates = CANDIDATES.length + (costly ? 1 : 0);
        all = (1 << candidates) - 1;
        votes = new Votes(candidates);
        values = costly ? new ValueQueue() : null;
        for (int i = 0; i < caches.length; i++) {
            caches[i] = new Segments(capacity, CANDIDATES[i]);
        }
        samples = new Samples(capacity * (History.PER_ENTRY + 1));
        untilGeneration = capacity * Generations.ACCESSES_PER_ENTRY;
        epoch = Math.max(SHORTEST_EPOCH, capacity);
        untilEpoch = epoch;
    }

    /**
     * Lets every candidate see one use of a sampled key, which was a hit of the cache itself or not.
     *
     * @param cost of the computation that the miss made necessary; for a hit, a guess in case none has been seen
     */
    void access(int hash, boolean hit, float cost, boolean voting) {
        if (--untilGeneration == 0) {
            generation++;
            untilGeneration = capacity * Generations.ACCESSES_PER_ENTRY;
        }
        untilEpoch--;
        Sample sample = samples.find(hash);
        long before = 0;
        if (sample == null) {
            sample = new Sample(hash);
            sample.stamp = ++now;
            samples.add(sample);
        } else {
            before = sample.stamp;
            sample.stamp = ++now;
        }
        sample.use(generation);
        if (!hit || sample.cost == 0) {
            sample.cost = cost;
        }
        float weight = sample.cost;
        if (voting) {
            votes.add(sample.resident, weight);
            guard.add((sample.resident & 1) != 0, hit, weight);
        }
        for (int missed = ~sample.resident & all; missed != 0; missed &= missed - 1) {
            load(Integer.numberOfTrailingZeros(missed), sample, before);
        }
    }

    private void load(int candidate, Sample sample, long before) {
        boolean full = ++sizes[candidate] > capacity;
        sample.resident |= 1 << candidate;
        Usage victim = null;
        if (candidate < caches.length) {
            caches[candidate].add(sample, before);
            victim = full ? caches[candidate].victim(before != 0, generation) : null;
        } else if (values != null) {
            values.add(sample, sample.cost, generation);
            victim = full ? values.victim(generation) : null;
        }
        if (victim != null) {
            ((Sample) victim).resident &= ~(1 << candidate);
            sizes[candidate]--;
        }
    }

    boolean isEpochOver() {
        return untilEpoch <= 0;
    }

    /** Ends the epoch: the candidate to go on with. */
    int choose(int current) {
        untilEpoch = epoch;
        int choice = guard.choose(current, votes.choose(current));
        votes.decay();
        return choice;
    }

    /** Ends an epoch that did not vote. */
    int skip(int current) {
        untilEpoch = epoch;
        return current;
    }
}
