package dev.memoize.heap;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the least recently used slot of a {@link FlatStore}, exactly, without a list and without a long pause.
 *
 * <p>A use writes the clock's tick into the slot's stamp and nothing else. For evictions there is a heap of the slots
 * that were oldest some time ago, by the stamp they had: a slot that was used since has another stamp and is passed
 * over; the first that agrees is the least recently used of all, since whatever is not in the heap had a younger stamp
 * already. While that heap is used up, each eviction scans a few slots for the next one, about a sixteenth of all, so
 * no eviction has to look at everything.
 *
 * <p>Stamps are ticks since {@link #base}, in 31 bits. Every two thousand million uses they are numbered anew.
 *
 * <p>Guarded by the {@link Heap}'s monitor but for {@link #use}.
 */
final class Recency {
    /** What the stamps belong to. */
    interface Slots {
        boolean isTaken(int slot);
    }

    /** The stamp at which all are numbered anew. */
    static final int LAST = Integer.MAX_VALUE - (1 << 24);

    /**
     * When a large store is numbered anew, the last quarter of the ticks stays as it is; older ones are brought
     * together by this shift: their order is then exact to 64 uses.
     */
    private static final int SQUEEZE = 6;
    /** Up to so many entries the order stays exact when they are numbered anew: sorting them takes a millisecond. */
    private static final int SORTED_AT_ONCE = 1 << 14;

    private static final int SAMPLE = 256;
    private static final int SAMPLE_RANK = SAMPLE / 16;
    private static final int ROUNDS = 3;

    private final Clock clock;
    private final int last;
    /** The tick of stamp 0. Read racily by uses: a stale one makes a stamp too young. */
    private long base;

    /** Stamp and slot of those with stamps up to {@link #oldLimit}. */
    private LongMinHeap old = new LongMinHeap();

    private int oldLimit;

    /** The same for the stamps above that, up to {@link #nextLimit}, as far as slots have been scanned. */
    private LongMinHeap next = new LongMinHeap();

    private int nextLimit;
    /** Slots below this are still to be scanned. 0: {@link #next} is complete. */
    private int unscanned;

    private boolean started;

    Recency(Clock clock, int last) {
        this.clock = clock;
        this.last = last;
        this.base = clock.now() - 1;
    }

    void use(int[] stamps, int slot, Uses heap) {
        long tick = clock.use(heap);
        if (tick - base >= last) {
            heap.renumber();
        }
        int stamp = stamp(tick);
        // Not backwards, which a thread that was held up in here might do.
        if (slot < stamps.length && stamps[slot] < stamp) {
            stamps[slot] = stamp;
        }
    }

    /** The tick of an insertion. */
    long insertion(Slots slots, int[] stamps) {
        long tick = clock.insertion();
        if (tick - base >= last) {
            renumber(slots, stamps);
        }
        return tick;
    }

    /** At least 1: 0 is the stamp of an empty slot. */
    int stamp(long tick) {
        return (int) Math.max(1, tick - base);
    }

    /** Says that an entry lies in another slot now, of so many. */
    void moved(int slot, int stamp, int slots) {
        if (stamp <= oldLimit) {
            old.push(record(stamp, slot));
        } else if (stamp <= nextLimit) {
            next.push(record(stamp, slot));
        }
        if (recorded() > slots << 1) {
            // Mostly out of date: where many keys share few hashes, a removal moves many.
            restart();
        }
    }

    private static long record(int stamp, int slot) {
        return (long) stamp << Integer.SIZE | slot;
    }

    /** Forgets which are old: stamps or slots are others now. */
    void restart() {
        old.clear();
        next.clear();
        oldLimit = 0;
        nextLimit = 0;
        unscanned = 0;
        started = false;
    }

    /**
     * Scans ahead while there is room for {@code room} more, so that the first eviction need not look at everything.
     */
    void expectEvictions(Slots slots, int[] stamps, int room) {
        if (!started) {
            beginScan(slots, stamps);
        }
        scanAhead(stamps, room);
    }

    /** One of so many steps as are left until the old ones are used up, which is not before there is no room. */
    private void scanAhead(int[] stamps, int room) {
        scan(stamps, unscanned / (room + old.size() + 1) + 1);
    }

    /** How many records of old slots there are, those that are out of date included. */
    int recorded() {
        return old.size() + next.size();
    }

    /** How many slots the next eviction that finds no old ones would have to look at. */
    int unscanned() {
        return unscanned;
    }

    /** The slot that was used least recently, of at least one that is taken. */
    int oldest(Slots slots, int[] stamps) {
        for (int round = 0; ; round++) {
            while (old.size() > 0) {
                // It stays until it is found to be out of date: whoever evicts may have no stack left to do so.
                long record = old.top();
                int slot = (int) record;
                boolean taken = slots.isTaken(slot);
                // Others may go on using slots while we look: at some point any will do.
                if (taken && (stamps[slot] == (int) (record >>> Integer.SIZE) || round > ROUNDS)) {
                    scanAhead(stamps, 0);
                    return slot;
                }
                old.pop();
            }
            if (round > ROUNDS) {
                // Uses that raced with us have left stamps that no range covers.
                restart();
            }
            if (!started) {
                beginScan(slots, stamps);
            }
            int limit = nextLimit;
            nextLimit = round > ROUNDS ? Integer.MAX_VALUE : limit;
            scan(stamps, unscanned);
            nextLimit = limit;
            swap();
            beginScan(slots, stamps);
        }
    }

    private void swap() {
        LongMinHeap empty = old;
        old = next;
        oldLimit = nextLimit;
        next = empty;
    }

    private void beginScan(Slots slots, int[] stamps) {
        started = true;
        // Whatever is inserted or used from here on is younger than the limit.
        int youngest = stamp(clock.closeTick());
        nextLimit = Math.min(youngest, sampledLimit(slots, stamps));
        unscanned = stamps.length;
    }

    /** A stamp that about a sixteenth of the entries are not above; the youngest if there are few. */
    private int sampledLimit(Slots slots, int[] stamps) {
        int capacity = stamps.length;
        if (capacity <= SAMPLE << 1) {
            return Integer.MAX_VALUE;
        }
        int[] sample = new int[SAMPLE];
        int found = 0;
        int slot = (int) (base + nextLimit & Integer.MAX_VALUE) % capacity;
        int step = capacity / (SAMPLE << 1);
        for (int tries = 0; tries < capacity && found < SAMPLE; tries++) {
            // What the heap of old ones holds already does not count.
            if (stamps[slot] > oldLimit && slots.isTaken(slot)) {
                sample[found++] = stamps[slot];
            }
            slot += step + (tries & 1);
            slot = slot >= capacity ? slot - capacity : slot;
        }
        if (found < SAMPLE) {
            return Integer.MAX_VALUE;
        }
        Arrays.sort(sample);
        return sample[SAMPLE_RANK];
    }

    private void scan(int[] stamps, int count) {
        int end = Math.max(0, unscanned - count);
        int limit = nextLimit;
        for (int slot = unscanned - 1; slot >= end; slot--) {
            int stamp = stamps[slot];
            if (stamp <= limit && stamp > oldLimit) {
                next.push(record(stamp, slot));
            }
        }
        unscanned = end;
    }

    /** Makes room for new stamps: subtracts, without a change of order but for what is said at {@link #SQUEEZE}. */
    void renumber(Slots slots, int[] stamps) {
        if (clock.now() - base < last) {
            return;
        }
        long[] sorted = stamps.length <= SORTED_AT_ONCE ? sorted(slots, stamps) : null;
        if (sorted == null) {
            squeeze(stamps);
        } else {
            for (int rank = 0; rank < sorted.length; rank++) {
                stamps[(int) sorted[rank]] = rank + 1;
            }
            base = clock.now() - sorted.length - 1;
        }
        restart();
    }

    private static long @Nullable [] sorted(Slots slots, int[] stamps) {
        long[] records = new long[stamps.length];
        int count = 0;
        for (int slot = 0; slot < stamps.length; slot++) {
            if (slots.isTaken(slot)) {
                records[count++] = record(stamps[slot], slot);
            }
        }
        records = Arrays.copyOf(records, count);
        Arrays.sort(records);
        return records;
    }

    private void squeeze(int[] stamps) {
        int cut = last - (last >> 2);
        int kept = (cut >> SQUEEZE) + 1;
        for (int slot = 0; slot < stamps.length; slot++) {
            int stamp = stamps[slot];
            stamps[slot] = stamp >= cut ? stamp - cut + kept : (stamp >> SQUEEZE) + 1;
        }
        base += cut - kept;
    }
}
