package dev.memoize.heap;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Exact least-recently-used order without a list to relink on every hit: a lazy priority queue.
 *
 * <p>A hit only writes {@link Entry#stamp}. Here lies, for each entry, the stamp it had when it was last looked at, in
 * a four-way heap whose top has the smallest. Stamps only grow, so the queued stamp is a lower bound of the true one; a
 * top whose two stamps agree is therefore the least recently used entry, and a top that has been used meanwhile is
 * filed again under its true stamp. An entry costs at most one such move for each time it was used, so an eviction is
 * O(log n) amortized.
 *
 * <p>Methods that change the arrays call nothing once they have begun, so that a {@link StackOverflowError} cannot
 * leave them half done.
 */
final class Lru implements Policy {
    private static final int WAYS_SHIFT = 2;
    private static final int FIRST_CAPACITY = 16;

    private Entry[] entries = {};
    private long[] queued = {};
    private int size;
    private int dead;

    @Override
    public void add(Entry entry, float cost) {
        if (size == entries.length) {
            grow();
        }
        rise(entry, entry.stamp);
    }

    /**
     * Files an entry from the end of the heap upwards: no step where its stamp is the newest of all, which it is unless
     * threads raced.
     */
    private void rise(Entry entry, long stamp) {
        int hole = size;
        while (hole > 0 && queued[(hole - 1) >> WAYS_SHIFT] > stamp) {
            int parent = (hole - 1) >> WAYS_SHIFT;
            entries[hole] = entries[parent];
            queued[hole] = queued[parent];
            hole = parent;
        }
        entries[hole] = entry;
        queued[hole] = stamp;
        size++;
    }

    private void grow() {
        int capacity = Math.max(FIRST_CAPACITY, size + (size >> 1));
        Entry[] moreEntries = Arrays.copyOf(entries, capacity);
        long[] moreQueued = Arrays.copyOf(queued, capacity);
        entries = moreEntries;
        queued = moreQueued;
    }

    @Override
    public @Nullable Entry victim() {
        while (size > 0) {
            Entry top = entries[0];
            if (top.dead) {
                pop();
                dead--;
            } else if (top.stamp == queued[0]) {
                pop();
                return top;
            } else {
                sink(top, top.stamp, 0, size);
            }
        }
        return null;
    }

    private void pop() {
        int last = size - 1;
        Entry moved = entries[last];
        long movedStamp = queued[last];
        sink(moved, movedStamp, 0, last);
        entries[last] = null;
        size = last;
    }

    /** Puts {@code entry} at {@code hole} or, where that breaks the order, below it. Without calls; see the class. */
    private void sink(Entry entry, long stamp, int hole, int end) {
        Entry[] es = entries;
        long[] qs = queued;
        for (; ; ) {
            int child = (hole << WAYS_SHIFT) + 1;
            if (child >= end) {
                break;
            }
            int least = child;
            int stop = child + (1 << WAYS_SHIFT) < end ? child + (1 << WAYS_SHIFT) : end;
            for (int i = child + 1; i < stop; i++) {
                if (qs[i] < qs[least]) {
                    least = i;
                }
            }
            if (qs[least] >= stamp) {
                break;
            }
            es[hole] = es[least];
            qs[hole] = qs[least];
            hole = least;
        }
        es[hole] = entry;
        qs[hole] = stamp;
    }

    @Override
    public void died(Entry entry) {
        if (++dead > size >> 1) {
            compact();
        }
    }

    /** Forgets the dead and restores the heap order from the bottom. */
    private void compact() {
        int live = 0;
        for (int i = 0; i < size; i++) {
            if (!entries[i].dead) {
                entries[live] = entries[i];
                queued[live++] = queued[i];
            }
        }
        for (int i = live; i < size; i++) {
            entries[i] = null;
        }
        size = live;
        dead = 0;
        for (int i = (live - 1) >> WAYS_SHIFT; i >= 0; i--) {
            sink(entries[i], queued[i], i, live);
        }
    }

    @Override
    public void resize(int capacity) {}

    @Override
    public void clear() {
        entries = new Entry[0];
        queued = new long[0];
        size = 0;
        dead = 0;
    }
}
