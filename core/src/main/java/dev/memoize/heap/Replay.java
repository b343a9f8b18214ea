package dev.memoize.heap;

import dev.memoize.spi.Ticker;

/**
 * A heap that stores nothing but which keys it would have stored: the engine's own table, clock and policies, driven by
 * a recorded sequence of keys. For {@code ./memoize simulate} and tests; for one thread.
 */
public final class Replay extends Heap {
    private static final long PRESENT = 1;

    /** @param salt of the hashes by which a policy samples keys */
    public Replay(Eviction eviction, int maxSize, int salt) {
        super(maxSize, 0, Ticker.system(), null, eviction, salt);
    }

    /**
     * A heap of results that have weights.
     *
     * @param entries how many there will be, about: for policies that have to know, and no bound
     */
    public Replay(Eviction eviction, int entries, long maxWeight, int salt) {
        super(entries, maxWeight, null, null, eviction, salt, false);
        boundByWeightAlone();
    }

    /** Calls with that key once: whether it was a hit. */
    public boolean access(long key) {
        return access(key, 1);
    }

    /** Calls with that key once, which takes {@code cost} to compute if it is a miss: whether it was a hit. */
    public boolean access(long key, float cost) {
        return access(key, cost, 1);
    }

    /** The same, with a result of that weight. */
    public boolean access(long key, float cost, int weight) {
        int hash = (int) (key * 0x9E3779B97F4A7C15L >>> Integer.SIZE);
        for (Entry e = head(hash); e != null; e = e.nextEntry()) {
            if (((LongEntry) e).key == key) {
                return hitLong(e) == PRESENT;
            }
        }
        synchronized (this) {
            LongEntry fresh = new LongEntry(hash, key);
            countMiss();
            add(fresh);
            publish(fresh, PRESENT, Entry.PRIMITIVE, lifetime(0, 0, -1, null, weight), null, cost);
        }
        return false;
    }

    /** How many keys it holds. */
    public int currSize() {
        return size();
    }
}
