package dev.memoize.heap;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives uses their stamps and counts hits, at the price of one increment while one thread uses the heap.
 *
 * <p><b>Solo</b>: one thread owns the clock. Each use is {@code stamp = ++now}, so recency is exact, and the number of
 * hits is read off {@code now}. Only the owner writes its {@link Solo}, hence no hit is lost when others arrive.
 *
 * <p><b>Shared</b>: entered at the first use by a second thread. Time is coarse, one tick for each {@code capacity /
 * 16} insertions: an entry that has this tick's stamp already is only read, so hot entries stay in every core's cache.
 * {@link Lanes} count.
 *
 * <p>The way back: when a streak of misses comes from one thread, it becomes the owner. If that was wrong, its streak
 * has to be twice as long the next time.
 *
 * <p>Everything but {@link #hit}, {@link #count}, {@link #use} and {@link #miss} is guarded by the {@link Heap}'s
 * monitor.
 */
final class Clock {
    /** One thread's ownership. Written by that thread only, read by whoever sums. */
    private static final class Solo {
        /** {@code null} once it is over, so that a memo does not keep the threads alive that once used it. */
        @Nullable
        Thread thread;

        final long start;
        long now;
        /** Ticks that were insertions rather than hits. */
        long inserts;

        long misses;

        /** Where threads count that share the heap; {@code null} while one owns it, and before the first. */
        final @Nullable Lanes lanes;

        Solo(@Nullable Thread thread, long start, @Nullable Lanes lanes) {
            this.thread = thread;
            this.lanes = lanes;
            this.start = start;
            this.now = start;
        }

        long hits() {
            return now - start - inserts;
        }

        boolean isOwned() {
            return this != UNUSED && lanes == null;
        }
    }

    /**
     * What every insertion writes, in cache lines of its own: hits read the clock. The first of the fields is behind
     * the padding, since an object may begin in the line in which another one ends.
     */
    @SuppressWarnings("unused")
    private static final class Insertions extends Padding {
        int inEpoch;
        int streak;

        @Nullable
        Thread thread;

        long q0;
        long q1;
        long q2;
        long q3;
        long q4;
        long q5;
        long q6;
        long q7;
        long q8;
        long q9;
        long q10;
        long q11;
        long q12;
        long q13;
        long q14;
    }

    @SuppressWarnings("unused")
    private static class Padding {
        long p0;
        long p1;
        long p2;
        long p3;
        long p4;
        long p5;
        long p6;
        long p7;
        long p8;
        long p9;
        long p10;
        long p11;
        long p12;
        long p13;
        long p14;
    }

    private static final int FIRST_STREAK = 64;
    private static final int LONGEST_STREAK = 1 << 20;

    private static final Solo UNUSED = new Solo(null, 0, null);

    // Read racily by hits: a stale owner keeps counting in its own Solo, which is still summed.
    private Solo solo = UNUSED;
    private long epoch = 1;

    // Guarded by the heap's monitor from here on.
    private boolean unused = true;
    /** What {@link #solo} is while threads share the heap. */
    private @Nullable Solo shared;

    /**
     * Never dropped, since an owner that was overtaken in the middle of a hit still counts in its own. Few: see
     * {@link #streakNeeded}.
     */
    private final List<Solo> retired = new ArrayList<>(0);

    private final Insertions insertions = new Insertions();
    private int epochLength = 1;
    private int streakNeeded = FIRST_STREAK;

    void capacity(int maxSize) {
        epochLength = Math.max(1, maxSize / 16);
    }

    /**
     * Stamps and counts a hit. {@code false}, and nothing is done, if {@link #count} has to be called: when a second
     * thread is first seen, and when one asks for a lane. Takes no lock and calls nothing.
     */
    boolean hit(Entry entry) {
        Solo s = solo;
        if (s.thread != Thread.currentThread()) {
            Lanes ls = s.lanes;
            return ls != null && ls.tryHit() && stampShared(entry);
        }
        long tick = ++s.now;
        entry.stamp = tick;
        return true;
    }

    /**
     * Stamps and counts a hit. Returns a number that goes up by one with each hit: of the owner or, once threads share
     * the heap, of this thread. May take the heap's monitor for a moment.
     */
    long count(Entry entry, Uses heap) {
        Solo s = solo;
        if (s.thread != Thread.currentThread()) {
            long hit = lanes(s, heap).hit(heap);
            stampShared(entry);
            return hit;
        }
        long tick = ++s.now;
        entry.stamp = tick;
        return tick;
    }

    /** Written only if it changes, so that hot entries are only read. */
    private boolean stampShared(Entry entry) {
        long now = epoch;
        if (entry.stamp != now) {
            entry.stamp = now;
        }
        return true;
    }

    /** Counts a hit and returns its tick. Takes the heap's monitor only when a second thread is first seen. */
    long use(Uses heap) {
        Solo s = solo;
        return s.thread == Thread.currentThread() ? ++s.now : useShared(s, heap);
    }

    /** Takes back a hit that this thread has just counted. */
    void uncount(Uses heap) {
        Solo s = solo;
        if (s.thread == Thread.currentThread()) {
            s.inserts++;
        } else {
            lanes(s, heap).unhit(heap);
        }
    }

    /** Counts a miss. Takes the heap's monitor only at the first and when a second thread is first seen. */
    void miss(Uses heap) {
        Solo s = solo;
        if (s.thread == Thread.currentThread()) {
            s.misses++;
        } else {
            missShared(s, heap);
        }
    }

    private void missShared(Solo s, Uses heap) {
        if (s == UNUSED) {
            synchronized (heap) {
                if (unused) {
                    claim();
                    solo.misses++;
                    return;
                }
            }
        }
        lanes(s, heap).miss(heap);
    }

    /** Takes back a miss that this thread has just counted. */
    void unmiss(Uses heap) {
        Solo s = solo;
        if (s.thread == Thread.currentThread()) {
            s.misses--;
        } else {
            lanes(s, heap).unmiss(heap);
        }
    }

    /** Without the monitor: as far as it can be told. */
    boolean isShared() {
        return solo.lanes != null;
    }

    /** Whether any two threads ever shared it. */
    boolean wasEverShared() {
        return shared != null;
    }

    private void claim() {
        unused = false;
        solo = new Solo(Thread.currentThread(), epoch, null);
    }

    private long useShared(Solo s, Uses heap) {
        lanes(s, heap).hit(heap);
        return epoch;
    }

    private Lanes lanes(Solo s, Uses heap) {
        Lanes ls = s.lanes;
        if (ls != null) {
            return ls;
        }
        synchronized (heap) {
            return share();
        }
    }

    /** The tick of the latest use, as far as it can be told. */
    long now() {
        Solo s = solo;
        return s.isOwned() ? s.now : epoch;
    }

    /** Makes every later use have a later tick than the one returned, which no earlier use has passed. */
    long closeTick() {
        return solo.isOwned() ? solo.now : epoch++;
    }

    /** The stamp of an entry that is being inserted by the current thread. */
    long insertion() {
        Thread me = Thread.currentThread();
        if (unused) {
            claim();
        }
        Solo s = solo;
        if (s.thread == me) {
            s.inserts++;
            return ++s.now;
        }
        share();
        if (++insertions.inEpoch >= epochLength) {
            insertions.inEpoch = 0;
            epoch++;
        }
        long stamp = epoch;
        noteStreak(me);
        return stamp;
    }

    private void noteStreak(Thread me) {
        Insertions in = insertions;
        if (me != in.thread) {
            in.thread = me;
            in.streak = 0;
        } else if (++in.streak >= streakNeeded) {
            in.streak = 0;
            in.thread = null;
            solo = new Solo(me, epoch, null);
        }
    }

    private Lanes share() {
        Solo all = shared;
        if (all == null) {
            all = new Solo(null, 0, new Lanes());
            shared = all;
        }
        Solo s = solo;
        if (s.isOwned()) {
            int streak = Math.min(LONGEST_STREAK, streakNeeded * 2);
            retired.add(s);
            // From here without calls: it must not be added again.
            s.thread = null;
            // Not before: its owner goes on until it sees that.
            long now = s.now;
            epoch = (epoch > now ? epoch : now) + 1;
            unused = false;
            streakNeeded = streak;
        }
        solo = all;
        return Objects.requireNonNull(all.lanes);
    }

    /**
     * Before a search among stamps: ends the ownership of another thread, which could go on using whatever is looked
     * at, and the search would never end. Without an owner a use changes no stamp twice while the monitor is held.
     */
    void shareUnlessMine() {
        Solo s = solo;
        if (s.isOwned() && s.thread != Thread.currentThread()) {
            share();
        }
    }

    /** All hits since the beginning. Exact when no call is under way. */
    long hits() {
        long sum = solo.hits();
        for (Solo s : retired) {
            sum += s.hits();
        }
        return sum + (shared == null ? 0 : Objects.requireNonNull(shared.lanes).hits());
    }

    /** All misses since the beginning. Exact when no call is under way. */
    long misses() {
        long sum = solo.misses;
        for (Solo s : retired) {
            sum += s.misses;
        }
        return sum + (shared == null ? 0 : Objects.requireNonNull(shared.lanes).misses());
    }
}
