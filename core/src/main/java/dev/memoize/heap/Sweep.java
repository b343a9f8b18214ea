package dev.memoize.heap;

import org.jspecify.annotations.Nullable;

/**
 * Takes expired results out of one heap when nobody asks for them.
 *
 * <p>A sweep passes over the table, a slice at a time, and lets others have the lock in between. It is due when the
 * first result has expired, but only so often that all sweeps together take about a hundredth of one processor's time.
 */
final class Sweep {
    /** How many buckets are looked at before others get the lock. */
    private static final int SLICE = 1024;

    private static final long SHORTEST_PAUSE = 200_000_000L;
    private static final long LONGEST_PAUSE = 60_000_000_000L;
    /** A sweep is followed by a pause so many times as long. */
    private static final int PAUSE_FACTOR = 100;

    private final Expiry times;

    // Guarded by the heap.

    /**
     * Before this tick no live entry can be removed for its age, but for what a growing table hid from the last sweep.
     */
    private long nextExpiry;

    private long pauseEnds;

    /** Whether the {@link Timekeeper} knows the heap. Read without the lock by who has published. */
    private volatile boolean watched;

    Sweep(Expiry times) {
        this.times = times;
    }

    /** Of a result that was stored. Guarded by the heap. */
    void note(Lifetime life, boolean isFirst) {
        long at = times.removableAt(life);
        nextExpiry = isFirst || at - nextExpiry < 0 ? at : nextExpiry;
    }

    // Called under no lock:

    void watch(Heap heap) {
        if (watched || !times.isKept()) {
            return;
        }
        synchronized (heap) {
            if (watched || heap.size() == 0) {
                return;
            }
            watched = true;
        }
        boolean done = false;
        try {
            done = Timekeeper.watch(heap);
        } finally {
            if (!done) {
                watched = false;
            }
        }
    }

    void unwatched() {
        watched = false;
    }

    /**
     * {@link #run} if something may have expired. {@code false} if there is nothing left that could; {@link #watch} is
     * called for what comes.
     */
    boolean runIfDue(Heap heap, long now) {
        synchronized (heap) {
            if (heap.size() == 0) {
                watched = false;
                return false;
            }
            if (nextExpiry - now > 0 || pauseEnds - now > 0) {
                return true;
            }
        }
        run(heap, now);
        long end = System.nanoTime();
        synchronized (heap) {
            pauseEnds = end + Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, (end - now) * PAUSE_FACTOR));
        }
        return true;
    }

    /** Removes what has expired and cannot stand in for a failed computation any more. */
    void run(Heap heap, long now) {
        synchronized (heap) {
            // For what is overlooked because the table grows meanwhile.
            nextExpiry = now + LONGEST_PAUSE;
        }
        int from = 0;
        while (from >= 0) {
            synchronized (heap) {
                from = slice(heap, from, now);
            }
        }
    }

    private int slice(Heap heap, int from, long now) {
        int i = from;
        while (i < from + SLICE && i < heap.capacity()) {
            Entry doomed = firstRemovable(heap.bucket(i), now);
            if (doomed == null) {
                i++;
            } else {
                heap.expire(doomed);
            }
        }
        if (i < heap.capacity()) {
            return i;
        }
        if (heap.isEmpty()) {
            heap.close();
        }
        return -1;
    }

    private @Nullable Entry firstRemovable(@Nullable Entry head, long now) {
        for (Entry e = head; e != null; e = e.next) {
            Lifetime life = e.life;
            if (life != null && e.computing() == 0) {
                long left = times.removableAt(life) - now;
                if (left <= 0) {
                    return e;
                }
                nextExpiry = left < nextExpiry - now ? now + left : nextExpiry;
            }
        }
        return null;
    }
}
