package dev.memoize.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hash to entry, in buckets that are chains, read and added to without a lock. The part of a {@link Heap} that finds: a
 * superclass rather than a field, since each hop to the buckets is a third of what a hit costs.
 *
 * <p>An entry is added by a compare-and-set of its bucket's newest entry, by whoever has compared its key with all that
 * were in the bucket: if another was added meanwhile, or the table has grown, {@link #link} fails and the caller looks
 * again. So two callers cannot both add one key. A bucket goes from its newest entry to its oldest, also after growth:
 * this is what makes the newest entry tell whether anything was added.
 *
 * <p>Everything else needs the {@link Heap}'s monitor. A removal leaves the removed entry's {@link Entry#next} as it
 * is, so that a reader who stands on it goes on. Growth and clearing put a {@link Frozen} entry into each bucket that
 * they have emptied: no key is found there and none is added, and whoever wants to add waits for the monitor. A racing
 * reader can thus miss an entry but never see a wrong one, and the miss path looks again.
 *
 * <p>Growth and clearing can be cut short by a {@link StackOverflowError} between two buckets, and are then carried on
 * by whoever needs the whole table next.
 */
class Table {
    private static final VarHandle BUCKET = MethodHandles.arrayElementVarHandle(Entry[].class);
    private static final VarHandle BUCKETS;

    static {
        try {
            BUCKETS = MethodHandles.lookup().findVarHandle(Table.class, "buckets", Entry[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Stands in a bucket that is closed for good. Its hash is one that belongs into another bucket. */
    private static final class Frozen extends Entry {
        static final Frozen IN_FIRST = new Frozen(-1);
        static final Frozen IN_OTHERS = new Frozen(0);

        private Frozen(int hash) {
            super(hash);
        }

        static Frozen in(int bucket) {
            return bucket == 0 ? IN_FIRST : IN_OTHERS;
        }

        @Override
        public boolean sameKey(Entry other, Equality equality) {
            return false;
        }
    }

    private static final Entry[] NONE = {Frozen.IN_FIRST, Frozen.IN_OTHERS};
    private static final int FIRST_CAPACITY = 16;
    private static final int LARGEST_CAPACITY = 1 << 30;
    private static final int ROOMY = 4096;
    /** A bucket of so many is looked into: either there are many entries, or their hashes are bad. */
    private static final int CROWD = 8;

    // Read racily by look-ups: a stale array is at worst a miss.
    private Entry[] buckets = NONE;

    // Guarded by the heap.
    private Entry @Nullable [] grown;
    private int moved;
    /** What is to be killed entry by entry. */
    private Entry @Nullable [] cleared;
    /** From how many entries on it may grow: more than there were when there was no memory to do so. */
    private int growsFrom;

    // Racy: how often a crowd was met since the entries were counted.
    private int crowds;

    /** The newest entry of that hash, or {@code null}. */
    public final @Nullable Entry head(int hash) {
        Entry e = newest(hash);
        while (e != null && e.hash != hash) {
            e = e.next;
        }
        return e;
    }

    /** The newest entry of the bucket of that hash, whatever its own, or one without a key; or {@code null}. */
    public final @Nullable Entry newest(int hash) {
        Entry[] t = buckets;
        // The high bits, since the hash was multiplied last.
        return t[hash >>> home(t.length - 1)];
    }

    /**
     * The newest entry of the bucket of {@code probe}, which nobody else has yet: to begin a search for its key that
     * {@link #link} or {@link #isAsSearched} ends.
     */
    public final @Nullable Entry newest(Entry probe) {
        for (; ; ) {
            Entry[] t = (Entry[]) BUCKETS.getAcquire(this);
            int mask = t.length - 1;
            Entry e = (Entry) BUCKET.getAcquire(t, (probe.hash >>> home(mask)) & mask);
            if (!(e instanceof Frozen)) {
                probe.place = (byte) home(mask);
                return e;
            }
            synchronized (this) {
                if (buckets == NONE) {
                    buckets = new Entry[FIRST_CAPACITY];
                }
                finishGrowth();
            }
        }
    }

    /**
     * Adds an entry whose key is not in its bucket from {@code newest} on, as {@link #newest} said of it.
     * {@code false}, and nothing is added, if that is not the bucket's newest entry any more, or if the table has
     * grown: a search that stood on an entry which then went to another bucket did not see the rest of its own.
     */
    public final boolean link(Entry entry, @Nullable Entry newest) {
        int length = 0;
        for (Entry e = newest; e != null; e = e.next) {
            length++;
        }
        if (length >= CROWD) {
            crowded();
        }
        entry.next = newest;
        Entry[] t = (Entry[]) BUCKETS.getAcquire(this);
        int mask = t.length - 1;
        int home = home(mask);
        byte searched = entry.place;
        entry.place = 0;
        // Nothing is called after this: a caller near the end of its stack knows whether the entry is in.
        return searched == home && BUCKET.compareAndSet(t, (entry.hash >>> home) & mask, newest, entry);
    }

    /**
     * Whether what a search from {@code newest} on has found, as {@link #newest} said of that probe, is still all there
     * is in the bucket. Guarded by the heap.
     */
    public final boolean isAsSearched(Entry probe, @Nullable Entry newest) {
        byte searched = probe.place;
        return newest(probe) == newest && probe.place == searched;
    }

    private static int home(int mask) {
        return Integer.numberOfLeadingZeros(mask);
    }

    private void crowded() {
        if (++crowds > buckets.length >> 3) {
            synchronized (this) {
                crowds = 0;
                makeRoom(count());
            }
        }
    }

    private int count() {
        int count = 0;
        for (int i = capacity() - 1; i >= 0; i--) {
            for (Entry e = bucket(i); e != null; e = e.next) {
                count++;
            }
        }
        return count;
    }

    /** Keeps the buckets more than the entries, as long as there is memory for that. */
    final void makeRoom(int entries) {
        while (isNarrow(entries, buckets.length) && (grown != null || beginGrowth(entries))) {
            finishGrowth();
        }
    }

    /**
     * Twice as many buckets as entries are enough; while they are few, four times as many cost next to nothing, and
     * more look-ups find theirs at the first step, which a processor foresees.
     */
    private static boolean isNarrow(int entries, int buckets) {
        return entries * (buckets < ROOMY ? 4L : 2L) > buckets;
    }

    private boolean beginGrowth(int entries) {
        int length = buckets.length;
        if (length >= LARGEST_CAPACITY || entries < growsFrom) {
            return false;
        }
        try {
            grown = new Entry[length == NONE.length ? FIRST_CAPACITY : length * 2];
            moved = 0;
            return true;
        } catch (OutOfMemoryError e) {
            // Longer chains are better than a call that fails. Each attempt makes the JVM look for memory everywhere.
            growsFrom = entries + (entries >> 3) + 1;
            return false;
        }
    }

    private void finishGrowth() {
        if (cleared != null) {
            finishClearing(buckets);
        }
        Entry[] to = grown;
        if (to != null) {
            Entry[] from = buckets;
            move(from, to, home(to.length - 1));
            BUCKETS.setRelease(this, to);
            grown = null;
        }
    }

    private void move(Entry[] from, Entry[] to, int shift) {
        for (int i = moved; i < from.length; i++) {
            Entry frozen = Frozen.in(i);
            Entry e = (Entry) BUCKET.getAndSet(from, i, frozen);
            // From here to the end of the round without calls.
            moved = i + 1;
            if (e == frozen) {
                continue;
            }
            Entry oldest = null;
            Entry oldestBeside = null;
            int first = i << 1;
            while (e != null) {
                int at = e.hash >>> shift;
                if (at == first) {
                    if (oldest == null) {
                        to[at] = e;
                    } else {
                        oldest.next = e;
                    }
                    oldest = e;
                } else {
                    if (oldestBeside == null) {
                        to[at] = e;
                    } else {
                        oldestBeside.next = e;
                    }
                    oldestBeside = e;
                }
                e = e.next;
            }
            if (oldest != null) {
                oldest.next = null;
            }
            if (oldestBeside != null) {
                oldestBeside.next = null;
            }
        }
    }

    /** Takes {@code entry} out, if it is there. */
    final void unlink(Entry entry) {
        finishGrowth();
        Entry[] t = buckets;
        int mask = t.length - 1;
        int i = (entry.hash >>> home(mask)) & mask;
        for (; ; ) {
            Entry e = (Entry) BUCKET.getAcquire(t, i);
            if (e == entry) {
                if (BUCKET.compareAndSet(t, i, entry, entry.next)) {
                    return;
                }
            } else {
                while (e != null) {
                    if (e.next == entry) {
                        e.next = entry.next;
                        return;
                    }
                    e = e.next;
                }
                return;
            }
        }
    }

    final int capacity() {
        finishGrowth();
        return buckets.length;
    }

    /** The newest entry of the bucket of that number. */
    final @Nullable Entry bucket(int i) {
        Entry e = (Entry) BUCKET.getAcquire(buckets, i);
        return e instanceof Frozen ? null : e;
    }

    final boolean isEmpty() {
        for (int i = capacity() - 1; i >= 0; i--) {
            if (bucket(i) != null) {
                return false;
            }
        }
        return true;
    }

    /** Lets go of the buckets, unless somebody adds an entry meanwhile. */
    final void close() {
        finishGrowth();
        Entry[] old = buckets;
        if (old == NONE) {
            return;
        }
        // So that buckets that were frozen in vain are open again after this.
        grown = new Entry[old.length * 2];
        moved = 0;
        for (int i = 0; i < old.length; i++) {
            if (!BUCKET.compareAndSet(old, i, null, Frozen.in(i))) {
                finishGrowth();
                return;
            }
        }
        BUCKETS.setRelease(this, NONE);
        grown = null;
    }

    /**
     * Empties the table and kills what was in it: in this order, for a look-up must not find a dead entry twice. A
     * small table keeps its buckets.
     */
    final void unlinkAll() {
        finishGrowth();
        if (buckets != NONE) {
            // First: whoever is cut short leaves the rest to the next.
            cleared = buckets;
            if (buckets.length > ROOMY) {
                growsFrom = 0;
                BUCKETS.setRelease(this, NONE);
            }
            finishClearing(buckets);
        }
    }

    private void finishClearing(Entry[] now) {
        Entry[] old = cleared;
        for (int i = 0; old != null && i < old.length; i++) {
            Entry e = old == now ? clearedBucket(old, i) : (Entry) BUCKET.getAndSet(old, i, Frozen.in(i));
            // From here to the end of the round without calls.
            while (e != null && !(e instanceof Frozen)) {
                e.kept = false;
                e.dead = true;
                // Volatile, so not before the mark; see Entry.fill.
                e.value = null;
                if (e.life != null) {
                    e.life = null;
                }
                // After a volatile read, so not before the mark either.
                e.bits = Entry.MISS;
                e = e.next;
            }
        }
        cleared = null;
    }

    private static @Nullable Entry clearedBucket(Entry[] t, int i) {
        return t[i] == null ? null : (Entry) BUCKET.getAndSet(t, i, null);
    }

    /** Every entry, live or pending, in no order. */
    public List<Entry> entries() {
        List<Entry> all = new ArrayList<>();
        for (int i = capacity() - 1; i >= 0; i--) {
            for (Entry e = bucket(i); e != null; e = e.next) {
                all.add(e);
            }
        }
        return all;
    }
}
