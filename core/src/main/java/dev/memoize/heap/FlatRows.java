package dev.memoize.heap;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A flat store of keys of several words and references: arrays of hashes, of words with the result's bits behind them,
 * of references, and of stamps. 48 bytes for an entry of a full memo whose keys are two words and a reference.
 *
 * <p>Keys are compared by {@code equals} under no lock: see {@link Sighting}. Here, under the lock, a key is known by
 * its very references.
 */
final class FlatRows extends FlatStore {
    private static final int COUNTERS = 16;
    /** More candidates than this are not compared under the lock. */
    private static final int FEW = 8;

    private static final long[] NO_WORDS = {};
    private static final Object[] NO_REFS = {};

    private final Layout layout;

    /** How many keys were added, for each of some remainders of the hash. */
    private final int[] additions = new int[COUNTERS];

    // Read racily by look-ups: stale ones are at worst a miss.
    private Rows rows;

    FlatRows(Layout layout, Clock clock, int lastStamp) {
        this(layout, new Rows(layout, FIRST_CAPACITY), clock, lastStamp);
    }

    private FlatRows(Layout layout, Rows rows, Clock clock, int lastStamp) {
        super(rows.versions, rows.stamps, clock, lastStamp);
        this.layout = layout;
        this.rows = rows;
    }

    Rows rows() {
        return rows;
    }

    private static int counter(int hash) {
        // The upper bits: the lower ones of sums and products of even numbers are all alike.
        return hash >>> Integer.numberOfLeadingZeros(COUNTERS - 1);
    }

    private static long[] words(Entry entry) {
        return entry instanceof WideEntry ? ((WideEntry) entry).words : NO_WORDS;
    }

    private static @Nullable Object[] refs(Entry entry) {
        if (entry instanceof WideEntry) {
            return ((WideEntry) entry).refs;
        }
        return entry instanceof RefEntry ? new Object[] {((RefEntry) entry).key} : NO_REFS;
    }

    @Override
    public boolean isTaken(int slot) {
        return rows.isTaken(slot);
    }

    @Override
    int home(Entry entry) {
        return rows.home(Rows.stored(entry.hash));
    }

    @Override
    int home(int slot) {
        return rows.home(rows.hashes[slot]);
    }

    @Override
    int hash(int slot) {
        return rows.hashes[slot];
    }

    @Override
    int find(Entry entry) {
        repair();
        Rows t = rows;
        long[] words = words(entry);
        Object[] refs = refs(entry);
        int slot = t.first(entry.hash);
        while (slot >= 0 && !t.hasKey(slot, words, refs)) {
            slot = t.next(slot, entry.hash);
        }
        return slot;
    }

    @Override
    boolean takes(Entry entry) {
        return true;
    }

    @Override
    void write(int slot, Entry entry, long bits) {
        Rows t = rows;
        int stored = Rows.stored(entry.hash);
        long[] words = words(entry);
        Object[] refs = refs(entry);
        open(slot);
        t.write(slot, stored, words, refs, bits);
        close(slot);
        additions[counter(entry.hash)]++;
    }

    @Override
    void move(int from, int to) {
        Rows t = rows;
        open(to);
        t.copy(t, from, to);
        close(to);
    }

    @Override
    void vacate(int slot) {
        Rows t = rows;
        open(slot);
        t.vacate(slot);
        close(slot);
    }

    @Override
    Entry copy(int slot) {
        Rows t = rows;
        int hash = t.hashes[slot];
        Entry copy;
        if (layout.words() == 0 && layout.refs() == 1) {
            copy = new RefEntry(hash, t.ref(slot, 0));
        } else {
            long[] words = new long[layout.words()];
            for (int i = 0; i < words.length; i++) {
                words[i] = t.word(slot, i);
            }
            Object[] refs = new Object[layout.refs()];
            for (int i = 0; i < refs.length; i++) {
                refs[i] = t.ref(slot, i);
            }
            copy = new WideEntry(hash, words, refs);
        }
        copy.bits = t.bits(slot);
        copy.value = Entry.PRIMITIVE;
        return copy;
    }

    @Override
    int lastCapacity() {
        return (Integer.MAX_VALUE - 8) / Math.max(layout.words() + 1, layout.refs());
    }

    @Override
    void rehash(int capacity, boolean empty) {
        Rows old = rows;
        Rows t = new Rows(layout, capacity);
        int length = old.hashes.length;
        for (int i = empty ? length : 0; i < length; i++) {
            if (old.isTaken(i)) {
                int j = t.home(old.hashes[i]);
                while (t.isTaken(j)) {
                    j = j + 1 == capacity ? 0 : j + 1;
                }
                t.copy(old, i, j);
                t.stamps[j] = old.stamps[i];
            }
        }
        recency.restart();
        // Who sees the new rows sees what is in them.
        VarHandle.storeStoreFence();
        versions = t.versions;
        stripeMask = t.stripeMask;
        stamps = t.stamps;
        rows = t;
    }

    /** Looks for the key of {@code probe}. Runs {@code equals} of the user's keys: never call it under a lock. */
    Sighting look(Entry probe, Equality equality, Object lock) {
        List<Entry> candidates = new ArrayList<>(1);
        int counted;
        synchronized (lock) {
            repair();
            counted = additions[counter(probe.hash)];
            Rows t = rows;
            for (int slot = t.first(probe.hash); slot >= 0; slot = t.next(slot, probe.hash)) {
                candidates.add(copy(slot));
            }
        }
        for (Entry candidate : candidates) {
            if (probe.sameKey(candidate, equality)) {
                return new Sighting(candidate, counted, List.of());
            }
        }
        return new Sighting(null, counted, candidates);
    }

    @Override
    boolean mustLook(Entry probe, @Nullable Sighting seen) {
        repair();
        if (seen == null) {
            return rows.first(probe.hash) >= 0;
        }
        if (seen.row != null) {
            return find(seen.row) < 0;
        }
        return seen.additions != additions[counter(probe.hash)] && !knows(seen.refused, probe.hash);
    }

    /** Whether all rows of that hash are among these, which are rows or were. */
    private boolean knows(List<Entry> these, int hash) {
        Rows t = rows;
        int known = 0;
        for (int slot = t.first(hash); slot >= 0; slot = t.next(slot, hash)) {
            if (++known > FEW || these.size() > FEW || !isAmong(these, slot)) {
                return false;
            }
        }
        return true;
    }

    private boolean isAmong(List<Entry> these, int slot) {
        for (Entry e : these) {
            if (rows.hasKey(slot, words(e), refs(e))) {
                return true;
            }
        }
        return false;
    }

    @Override
    @Nullable
    Entry stored(Entry probe, @Nullable Sighting seen) {
        int slot = seen == null || seen.row == null ? -1 : find(seen.row);
        return slot < 0 ? null : copy(slot);
    }
}
