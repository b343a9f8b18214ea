package dev.memoize.heap;

import org.jspecify.annotations.Nullable;

/**
 * Exact least-recently-used order without a list to relink on every hit.
 *
 * <p>A hit only writes {@link Entry#stamp}. Entries wait in the order in which they were added, each beside the stamp
 * it had then. Stamps only grow, so that stamp is a lower bound of the true one: the first in the line is the least
 * recently used of all in it if its two stamps agree. If it was used meanwhile, it leaves the line for good and is
 * filed in a {@link RecencyQueue} under its true stamp. The victim is the older one of the two fronts. So one that is
 * never used after it was added costs a step of a ring, and the others one filing for each time they were used.
 */
final class Lru implements Policy {
    private static final int FIRST_CAPACITY = 16;

    private static final Entry[] NO_ENTRIES = {};
    private static final long[] NO_STAMPS = {};

    // A ring: from first on, size of them, capacity a power of two.
    private Entry[] line = NO_ENTRIES;
    private long[] stamps = NO_STAMPS;
    private int first;
    private int size;

    private final RecencyQueue used = new RecencyQueue();
    private int dead;

    @Override
    public void add(Entry entry, float cost) {
        if (size == line.length) {
            grow();
        }
        int mask = line.length - 1;
        long stamp = entry.stamp;
        // Threads that race for stamps may come in another order than these: one older than the last is filed instead.
        if (size > 0 && stamps[(first + size - 1) & mask] > stamp) {
            used.add(entry);
            return;
        }
        int at = (first + size) & mask;
        line[at] = entry;
        stamps[at] = stamp;
        size++;
    }

    private void grow() {
        int capacity = Math.max(FIRST_CAPACITY, line.length * 2);
        copyTo(new Entry[capacity], new long[capacity]);
    }

    private void copyTo(Entry[] to, long[] toStamps) {
        int mask = line.length - 1;
        for (int i = 0; i < size; i++) {
            to[i] = line[(first + i) & mask];
            toStamps[i] = stamps[(first + i) & mask];
        }
        line = to;
        stamps = toStamps;
        first = 0;
    }

    @Override
    public @Nullable Entry victim() {
        Usage oldestUsed = oldestUsed();
        while (size > 0) {
            Entry front = line[first];
            long stamp = stamps[first];
            if (!front.dead && stamp == front.stamp) {
                if (oldestUsed != null && oldestUsed.stamp < stamp) {
                    break;
                }
                leave();
                return front;
            }
            leave();
            if (front.dead) {
                dead--;
            } else {
                used.add(front);
                oldestUsed = oldestUsed();
            }
        }
        if (oldestUsed != null) {
            used.pop();
        }
        return (Entry) oldestUsed;
    }

    private void leave() {
        line[first] = null;
        first = (first + 1) & (line.length - 1);
        size--;
    }

    private @Nullable Usage oldestUsed() {
        for (; ; ) {
            Usage oldest = used.oldest();
            if (oldest == null || !oldest.dead) {
                return oldest;
            }
            used.pop();
            dead--;
        }
    }

    @Override
    public void died(Entry entry) {
        if (++dead > (size + used.size()) >> 1) {
            purge();
        }
    }

    private void purge() {
        int mask = line.length - 1;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            int from = (first + i) & mask;
            int to = (first + kept) & mask;
            Entry entry = line[from];
            if (!entry.dead) {
                line[to] = entry;
                stamps[to] = stamps[from];
                kept++;
            }
        }
        for (int i = kept; i < size; i++) {
            line[(first + i) & mask] = null;
        }
        size = kept;
        used.purge();
        dead = 0;
    }

    @Override
    public void resize(int capacity) {}

    @Override
    public void clear() {
        line = NO_ENTRIES;
        stamps = NO_STAMPS;
        first = 0;
        size = 0;
        used.clear();
        dead = 0;
    }
}
