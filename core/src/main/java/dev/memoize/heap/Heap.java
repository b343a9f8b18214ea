package dev.memoize.heap;

import dev.memoize.spi.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The results that one memo keeps in this process: a table to find them, a policy to choose what goes, a clock to tell
 * what was used.
 *
 * <p>Look-ups ({@link #head}, {@link #hitLong}, {@link #hit}) take no lock, allocate nothing and never block. Every
 * other method needs this object's monitor, which is held for a few writes at a time; no user code runs under it. A
 * caller compares keys first, then takes the monitor and checks that {@link #head} has not changed.
 */
public class Heap extends Table {
    private final Clock clock = new Clock();
    private final Ticker ticker;
    private final long ttlNanos;

    private Policy policy;
    private int maxSize;
    private int live;
    private long misses;
    private long hitsBefore;

    /** @param ttlNanos how long a result lives, 0 for ever */
    protected Heap(int maxSize, long ttlNanos, Ticker ticker) {
        this.maxSize = maxSize;
        this.ttlNanos = ttlNanos;
        this.ticker = ticker;
        this.policy = policyFor(maxSize);
        clock.capacity(maxSize);
    }

    private static Policy policyFor(int maxSize) {
        return maxSize == Integer.MAX_VALUE ? new Unbounded() : new Lru();
    }

    /**
     * The word of a live entry, counted as a hit, or {@code miss}: also if the word is {@code miss}, which the slow
     * path then finds out.
     */
    public final long hitLong(Entry entry, long miss) {
        if (entry.value == null || (ttlNanos != 0 && isExpired(entry, ticker.nanos()))) {
            return miss;
        }
        long bits = entry.bits;
        if (bits != miss) {
            clock.hit(entry, this);
        }
        return bits;
    }

    /** The value of a live entry, counted as a hit, or {@code null}. */
    public final @Nullable Object hit(Entry entry) {
        Object value = entry.value;
        if (value == null || (ttlNanos != 0 && isExpired(entry, ticker.nanos()))) {
            return null;
        }
        clock.hit(entry, this);
        return value;
    }

    /**
     * A reading of the ticker to hand to the methods below; 0 where there is no ttl. It may be user code, so call it
     * under no lock.
     */
    public final long now() {
        return ttlNanos == 0 ? 0 : ticker.nanos();
    }

    public final boolean isExpired(Entry entry, long now) {
        return ttlNanos != 0 && entry.value != null && entry.deadline - now <= 0;
    }

    public final boolean storesNothing() {
        return maxSize == 0;
    }

    protected final int maxSize() {
        return maxSize;
    }

    protected final int size() {
        return live;
    }

    public final long misses() {
        return misses;
    }

    public final long hits() {
        return clock.hits() - hitsBefore;
    }

    public final void countMiss() {
        misses++;
    }

    /**
     * Counts a hit of an entry that was found under the lock, or, without one, of a caller that was given somebody
     * else's result.
     */
    public final void countHit(Entry entry) {
        clock.hit(entry, this);
    }

    /** Puts a pending entry into the table. */
    public final void add(Entry pending) {
        link(pending);
    }

    /**
     * Makes a pending entry live and evicts what is too much. Does nothing to an entry that is dead or live already.
     */
    public final void publish(Entry entry, long bits, Object value, long now) {
        if (entry.dead || entry.value != null) {
            return;
        }
        entry.stamp = clock.insertion();
        entry.deadline = now + ttlNanos;
        policy.add(entry);
        entry.bits = bits;
        entry.value = value;
        live++;
        evictDownTo(maxSize);
    }

    private void evictDownTo(int size) {
        while (live > size) {
            Entry victim = policy.victim();
            if (victim == null) {
                return;
            }
            evict(victim);
        }
    }

    /** One that is being computed again (by a body that called itself with this key) may still get that result. */
    private void evict(Entry victim) {
        if (victim.computing == 0) {
            kill(victim);
            return;
        }
        live--;
        victim.value = null;
    }

    /** Takes an entry out for good: a computation that was to fill it can no longer do so. */
    public final void remove(Entry entry) {
        if (entry.dead) {
            return;
        }
        boolean known = entry.value != null;
        kill(entry);
        if (known) {
            policy.died();
        }
    }

    private void kill(Entry entry) {
        unlink(entry);
        if (entry.value != null) {
            live--;
        }
        entry.dead = true;
        // Also for readers that still see it in an older table.
        entry.value = null;
    }

    /** Removes everything, pending entries too, and zeroes the statistics. */
    public final void removeAll() {
        for (Entry e : entries()) {
            e.dead = true;
            e.value = null;
        }
        unlinkAll();
        policy.clear();
        live = 0;
        misses = 0;
        hitsBefore = clock.hits();
    }

    /** Changes the capacity at once, evicting what is too much. */
    public final void bound(int newMaxSize) {
        if (newMaxSize == maxSize) {
            return;
        }
        boolean wasUnbounded = policy instanceof Unbounded;
        maxSize = newMaxSize;
        clock.capacity(newMaxSize);
        if (newMaxSize == Integer.MAX_VALUE) {
            policy = new Unbounded();
        } else if (wasUnbounded) {
            policy = new Lru();
            entries().stream()
                    .filter(e -> e.value != null)
                    .sorted((a, b) -> Long.compare(a.stamp, b.stamp))
                    .forEach(policy::add);
        }
        evictDownTo(newMaxSize);
    }
}
