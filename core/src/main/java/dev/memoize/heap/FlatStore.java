package dev.memoize.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The live results of a memo whose keys and results are one word each, in arrays: no object for an entry, nothing for
 * the garbage collector to follow, 27 bytes for an entry of a full memo.
 *
 * <p>Open addressing over pairs of key and bits, filled to three quarters. Look-ups take no lock: a writer makes the
 * version of a slot's stripe odd while it writes the pair, and a reader that finds a key takes its bits only if the
 * version was even and has not changed. A reader that cannot be sure reports a miss, and the miss path looks again
 * under the lock. Arrays are never written once they have been replaced.
 *
 * <p>Everything but {@link #get} is guarded by the {@link Heap}'s monitor. If a {@link StackOverflowError} or the like
 * strikes in the middle of a change, the next one that holds the monitor forgets everything and goes on.
 */
final class FlatStore {
    /**
     * The key of an empty slot: a NaN that no {@code double} is packed into. A {@code long} key that equals it is not
     * stored.
     */
    static final long EMPTY = 0x7FF8_6D65_6D6F_697AL;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final VarHandle VERSION = MethodHandles.arrayElementVarHandle(long[].class);
    /** Words between versions: a cache line. */
    private static final int PAD_SHIFT = 3;

    private static final int FIRST_CAPACITY = 16;
    /** Up to here capacities are powers of two. */
    private static final int ROOMY = 1 << 16;
    /** Pairs in the largest array. */
    private static final int LAST_CAPACITY = (Integer.MAX_VALUE - 8) / 2;

    private final long missing;
    private final long[] versions;
    private final int stripeMask;
    private final Recency recency;

    // Read racily by get; each is consistent in itself.
    private long[] slots;
    private int[] stamps = new int[FIRST_CAPACITY];

    private int size;
    private int threshold = threshold(FIRST_CAPACITY);
    private boolean changing;

    /** @param missing what {@link #get} returns for an absent key, and therefore never for a present one */
    FlatStore(int maxSize, long missing, Clock clock, int lastStamp) {
        this.missing = missing;
        int stripes = maxSize <= 256 ? 1 : maxSize <= 4096 ? 8 : 64;
        this.versions = new long[stripes << PAD_SHIFT];
        this.stripeMask = stripes - 1;
        this.recency = new Recency(clock, lastStamp);
        this.slots = emptySlots(FIRST_CAPACITY);
    }

    private long[] emptySlots(int capacity) {
        long[] t = new long[capacity << 1];
        for (int i = 0; i < t.length; i += 2) {
            t[i] = EMPTY;
            t[i + 1] = missing;
        }
        return t;
    }

    /** How many may be in so many slots: half while that costs little memory, then three quarters. */
    private static int threshold(int capacity) {
        return capacity <= ROOMY ? capacity >> 1 : (int) (capacity * 3L >> 2);
    }

    private static int home(long key, int capacity) {
        long hash = key * GOLDEN;
        if (capacity <= ROOMY) {
            return (int) (hash >>> (Integer.numberOfLeadingZeros(capacity) + Integer.SIZE + 1));
        }
        return (int) ((hash >>> Integer.SIZE) * capacity >>> Integer.SIZE);
    }

    /** The bits of a key, counted as a hit, or {@code missing}: also if they are {@code missing}. */
    long get(long key, Uses heap) {
        long[] t = slots;
        int capacity = t.length >> 1;
        int i = home(key, capacity);
        for (; ; ) {
            long k = t[i << 1];
            if (k == key) {
                return read(t, i, key, heap);
            }
            if (k == EMPTY) {
                return missing;
            }
            if (++i == capacity) {
                i = 0;
            }
        }
    }

    private long read(long[] t, int i, long key, Uses heap) {
        int version = (i & stripeMask) << PAD_SHIFT;
        long before = (long) VERSION.getAcquire(versions, version);
        boolean sure = t[i << 1] == key && (before & 1) == 0;
        long bits = t[(i << 1) + 1];
        VarHandle.loadLoadFence();
        if (!sure || versions[version] != before || bits == missing) {
            return missing;
        }
        recency.use(stamps, i, heap);
        return bits;
    }

    /** Its slot, or -1. */
    int find(long key) {
        repair();
        if (key == EMPTY) {
            return -1;
        }
        long[] t = slots;
        int capacity = t.length >> 1;
        int i = home(key, capacity);
        while (t[i << 1] != key) {
            if (t[i << 1] == EMPTY) {
                return -1;
            }
            i = next(i, capacity);
        }
        return i;
    }

    long bits(int slot) {
        return slots[(slot << 1) + 1];
    }

    void use(int slot, Uses heap) {
        recency.use(stamps, slot, heap);
    }

    /** Stores the result of an absent key, of which there is one place less than {@code maxSize} taken. */
    void add(long key, long bits, int maxSize) {
        repair();
        if (key == EMPTY || (size >= threshold && !grow(maxSize))) {
            return;
        }
        long tick = recency.insertion(slots, stamps);
        long[] t = slots;
        int capacity = t.length >> 1;
        int i = home(key, capacity);
        while (t[i << 1] != EMPTY) {
            i = next(i, capacity);
        }
        changing = true;
        stamps[i] = recency.stamp(tick);
        write(t, i, key, bits);
        size++;
        changing = false;
        int room = maxSize - size;
        if (room < maxSize >> 3) {
            recency.expectEvictions(t, stamps, room);
        }
    }

    private static int next(int i, int capacity) {
        return i + 1 == capacity ? 0 : i + 1;
    }

    private void write(long[] t, int i, long key, long bits) {
        int version = (i & stripeMask) << PAD_SHIFT;
        long v = versions[version];
        VERSION.setOpaque(versions, version, v + 1);
        VarHandle.storeStoreFence();
        t[i << 1] = key;
        t[(i << 1) + 1] = bits;
        VERSION.setRelease(versions, version, v + 2);
    }

    /**
     * Makes room for about twice as many, or for exactly as many as there will ever be, so that a large memo that is
     * full is as small as it can be. {@code false} if no array can be that large.
     */
    private boolean grow(int maxSize) {
        int capacity = slots.length >> 1;
        long larger = capacity * 2L;
        if (larger > ROOMY) {
            long enough = Math.max(ROOMY + 1, (maxSize * 4L + 2) / 3 + 1);
            larger = capacity * 3L >> 1;
            larger = Math.min(larger + (larger >> 2) >= enough ? enough : larger, LAST_CAPACITY);
        }
        if (larger <= capacity) {
            return false;
        }
        rehash((int) larger);
        return true;
    }

    /** Moves to arrays of that capacity at once. Says it to nobody: growth comes before the first eviction. */
    private void rehash(int capacity) {
        long[] old = slots;
        int[] oldStamps = stamps;
        long[] t = emptySlots(capacity);
        int[] s = new int[capacity];
        for (int i = 0; i < oldStamps.length; i++) {
            long key = old[i << 1];
            if (key != EMPTY) {
                int j = home(key, capacity);
                while (t[j << 1] != EMPTY) {
                    j = next(j, capacity);
                }
                t[j << 1] = key;
                t[(j << 1) + 1] = old[(i << 1) + 1];
                s[j] = oldStamps[i];
            }
        }
        recency.restart();
        // Before the slots: a reader that sees the new slots must not index stamps that are too short. (It checks,
        // too.)
        stamps = s;
        slots = t;
        threshold = threshold(capacity);
    }

    /** Takes the slot's result out. Later slots of its run are shifted back by copying before clearing. */
    void remove(int slot) {
        changing = true;
        long[] t = slots;
        int capacity = t.length >> 1;
        int hole = slot;
        int i = slot;
        for (; ; ) {
            i = next(i, capacity);
            long key = t[i << 1];
            if (key == EMPTY) {
                break;
            }
            int home = home(key, capacity);
            if (distance(home, i, capacity) >= distance(hole, i, capacity)) {
                write(t, hole, key, t[(i << 1) + 1]);
                stamps[hole] = stamps[i];
                recency.moved(hole, stamps[hole]);
                hole = i;
            }
        }
        write(t, hole, EMPTY, missing);
        stamps[hole] = 0;
        size--;
        changing = false;
    }

    private static int distance(int from, int to, int capacity) {
        return to >= from ? to - from : to - from + capacity;
    }

    /** Evicts the least recently used result. */
    void evict() {
        repair();
        if (size > 0) {
            remove(recency.oldest(slots, stamps));
        }
    }

    /** See {@link Recency#unscanned}. */
    int unscanned() {
        return recency.unscanned();
    }

    int size() {
        repair();
        return size;
    }

    void renumber() {
        recency.renumber(slots, stamps);
    }

    void clear() {
        int[] s = new int[FIRST_CAPACITY];
        slots = emptySlots(FIRST_CAPACITY);
        stamps = s;
        threshold = threshold(FIRST_CAPACITY);
        size = 0;
        recency.restart();
        for (int i = 0; i < versions.length; i += 1 << PAD_SHIFT) {
            versions[i] = versions[i] + 1 & ~1L;
        }
        changing = false;
    }

    private void repair() {
        if (changing) {
            clear();
        }
    }

    interface Action {
        void accept(long key, long bits);
    }

    void forEach(Action action) {
        repair();
        long[] t = slots;
        for (int i = 0; i < t.length; i += 2) {
            if (t[i] != EMPTY) {
                action.accept(t[i], t[i + 1]);
            }
        }
    }
}
