package dev.memoize.heap;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A flat store whose keys and results are one word each, side by side: nothing for the garbage collector to follow, 27
 * bytes for an entry of a full memo.
 */
final class FlatPairs extends FlatStore {
    /**
     * The key of an empty slot: a NaN that no {@code double} is packed into. A {@code long} key that equals it is not
     * stored.
     */
    static final long EMPTY = 0x7FF8_6D65_6D6F_697AL;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long missing;

    // Read racily by get; each is consistent in itself.
    private long[] slots;

    /** @param missing what {@link #get} returns for an absent key, and therefore never for a present one */
    FlatPairs(int maxSize, long missing, Clock clock, int lastStamp) {
        super(versions(maxSize), new int[FIRST_CAPACITY], clock, lastStamp);
        this.missing = missing;
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

    @Override
    public boolean isTaken(int slot) {
        return slots[slot << 1] != EMPTY;
    }

    private static long key(Entry entry) {
        return ((LongEntry) entry).key;
    }

    @Override
    int home(Entry entry) {
        return home(key(entry), slots.length >> 1);
    }

    @Override
    int home(int slot) {
        return home(slots[slot << 1], slots.length >> 1);
    }

    @Override
    int hash(int slot) {
        return (int) (slots[slot << 1] * GOLDEN >>> Integer.SIZE);
    }

    @Override
    int find(Entry entry) {
        repair();
        long key = key(entry);
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
            i = i + 1 == capacity ? 0 : i + 1;
        }
        return i;
    }

    @Override
    boolean takes(Entry entry) {
        return key(entry) != EMPTY;
    }

    @Override
    void write(int slot, Entry entry, long bits) {
        write(slot, key(entry), bits);
    }

    private void write(int slot, long key, long bits) {
        long[] t = slots;
        open(slot);
        t[slot << 1] = key;
        t[(slot << 1) + 1] = bits;
        close(slot);
    }

    @Override
    void move(int from, int to) {
        write(to, slots[from << 1], slots[(from << 1) + 1]);
    }

    @Override
    void vacate(int slot) {
        write(slot, EMPTY, missing);
    }

    @Override
    Entry copy(int slot) {
        LongEntry copy = new LongEntry(0, slots[slot << 1]);
        copy.bits = slots[(slot << 1) + 1];
        copy.value = Entry.PRIMITIVE;
        return copy;
    }

    @Override
    int lastCapacity() {
        return (Integer.MAX_VALUE - 8) / 2;
    }

    @Override
    void rehash(int capacity, boolean empty) {
        long[] old = slots;
        int[] oldStamps = stamps;
        long[] t = emptySlots(capacity);
        int[] s = new int[capacity];
        for (int i = empty ? oldStamps.length : 0; i < oldStamps.length; i++) {
            long key = old[i << 1];
            if (key != EMPTY) {
                int j = home(key, capacity);
                while (t[j << 1] != EMPTY) {
                    j = j + 1 == capacity ? 0 : j + 1;
                }
                t[j << 1] = key;
                t[(j << 1) + 1] = old[(i << 1) + 1];
                s[j] = oldStamps[i];
            }
        }
        recency.restart();
        // A reader that sees the new slots sees what is in them, and must not index stamps that are too short. (It
        // checks, too.)
        VarHandle.storeStoreFence();
        stamps = s;
        slots = t;
    }

    @Override
    boolean mustLook(Entry probe, @Nullable Sighting seen) {
        return false;
    }

    @Override
    @Nullable
    Entry stored(Entry probe, @Nullable Sighting seen) {
        int slot = find(probe);
        return slot < 0 ? null : copy(slot);
    }
}
