package dev.memoize.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The live results of a memo in arrays: no object for an entry. Subclasses know what a slot is made of; this is open
 * addressing over slots, filled to three quarters, and who goes.
 *
 * <p>Look-ups take no lock: a writer makes the version of a slot's stripe odd while it writes the slot, and a reader
 * that has found a key takes its result only if the version was even before it compared the key and has not changed
 * since. A reader that cannot be sure reports a miss, and the miss path looks again under the lock. Arrays are never
 * written once they have been replaced.
 *
 * <p>Everything else is guarded by the {@link Heap}'s monitor. If a {@link StackOverflowError} or the like strikes in
 * the middle of a change, the next one that holds the monitor forgets everything and goes on. A slot is written without
 * calls between its first word and its last, so whoever still reads old arrays after that finds whole slots.
 */
abstract class FlatStore implements Recency.Slots {
    static final VarHandle VERSION = MethodHandles.arrayElementVarHandle(long[].class);
    /** Words between versions: a cache line. */
    static final int PAD_SHIFT = 3;

    static final int FIRST_CAPACITY = 16;
    private static final int PATIENCE = 1 << 12;
    /** Slots that a walk looks at while it holds the lock. */
    private static final int SLICE = 1 << 10;
    /** The end of a walk: above all hashes. */
    static final long END = 1L << Integer.SIZE;

    private static final long HASH = END - 1;
    /** Up to here capacities are powers of two. */
    static final int ROOMY = 1 << 16;

    final Recency recency;

    long[] versions;
    int stripeMask;

    // Read racily by uses, which check the length.
    int[] stamps;

    private int size;
    private int threshold = threshold(FIRST_CAPACITY);
    private boolean changing;
    /** How many more are not stored before growth is tried again, for which there was no memory. */
    private int patience;

    FlatStore(long[] versions, int[] stamps, Clock clock, int lastStamp) {
        this.versions = versions;
        this.stripeMask = stripeMask(versions);
        this.stamps = stamps;
        this.recency = new Recency(clock, lastStamp);
    }

    /** Of the stripes of so many slots: one stripe for each cache line. */
    static long[] versions(int slots) {
        int stripes = slots <= 256 ? 1 : slots <= 4096 ? 8 : 64;
        return new long[stripes << PAD_SHIFT];
    }

    static int stripeMask(long[] versions) {
        return (versions.length >> PAD_SHIFT) - 1;
    }

    /** How many may be in so many slots: half while that costs little memory, then three quarters. */
    private static int threshold(int capacity) {
        return capacity <= ROOMY ? capacity >> 1 : (int) (capacity * 3L >> 2);
    }

    /** The slot that the key of {@code entry} is looked for in first. */
    abstract int home(Entry entry);

    /** The same of the key in a slot. */
    abstract int home(int slot);

    /** 32 bits of which {@link #home} is the product with the capacity, as a fraction. */
    abstract int hash(int slot);

    /**
     * The slot of the very key of {@code entry}: equal words, the same references, for no {@code equals} may be called
     * here. -1 if there is none.
     */
    abstract int find(Entry entry);

    /** Whether the key can be told from an empty slot. */
    abstract boolean takes(Entry entry);

    abstract void write(int slot, Entry entry, long bits);

    abstract void move(int from, int to);

    abstract void vacate(int slot);

    /** An entry with the key and the result of a slot. */
    abstract Entry copy(int slot);

    /** Slots in the largest arrays. */
    abstract int lastCapacity();

    /**
     * Moves everything to arrays of that capacity, or begins with empty ones. Replaces {@link #stamps}, too, and calls
     * nothing after the first replacement.
     */
    abstract void rehash(int capacity, boolean empty);

    /**
     * Whether keys have to be compared by {@code equals} before it can be said that that of {@code probe} is absent.
     */
    abstract boolean mustLook(Entry probe, @Nullable Sighting seen);

    /** The live result of the key of {@code probe}, if {@link #mustLook} said no. */
    abstract @Nullable Entry stored(Entry probe, @Nullable Sighting seen);

    /** Stores the result of an absent key that it {@link #takes}; of {@code maxSize} places one is free. */
    final void add(Entry entry, long bits, int maxSize) {
        repair();
        if (size >= threshold && !grow(maxSize)) {
            return;
        }
        long tick = recency.insertion(this, stamps);
        int slot = home(entry);
        while (isTaken(slot)) {
            slot = next(slot);
        }
        changing = true;
        stamps[slot] = recency.stamp(tick);
        write(slot, entry, bits);
        size++;
        changing = false;
        int room = maxSize - size;
        if (room < maxSize >> 3) {
            recency.expectEvictions(this, stamps, room);
        }
    }

    /** To be called before a slot is written: readers that are at its stripe will not trust it. */
    final void open(int slot) {
        int version = (slot & stripeMask) << PAD_SHIFT;
        VERSION.setOpaque(versions, version, versions[version] + 1);
        VarHandle.storeStoreFence();
    }

    /** To be called after that. */
    final void close(int slot) {
        int version = (slot & stripeMask) << PAD_SHIFT;
        VERSION.setRelease(versions, version, versions[version] + 1);
    }

    private int next(int slot) {
        return slot + 1 == stamps.length ? 0 : slot + 1;
    }

    /**
     * Makes room for about twice as many, or for exactly as many as there will ever be, so that a large memo that is
     * full is as small as it can be. {@code false} if no array can be that large or there is no memory for it. Says it
     * to nobody but {@link Recency}: growth comes before the first eviction.
     */
    private boolean grow(int maxSize) {
        int capacity = stamps.length;
        long larger = capacity * 2L;
        if (larger > ROOMY) {
            long enough = enough(maxSize);
            larger = capacity * 3L >> 1;
            larger = Math.min(larger + (larger >> 2) >= enough ? enough : larger, lastCapacity());
        }
        if (larger <= capacity || patience-- > 0) {
            return false;
        }
        // First, so that nothing is called once the arrays have been replaced.
        int newThreshold = threshold((int) larger);
        try {
            rehash((int) larger, false);
        } catch (OutOfMemoryError e) {
            // The caller has its result all the same. Each attempt makes the JVM look for memory everywhere.
            patience = PATIENCE;
            threshold = capacity - (capacity >> 3);
            return size < threshold;
        }
        patience = 0;
        threshold = newThreshold;
        return true;
    }

    /** The slots that so many need which are too many for half of {@link #ROOMY}. */
    private static long enough(int maxSize) {
        return Math.max(ROOMY + 1, (maxSize * 4L + 2) / 3 + 1);
    }

    /**
     * Gives slots back that are too many for {@code maxSize}, which the size is not above. Not for the memory alone:
     * there may be as many evictions between two scans of all slots as there are results.
     */
    final void shrink(int maxSize) {
        repair();
        long enough = FIRST_CAPACITY;
        while (enough <= ROOMY && threshold((int) enough) < maxSize) {
            enough <<= 1;
        }
        enough = enough > ROOMY ? enough(maxSize) : enough;
        if (enough >= stamps.length >> 1) {
            return;
        }
        int before = threshold;
        // First: arrays that seem to have more room than they have would be filled up.
        threshold = threshold((int) enough);
        try {
            rehash((int) enough, false);
        } catch (OutOfMemoryError e) {
            threshold = before;
        }
    }

    /** Takes the slot's result out. Later slots of its run are shifted back by copying before clearing. */
    final void remove(int slot) {
        changing = true;
        int hole = slot;
        for (int i = next(slot); isTaken(i); i = next(i)) {
            if (distance(home(i), i) >= distance(hole, i)) {
                move(i, hole);
                stamps[hole] = stamps[i];
                recency.moved(hole, stamps[hole], stamps.length);
                hole = i;
            }
        }
        vacate(hole);
        stamps[hole] = 0;
        size--;
        changing = false;
    }

    private int distance(int from, int to) {
        return to >= from ? to - from : to - from + stamps.length;
    }

    final void use(int slot, Uses heap) {
        recency.use(stamps, slot, heap);
    }

    /** Evicts the least recently used result. */
    final void evict() {
        repair();
        if (size > 0) {
            remove(recency.oldest(this, stamps));
        }
    }

    /** See {@link Recency#unscanned}. */
    int unscanned() {
        return recency.unscanned();
    }

    final int size() {
        repair();
        return size;
    }

    final void renumber() {
        recency.renumber(this, stamps);
    }

    final void clear() {
        changing = true;
        rehash(FIRST_CAPACITY, true);
        threshold = threshold(FIRST_CAPACITY);
        patience = 0;
        size = 0;
        for (int i = 0; i < versions.length; i += 1 << PAD_SHIFT) {
            versions[i] = versions[i] + 1 & ~1L;
        }
        changing = false;
    }

    /** To be called before anything is looked at. */
    final void repair() {
        if (changing) {
            clear();
        }
    }

    /**
     * One step of a walk, from 0 on: copies the results of the next hashes, and returns the first hash after them,
     * {@link #END} if there is none. By hash, since slots are others after each removal or growth: whatever is in the
     * store from the first step to the last is met once.
     */
    final long copyFrom(long first, List<Entry> some) {
        repair();
        int capacity = stamps.length;
        int slot = (int) (first * capacity >>> Integer.SIZE);
        long end = slot + SLICE >= capacity ? END : ((long) (slot + SLICE) << Integer.SIZE) / capacity;
        // A result lies behind its home, with no empty slot between.
        for (int i = 0; i < capacity && (i < SLICE || isTaken(slot)); i++) {
            if (isTaken(slot)) {
                long hash = hash(slot) & HASH;
                if (hash >= first && hash < end) {
                    some.add(copy(slot));
                }
            }
            slot = next(slot);
        }
        return end;
    }
}
