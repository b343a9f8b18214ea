package dev.memoize.cli.simulate;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The most hits that any policy could have had, knowing the future: of the keys it could keep, it gives up the one that
 * is used last (Belady's MIN, which may also not keep the new one).
 *
 * <p>A resident key is its next use. Uses that are past are smaller than all others, so the largest of a heap is never
 * one of them.
 */
final class Belady {
    private int[] heap = new int[1 << 10];
    private int size;

    private Belady() {}

    static long hits(Trace trace, int capacity) {
        Belady uses = new Belady();
        BitSet resident = new BitSet(trace.accesses());
        int count = 0;
        long hits = 0;
        for (int i = 0; i < trace.accesses(); i++) {
            if (resident.get(i)) {
                hits++;
                count--;
            }
            int next = trace.next(i);
            if (next == Integer.MAX_VALUE) {
                continue;
            }
            resident.set(next);
            uses.push(next);
            if (++count > capacity) {
                resident.clear(uses.pop());
                count--;
            }
        }
        return hits;
    }

    private void push(int use) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        int hole = size++;
        while (hole > 0 && heap[(hole - 1) / 2] < use) {
            heap[hole] = heap[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }
        heap[hole] = use;
    }

    private int pop() {
        int top = heap[0];
        int last = heap[--size];
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && heap[child + 1] > heap[child]) {
                child++;
            }
            if (heap[child] <= last) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
        }
        heap[hole] = last;
        return top;
    }
}
