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

    private final Accesses accesses;
    private final Clock clock;
    private final Segments segments;

    private int capacity;
    private History history;
    private Shadows shadows;
    private Bursts bursts;
    private double share;
    private int rule;

    private long insertions;
    private long nextCheck;
    private boolean known;

    Adaptive(int capacity, Accesses accesses, Clock clock) {
        this.capacity = capacity;
        this.accesses = accesses;
        this.clock = clock;
        this.segments = new Segments(capacity, Shadows.CANDIDATES[rule]);
        this.history = new History(capacity);
        this.shadows = shadows();
        this.bursts = new Bursts(share);
    }

    private Shadows shadows() {
        int entries = (int) Math.min(capacity, Math.max(SHADOW_ENTRIES, Math.round(capacity * SHADOW_SHARE)));
        share = (double) entries / capacity;
        accesses.length(2 * entries);
        accesses.sample(share);
        return new Shadows(Math.max(1, entries));
    }

    @Override
    public void add(Entry entry) {
        learn(entry.hash);
        if (++insertions >= nextCheck) {
            check();
        }
        long before = history.recall(entry, entry.stamp);
        known = before != 0;
        entry.use(accesses.generation);
        segments.add(entry, before);
    }

    private void learn(int hash) {
        if (bursts.isResting()) {
            return;
        }
        accesses.drain(this::observe);
        if (accesses.isSampled(hash)) {
            shadows.access(hash, false, 1, bursts.isVoting());
        }
        if (shadows.isEpochOver()) {
            int choice = bursts.isVoting() ? shadows.choose(rule) : shadows.skip(rule);
            bursts.endEpoch(total(), capacity, choice != rule);
            if (choice != rule) {
                rule = choice;
                segments.rule(Shadows.CANDIDATES[rule]);
            }
            if (bursts.isResting()) {
                accesses.sample(0);
            }
        }
    }

    private void observe(int hash) {
        shadows.access(hash, true, 1, bursts.isVoting());
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
        Entry victim = (Entry) segments.victim(known, accesses.generation);
        if (victim != null) {
            history.remember(victim);
        }
        return victim;
    }

    @Override
    public void died(Entry entry) {
        segments.died(entry);
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
        accesses.forget();
        history = new History(capacity);
    }
}
