package dev.memoize.heap;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Least-recently-used order without a list to relink on every hit: a lazy priority queue over stamps, as {@link Lru} is
 * one, that can be looked into.
 *
 * <p>Next to each key lies the stamp it had when it was filed. Stamps only grow, so that is a lower bound of the true
 * one; the top is filed again until both agree.
 *
 * <p>Methods that change the arrays call nothing once they have begun; see {@link Policy}.
 */
final class RecencyQueue {
    private static final int WAYS_SHIFT = 2;
    private static final int FIRST_CAPACITY = 16;

    private static final Usage[] NO_KEYS = {};
    private static final long[] NO_STAMPS = {};

    private Usage[] keys = NO_KEYS;
    private long[] filed = NO_STAMPS;
    private int size;

    int size() {
        return size;
    }

    /** Files a key under its stamp. */
    void add(Usage key) {
        if (size == keys.length) {
            int capacity = Math.max(FIRST_CAPACITY, size + (size >> 1));
            Usage[] moreKeys = Arrays.copyOf(keys, capacity);
            long[] moreFiled = Arrays.copyOf(filed, capacity);
            keys = moreKeys;
            filed = moreFiled;
        }
        long stamp = key.stamp;
        int hole = size;
        while (hole > 0 && filed[(hole - 1) >> WAYS_SHIFT] > stamp) {
            int parent = (hole - 1) >> WAYS_SHIFT;
            keys[hole] = keys[parent];
            filed[hole] = filed[parent];
            hole = parent;
        }
        keys[hole] = key;
        filed[hole] = stamp;
        size++;
    }

    /** The key that was filed under the oldest stamp, used since or not; {@code null} if there is none. */
    @Nullable
    Usage top() {
        return size == 0 ? null : keys[0];
    }

    /** The stamp that {@link #top} was filed under. */
    long topFiled() {
        return filed[0];
    }

    /** The least recently used key, which then is the top; {@code null} if there is none. */
    @Nullable
    Usage oldest() {
        while (size > 0) {
            Usage top = keys[0];
            long stamp = top.stamp;
            if (stamp == filed[0]) {
                return top;
            }
            sink(top, stamp, 0, size);
        }
        return null;
    }

    /** Takes the top out. */
    void pop() {
        int last = size - 1;
        sink(keys[last], filed[last], 0, last);
        keys[last] = null;
        size = last;
    }

    private void sink(Usage key, long stamp, int hole, int end) {
        Usage[] ks = keys;
        long[] fs = filed;
        for (; ; ) {
            int child = (hole << WAYS_SHIFT) + 1;
            if (child >= end) {
                break;
            }
            int least = child;
            int stop = child + (1 << WAYS_SHIFT) < end ? child + (1 << WAYS_SHIFT) : end;
            for (int i = child + 1; i < stop; i++) {
                if (fs[i] < fs[least]) {
                    least = i;
                }
            }
            if (fs[least] >= stamp) {
                break;
            }
            ks[hole] = ks[least];
            fs[hole] = fs[least];
            hole = least;
        }
        ks[hole] = key;
        fs[hole] = stamp;
    }

    /** Forgets the dead and restores the order from the bottom. */
    void purge() {
        int live = 0;
        for (int i = 0; i < size; i++) {
            if (!keys[i].dead) {
                keys[live] = keys[i];
                filed[live++] = filed[i];
            }
        }
        for (int i = live; i < size; i++) {
            keys[i] = null;
        }
        size = live;
        for (int i = (live - 1) >> WAYS_SHIFT; i >= 0; i--) {
            sink(keys[i], filed[i], i, live);
        }
    }

    void clear() {
        keys = NO_KEYS;
        filed = NO_STAMPS;
        size = 0;
    }
}
