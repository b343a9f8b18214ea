package dev.memoize.heap;

import org.jspecify.annotations.Nullable;

/**
 * The policy that chooses its own rule: {@link Shadows} of a sample of the keys find out which {@link Rule} would do
 * best, and the {@link Segments} of the cache itself follow it. It begins as exact LRU.
 */
final class Adaptive implements Policy {
    /** The entries of a shadow: so many, or the share below of the cache's if that is more. */
    private static final int SHADOW_ENTRIES = 512;

    private static final double SHADOW_SHARE = 0.02;
    /** How many times in a generation its number is worked out. */
    private static final int CHECKS = 64;
    /** Computations that the mean of their costs is about. */
    private static final int MEMORY = 1000;
    /** The squared coefficient of variation of costs from which on it is better to begin with them than with LRU. */
    private static final double TELLING_SPREAD = 0.25;

    private final Accesses accesses;
    private final Clock clock;
    private final Segments segments;
    /** The same entries in another order, where costs count. */
    private final @Nullable ValueQueue values;

    private int capacity;
    private History history;
    private Shadows shadows;
    private Bursts bursts;
    private double share;
    private int rule;

    private long insertions;
    private long nextCheck;
    private boolean known;
    private boolean full;
    private float meanCost;
    private double meanSquare;
    private long weighed;

    Adaptive(int capacity, Accesses accesses, Clock clock, boolean costly) {
        this.capacity = capacity;
        this.accesses = accesses;
        this.clock = clock;
        this.segments = new Segments(capacity, Shadows.CANDIDATES[rule]);
        this.values = costly ? new ValueQueue() : null;
        this.history = new History(capacity);
        this.shadows = shadows();
        this.bursts = new Bursts(share);
    }

    private Shadows shadows() {
        int entries = (int) Math.min(capacity, Math.max(SHADOW_ENTRIES, Math.round(capacity * SHADOW_SHARE)));
        share = (double) entries / capacity;
        accesses.length(2 * entries);
        accesses.sample(share);
        return new Shadows(Math.max(1, entries), values != null);
    }

    @Override
    public void add(Entry entry, float cost) {
        float weight = values == null ? 1 : weigh(cost);
        learn(entry.hash, weight);
        if (++insertions >= nextCheck) {
            check();
        }
        long before = history.recall(entry, entry.stamp);
        known = before != 0;
        entry.use(accesses.generation);
        segments.add(entry, before);
        if (values != null) {
            values.add(entry, weight, accesses.generation);
        }
    }

    private float weigh(float cost) {
        if (cost <= 0) {
            return Math.max(Float.MIN_NORMAL, meanCost);
        }
        long memory = Math.min(MEMORY, ++weighed);
        meanCost += (cost - meanCost) / memory;
        meanSquare += ((double) cost * cost - meanSquare) / memory;
        return cost;
    }

    private void learn(int hash, float cost) {
        if (bursts.isResting()) {
            return;
        }
        accesses.drain(this::observe);
        if (accesses.isSampled(hash)) {
            shadows.access(hash, false, cost, bursts.isVoting());
        }
        if (shadows.isEpochOver()) {
            int choice = bursts.isVoting() ? shadows.choose(rule) : shadows.skip(rule);
            bursts.endEpoch(total(), capacity, choice != rule);
            if (choice != rule) {
                rule = choice;
                if (rule < Shadows.CANDIDATES.length) {
                    segments.rule(Shadows.CANDIDATES[rule]);
                }
            }
            if (bursts.isResting()) {
                accesses.sample(0);
            }
        }
    }

    private void observe(int hash) {
        shadows.access(hash, true, values == null ? 1 : meanCost, bursts.isVoting());
    }

    private long total() {
        return clock.hits() + insertions;
    }

    private void check() {
        long total = total();
        nextCheck = insertions + Math.max(1, capacity / CHECKS);
        accesses.generation = Generations.of(total, capacity);
        if (bursts.isResting() && bursts.isOver(total)) {
            accesses.sample(share);
        }
    }

    @Override
    public @Nullable Entry victim() {
        for (; ; ) {
            Entry victim = (Entry) choose();
            if (victim == null || victim.value != null) {
                return victim;
            }
            // The other order had it still: it was evicted while somebody computed it.
        }
    }

    private @Nullable Usage choose() {
        int generation = accesses.generation;
        if (!full) {
            full = true;
            double spread = meanSquare / ((double) meanCost * meanCost) - 1;
            rule = values != null && spread > TELLING_SPREAD ? Shadows.CANDIDATES.length : rule;
        }
        if (values == null) {
            return gone(segments.victim(known, generation));
        }
        boolean byValue = rule == Shadows.CANDIDATES.length;
        Entry victim = (Entry) (byValue ? values.victim(generation) : segments.victim(known, generation));
        if (victim != null && victim.value != null && victim.computing() == 0) {
            victim.dead = true;
            if (byValue) {
                segments.died(victim);
            } else {
                values.died();
            }
        }
        return gone(victim);
    }

    private @Nullable Usage gone(@Nullable Usage victim) {
        if (victim != null) {
            history.remember(victim);
        }
        return victim;
    }

    @Override
    public void died(Entry entry) {
        segments.died(entry);
        if (values != null) {
            values.died();
        }
    }

    @Override
    public void resize(int newCapacity) {
        capacity = newCapacity;
        segments.capacity(newCapacity);
        history = new History(newCapacity);
        shadows = shadows();
        bursts = new Bursts(share);
    }

    @Override
    public void clear() {
        segments.clear();
        if (values != null) {
            values.clear();
        }
        accesses.forget();
        history = new History(capacity);
    }
}
