package dev.memoize.heap;

import java.util.Arrays;

/** A four-way heap of longs whose top is the smallest. Guarded by whoever has it. */
final class LongMinHeap {
    private static final int WAYS_SHIFT = 2;
    private static final int FIRST_CAPACITY = 16;

    private long[] items = {};
    private int size;

    int size() {
        return size;
    }

    void push(long item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, Math.max(FIRST_CAPACITY, size + (size >> 1)));
        }
        long[] all = items;
        int hole = size++;
        while (hole > 0 && all[(hole - 1) >> WAYS_SHIFT] > item) {
            all[hole] = all[(hole - 1) >> WAYS_SHIFT];
            hole = (hole - 1) >> WAYS_SHIFT;
        }
        all[hole] = item;
    }

    /** The smallest. There must be one. */
    long top() {
        return items[0];
    }

    /** Takes the smallest out. There must be one. Calls nothing: the stack may end. */
    long pop() {
        long[] all = items;
        long top = all[0];
        int end = --size;
        long last = all[end];
        int hole = 0;
        for (int child = 1; child < end; child = (hole << WAYS_SHIFT) + 1) {
            int least = child;
            int stop = child + (1 << WAYS_SHIFT) < end ? child + (1 << WAYS_SHIFT) : end;
            for (int i = child + 1; i < stop; i++) {
                if (all[i] < all[least]) {
                    least = i;
                }
            }
            if (all[least] >= last) {
                break;
            }
            all[hole] = all[least];
            hole = least;
        }
        all[hole] = last;
        return top;
    }

    /** Empties it, and gives its array back unless that is small. */
    void clear() {
        size = 0;
        if (items.length > FIRST_CAPACITY) {
            items = new long[FIRST_CAPACITY];
        }
    }
}
