package dev.memoize.heap;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys in order of what it is worth to keep them: GreedyDual with frequency (Cherkasova's GDSF, 1998). A key is worth
 * its uses times the cost of a computation, over a level that rises to the worth of each key that goes; so what is not
 * used falls behind, however dear it was.
 *
 * <p>As in {@link RecencyQueue}, uses are found in the stamps when a key comes to the top: it is then filed again under
 * what it is worth now.
 */
final class ValueQueue {
    private static final int WAYS_SHIFT = 2;
    private static final int FIRST_CAPACITY = 16;

    private Usage[] keys = {};
    private double[] worth = {};
    private long[] filed = {};
    private float[] costs = {};
    private int size;
    private int dead;
    private double level;

    int size() {
        return size - dead;
    }

    void add(Usage key, float cost, int generation) {
        if (size == keys.length) {
            int capacity = Math.max(FIRST_CAPACITY, size + (size >> 1));
            Usage[] moreKeys = Arrays.copyOf(keys, capacity);
            double[] moreWorth = Arrays.copyOf(worth, capacity);
            long[] moreFiled = Arrays.copyOf(filed, capacity);
            float[] moreCosts = Arrays.copyOf(costs, capacity);
            keys = moreKeys;
            worth = moreWorth;
            filed = moreFiled;
            costs = moreCosts;
        }
        double value = worth(key, cost, generation);
        int hole = size;
        while (hole > 0 && worth[(hole - 1) >> WAYS_SHIFT] > value) {
            move((hole - 1) >> WAYS_SHIFT, hole);
            hole = (hole - 1) >> WAYS_SHIFT;
        }
        set(hole, key, value, key.stamp, cost);
        size++;
    }

    private double worth(Usage key, float cost, int generation) {
        return level + (double) cost * Math.max(1, key.uses(generation));
    }

    /** Takes out the key that is worth least; {@code null} if there is none. */
    @Nullable
    Usage victim(int generation) {
        while (size > 0) {
            Usage top = keys[0];
            if (top.dead) {
                pop();
                dead--;
            } else if (top.stamp == filed[0]) {
                level = Math.max(level, worth[0]);
                pop();
                return top;
            } else {
                sink(top, worth(top, costs[0], generation), top.stamp, costs[0], 0, size);
            }
        }
        return null;
    }

    private void move(int from, int to) {
        keys[to] = keys[from];
        worth[to] = worth[from];
        filed[to] = filed[from];
        costs[to] = costs[from];
    }

    private void set(int at, Usage key, double value, long stamp, float cost) {
        keys[at] = key;
        worth[at] = value;
        filed[at] = stamp;
        costs[at] = cost;
    }

    private void pop() {
        int last = size - 1;
        sink(keys[last], worth[last], filed[last], costs[last], 0, last);
        keys[last] = null;
        size = last;
    }

    private void sink(Usage key, double value, long stamp, float cost, int from, int end) {
        int hole = from;
        for (int child = (hole << WAYS_SHIFT) + 1; child < end; child = (hole << WAYS_SHIFT) + 1) {
            int least = child;
            int stop = Math.min(child + (1 << WAYS_SHIFT), end);
            for (int i = child + 1; i < stop; i++) {
                if (worth[i] < worth[least]) {
                    least = i;
                }
            }
            if (worth[least] >= value) {
                break;
            }
            move(least, hole);
            hole = least;
        }
        set(hole, key, value, stamp, cost);
    }

    /** Says that a key it holds died. */
    void died() {
        if (++dead <= FIRST_CAPACITY || dead <= size >> 1) {
            return;
        }
        int live = 0;
        for (int i = 0; i < size; i++) {
            if (!keys[i].dead) {
                move(i, live++);
            }
        }
        for (int i = live; i < size; i++) {
            keys[i] = null;
        }
        size = live;
        dead = 0;
        for (int i = (live - 1) >> WAYS_SHIFT; i >= 0; i--) {
            sink(keys[i], worth[i], filed[i], costs[i], i, live);
        }
    }

    void clear() {
        keys = new Usage[0];
        worth = new double[0];
        filed = new long[0];
        costs = new float[0];
        size = 0;
        dead = 0;
        level = 0;
    }
}
