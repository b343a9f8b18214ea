package dev.memoize.heap;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hash to entry, open addressing, read without a lock. The part of a {@link Heap} that finds: a superclass rather than
 * a field, since each hop to the slots is a third of what a hit costs.
 *
 * <p>A slot holds the head of a chain of entries with the very same 32-bit hash, so that the probe sequence compares
 * hashes only and chains are nearly always of length one. Writers hold the {@link Heap}'s monitor. Readers race with
 * them: a removal shifts later slots back by copying before clearing, so a racing reader can miss an entry but never
 * see a wrong one, and the miss path looks again under the lock. Entries are published by their final fields.
 *
 * <p>The methods that write slots call nothing once they have begun, so that a {@link StackOverflowError} cannot leave
 * the table half changed.
 */
class Table {
    private static final int FIRST_CAPACITY = 16;

    // Length 1 and empty: the first look-up misses, the first insertion grows.
    private Entry[] slots = new Entry[1];
    private int used;

    /** The head of the chain of that hash, or {@code null}. */
    public final @Nullable Entry head(int hash) {
        Entry[] t = slots;
        int mask = t.length - 1;
        // The high bits, since the hash was multiplied last; a length of 1 gives a shift of 32, that is of 0, and the
        // mask saves it.
        int i = hash >>> (Integer.numberOfLeadingZeros(mask));
        Entry e;
        while ((e = t[i & mask]) != null) {
            if (e.hash == hash) {
                return e;
            }
            i++;
        }
        return null;
    }

    /** Makes {@code entry} the head of its chain. */
    final void link(Entry entry) {
        if ((used + 1) * 2L > slots.length) {
            grow();
        }
        insert(entry);
    }

    private void insert(Entry entry) {
        Entry[] t = slots;
        int mask = t.length - 1;
        int hash = entry.hash;
        int i = (hash >>> home(mask)) & mask;
        Entry e;
        while ((e = t[i]) != null && e.hash != hash) {
            i = (i + 1) & mask;
        }
        entry.next = e;
        t[i] = entry;
        if (e == null) {
            used++;
        }
    }

    private static int home(int mask) {
        return Integer.numberOfLeadingZeros(mask);
    }

    private void grow() {
        Entry[] old = slots;
        Entry[] t = new Entry[Math.max(FIRST_CAPACITY, old.length * 2)];
        int mask = t.length - 1;
        int shift = home(mask);
        for (Entry head : old) {
            if (head != null) {
                int i = (head.hash >>> shift) & mask;
                while (t[i] != null) {
                    i = (i + 1) & mask;
                }
                t[i] = head;
            }
        }
        slots = t;
    }

    /** Takes {@code entry} out, if it is there. */
    final void unlink(Entry entry) {
        Entry[] t = slots;
        int mask = t.length - 1;
        unlink(entry, t, mask, home(mask));
    }

    private void unlink(Entry entry, Entry[] t, int mask, int shift) {
        int hash = entry.hash;
        int i = (hash >>> shift) & mask;
        Entry e;
        while ((e = t[i]) != null && e.hash != hash) {
            i = (i + 1) & mask;
        }
        if (e != entry) {
            while (e != null) {
                if (e.next == entry) {
                    e.next = entry.next;
                    return;
                }
                e = e.next;
            }
            return;
        }
        if (entry.next != null) {
            t[i] = entry.next;
            return;
        }
        used--;
        int hole = i;
        for (; ; ) {
            i = (i + 1) & mask;
            Entry moved = t[i];
            if (moved == null) {
                t[hole] = null;
                return;
            }
            int home = (moved.hash >>> shift) & mask;
            if (((i - home) & mask) >= ((i - hole) & mask)) {
                t[hole] = moved;
                hole = i;
            }
        }
    }

    final int capacity() {
        return slots.length;
    }

    /** The head of the chain in that slot. */
    final @Nullable Entry slot(int i) {
        return slots[i];
    }

    final boolean isEmpty() {
        return used == 0;
    }

    /** Empties the table and kills what was in it: in this order, for a look-up must not find a dead entry twice. */
    final void unlinkAll() {
        Entry[] old = slots;
        slots = new Entry[1];
        used = 0;
        for (Entry head : old) {
            for (Entry e = head; e != null; e = e.next) {
                e.dead = true;
                e.value = null;
                e.life = null;
            }
        }
    }

    /** Every entry, live or pending, in no order. */
    public List<Entry> entries() {
        List<Entry> all = new ArrayList<>(used);
        for (Entry head : slots) {
            for (Entry e = head; e != null; e = e.next) {
                all.add(e);
            }
        }
        return all;
    }
}
