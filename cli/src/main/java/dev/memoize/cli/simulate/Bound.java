package dev.memoize.cli.simulate;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * What no policy can exceed where keys have weights or calls have costs, so that the exact optimum is out of reach
 * (PFOO-L, Berger, Beckmann and Harchol-Balter, 2018).
 *
 * <p>To have a hit a cache keeps the key from one use to the next, which takes its weight for so many calls. All calls
 * together have so much room as the cache has for one, times their number. The bound fills that with what gives most
 * for its room, as if it did not matter when it is free.
 */
final class Bound {
    private Bound() {}

    /**
     * @param capacity in the unit of the trace's weights
     * @param gain of a hit, by the number of the call
     */
    static double best(Trace trace, long capacity, IntToDoubleFunction gain) {
        long[] byRoom = new long[trace.accesses()];
        int n = 0;
        for (int i = 0; i < trace.accesses(); i++) {
            int next = trace.next(i);
            if (next != Integer.MAX_VALUE && trace.weight(i) <= capacity && gain.applyAsDouble(next) > 0) {
                double roomForOne = room(trace, i) / gain.applyAsDouble(next);
                // Positive floats are in the order of their bits.
                byRoom[n++] = (long) Float.floatToIntBits((float) roomForOne) << Integer.SIZE | i;
            }
        }
        Arrays.sort(byRoom, 0, n);
        double free = (double) capacity * (trace.accesses() - 1);
        double best = 0;
        for (int k = 0; k < n && free > 0; k++) {
            int i = (int) byRoom[k];
            double room = room(trace, i);
            best += gain.applyAsDouble(trace.next(i)) * Math.min(1, free / Math.max(room, Double.MIN_NORMAL));
            free -= room;
        }
        return best;
    }

    private static double room(Trace trace, int access) {
        return (double) trace.weight(access) * (trace.next(access) - access);
    }
}
