package dev.memoize.trace;

import dev.memoize.heap.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Calls that are recorded and not yet written. Grows as it has to. Guarded by the {@link Tape}. */
final class Reel {
    private static final int FIRST = 1 << 8;

    Recorder[] recorders = {};
    Entry[] keys = {};
    int[] caches = {};
    int[] weights = {};
    float[] nanos = {};
    int size;

    /** Who had calls that found no room, and how many; those come after all that are here. */
    final List<Recorder> incomplete = new ArrayList<>(0);

    final List<Long> missing = new ArrayList<>(0);

    void add(Recorder recorder, Entry key, int cache, int weight, float cost) {
        int i = size;
        if (i == recorders.length) {
            grow();
        }
        recorders[i] = recorder;
        keys[i] = key;
        caches[i] = cache;
        weights[i] = weight;
        nanos[i] = cost;
        // Last and without a call: an error on the way here leaves the reel as it was.
        size = i + 1;
    }

    private void grow() {
        int length = Math.max(FIRST, 2 * size);
        keys = Arrays.copyOf(keys, length);
        caches = Arrays.copyOf(caches, length);
        weights = Arrays.copyOf(weights, length);
        nanos = Arrays.copyOf(nanos, length);
        // Last, for its length is what the others are asked for.
        recorders = Arrays.copyOf(recorders, length);
    }

    /** Lets go of the keys. */
    void clear() {
        Arrays.fill(recorders, 0, size, null);
        Arrays.fill(keys, 0, size, null);
        size = 0;
        incomplete.clear();
        missing.clear();
    }
}
