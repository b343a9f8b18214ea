package dev.memoize.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts the hits and misses of threads that share a heap. A thread that comes often has a lane, which it alone writes
 * to, by plain increments. Others, and those whose lane somebody else has, add to cells atomically.
 *
 * <p>A lane is given away when its thread has ended. Few claims are tried, so that threads that live for a call or two
 * do not meet at the heap's lock.
 */
final class Lanes {
    /** One thread's counts. Written by that thread only. */
    @SuppressWarnings("unused")
    private static final class Lane extends WeakReference<Thread> {
        long hits;
        long misses;
        // So that no two lanes are in one pair of cache lines.
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

        Lane(@Nullable Thread thread) {
            super(thread);
        }

        boolean isOver() {
            Thread t = get();
            return t == null || !t.isAlive();
        }
    }

    private static final Lane NOBODYS = new Lane(null);

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int COUNT = count(Runtime.getRuntime().availableProcessors());
    private static final int SHIFT = Long.numberOfLeadingZeros(COUNT - 1);

    /** From a thread's first choice of a lane to its second. */
    private static final int BESIDE = 1;

    /** Words between cells, of which the first counts hits and the second misses. */
    private static final int PAD_SHIFT = 4;
    /** One in so many counts in a cell tries to get a lane. */
    private static final int CLAIM = 64;

    // Elements are guarded by the heap and read racily: a thread knows its own lane.
    private final Lane[] lanes = new Lane[COUNT];
    private final long[] cells = new long[COUNT << PAD_SHIFT];

    Lanes() {
        Arrays.fill(lanes, NOBODYS);
    }

    // Of lanes that were given away. Guarded by the heap.
    private long hits;
    private long misses;

    /** So many that two threads seldom meet; on a machine of any size no more than 8 KiB a memo. */
    private static int count(int processors) {
        return Math.min(64, Math.max(16, Integer.highestOneBit(Math.max(1, processors * 4 - 1)) * 2));
    }

    /** Numbers in a row, as threads of one pool have, come far from each other. */
    private static int index(Thread thread) {
        return (int) (thread.getId() * 0x9E3779B97F4A7C15L >>> SHIFT);
    }

    /** The lane that is the thread's, of the two that it may have; {@code null} if neither is. */
    private @Nullable Lane lane(Thread me, int i) {
        Lane lane = lanes[i];
        if (lane.refersTo(me)) {
            return lane;
        }
        Lane other = lanes[i ^ BESIDE];
        return other.refersTo(me) ? other : null;
    }

    /**
     * Counts a hit. {@code false}, and nothing is counted, if it is time that this thread asks for a lane, which
     * {@link #hit} does. Calls nothing and takes no lock, so that the code around it can keep what it has in registers.
     */
    boolean tryHit() {
        Thread me = Thread.currentThread();
        int i = index(me);
        Lane lane = lane(me, i);
        if (lane != null) {
            lane.hits++;
            return true;
        }
        int cell = i << PAD_SHIFT;
        if (((long) CELL.getOpaque(cells, cell) & (CLAIM - 1)) == 0) {
            return false;
        }
        CELL.getAndAdd(cells, cell, 1L);
        return true;
    }

    /** Returns a number that goes up by one each time, in this thread's lane or cell. */
    long hit(Uses heap) {
        Thread me = Thread.currentThread();
        int i = index(me);
        Lane lane = lane(me, i);
        return lane != null ? ++lane.hits : add(i, 0, 1, heap);
    }

    /** Takes back one that this thread has just counted. */
    void unhit(Uses heap) {
        Thread me = Thread.currentThread();
        int i = index(me);
        Lane lane = lane(me, i);
        if (lane != null) {
            lane.hits--;
        } else {
            add(i, 0, -1, heap);
        }
    }

    void miss(Uses heap) {
        countMiss(1, heap);
    }

    void unmiss(Uses heap) {
        countMiss(-1, heap);
    }

    private void countMiss(int change, Uses heap) {
        Thread me = Thread.currentThread();
        int i = index(me);
        Lane lane = lane(me, i);
        if (lane != null) {
            lane.misses += change;
        } else {
            add(i, 1, change, heap);
        }
    }

    private long add(int i, int word, long change, Uses heap) {
        long before = (long) CELL.getAndAdd(cells, (i << PAD_SHIFT) + word, change);
        if ((before & (CLAIM - 1)) == 0) {
            synchronized (heap) {
                if (!claim(i)) {
                    claim(i ^ BESIDE);
                }
            }
        }
        return before;
    }

    private boolean claim(int i) {
        Lane lane = lanes[i];
        if (!lane.isOver()) {
            return false;
        }
        Lane mine = new Lane(Thread.currentThread());
        // From here without calls.
        hits += lane.hits;
        misses += lane.misses;
        lanes[i] = mine;
        return true;
    }

    /** Exact when no call is under way. Guarded by the heap. */
    long hits() {
        long sum = hits + counted(0);
        for (Lane lane : lanes) {
            sum += lane.hits;
        }
        return sum;
    }

    /** Exact when no call is under way. Guarded by the heap. */
    long misses() {
        long sum = misses + counted(1);
        for (Lane lane : lanes) {
            sum += lane.misses;
        }
        return sum;
    }

    private long counted(int word) {
        long sum = 0;
        for (int i = word; i < cells.length; i += 1 << PAD_SHIFT) {
            sum += (long) CELL.getVolatile(cells, i);
        }
        return sum;
    }
}
