package dev.memoize.heap;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link Heap} that a hit meets: whether a result may still be returned, and who is told that it was. A
 * superclass rather than a part, as {@link Table} is one.
 *
 * <p>{@link #hitFlat}, {@link #hitLong} and {@link #hit} take no lock, allocate nothing and never block.
 */
class Uses extends Table {
    final Clock clock = new Clock();
    final @Nullable Expiry expiry;

    /** Whether a hit has to look closer than at the value. */
    private final boolean timed;

    /** Whether a hit is more than its value and its stamp. */
    private final boolean isSpecial;

    private final @Nullable CoarseClock coarse;

    /** What hits tell the policy beyond their stamps; {@code null} under LRU. */
    final @Nullable Accesses accesses;

    final @Nullable FlatStore flat;
    private final @Nullable FlatPairs pairs;
    private final @Nullable FlatRows flatRows;

    // Guarded by the heap.
    private long missesBefore;
    private long hitsBefore;

    /**
     * @param looksTwice whether look-ups that take no lock find nothing
     * @param layout {@code null} if results do not lie flat
     * @param lastStamp when the stamps of flat results are numbered anew
     */
    Uses(
            int maxSize,
            @Nullable Expiry expiry,
            boolean looksTwice,
            @Nullable Accesses accesses,
            @Nullable Layout layout,
            int lastStamp) {
        this.expiry = expiry;
        this.timed = expiry != null || looksTwice;
        this.coarse = expiry == null ? null : expiry.coarse();
        this.accesses = accesses;
        this.isSpecial = timed || accesses != null;
        this.flat = layout == null ? null : layout.store(maxSize, clock, lastStamp);
        this.pairs = flat instanceof FlatPairs ? (FlatPairs) flat : null;
        this.flatRows = flat instanceof FlatRows ? (FlatRows) flat : null;
        clock.capacity(maxSize);
    }

    /** Whether live results are to be looked up by {@link #hitFlat} or in {@link #rows} rather than in the table. */
    public final boolean isFlat() {
        return flat != null;
    }

    /** The word of a key, counted as a hit, or {@code miss}: also if somebody is writing at the same place just now. */
    public final long hitFlat(long key, long miss) {
        return pairs == null ? miss : pairs.get(key, this);
    }

    /** Where live results are to be looked up; {@code null} if they do not lie in rows. */
    public final @Nullable Rows rows() {
        FlatRows r = flatRows;
        return r == null ? null : r.rows();
    }

    /**
     * The word of a row whose key was compared, counted as a hit, or {@code miss}: also if the row has been written to
     * since {@code version}.
     */
    public final long hitLong(Rows rows, int slot, long version, long miss) {
        long bits = rows.bits(slot);
        FlatRows r = flatRows;
        if (r == null || !rows.isStill(slot, version) || bits == miss) {
            return miss;
        }
        r.recency.use(rows.stamps, slot, this);
        return bits;
    }

    /**
     * Looks for the key of {@code probe} among rows, where {@code equals} has to be asked: under no lock. {@code null}
     * if results do not lie in rows.
     */
    public final @Nullable Sighting look(Entry probe, Equality equality) {
        FlatRows r = flatRows;
        return r == null ? null : r.look(probe, equality, this);
    }

    /** Whether {@link #look} has to be called (again) before {@link #stored} can tell. Needs the lock, as that does. */
    public final boolean mustLook(Entry probe, @Nullable Sighting seen) {
        FlatRows r = flatRows;
        return r != null && r.mustLook(probe, seen);
    }

    /** Called by a use that has no room for its stamp. */
    final void renumber() {
        synchronized (this) {
            if (flat != null) {
                flat.renumber();
            }
        }
    }

    /**
     * The word of a live entry, counted as a hit, or {@link Entry#MISS}: also if that is the word, or if the hit has to
     * be counted under the lock, which the slow path then finds out.
     */
    public final long hitLong(Entry entry) {
        if (isSpecial) {
            return hitSpecial(entry);
        }
        long bits = entry.read();
        return bits != Entry.MISS && clock.hit(entry) ? bits : Entry.MISS;
    }

    private long hitSpecial(Entry entry) {
        if (timed && !isFresh(entry)) {
            return Entry.MISS;
        }
        long bits = entry.read();
        return bits != Entry.MISS && useSpecial(entry) ? bits : Entry.MISS;
    }

    /** The value of a live entry, counted as a hit, or {@code null}: also if that has to be done under the lock. */
    public final @Nullable Object hit(Entry entry) {
        if (isSpecial && timed && !isFresh(entry)) {
            return null;
        }
        Object value = entry.value;
        return value != null && use(entry) ? value : null;
    }

    /** Before its value is read: who sees a lifetime sees its value. */
    private boolean isFresh(Entry entry) {
        CoarseClock c = coarse;
        return (c != null && c.isBefore(entry.checkAt())) || (expiry != null && expiry.isFresh(entry));
    }

    /** See {@link Entry#checkAt}. */
    final int checkAt(@Nullable Lifetime life) {
        CoarseClock c = coarse;
        return c == null || life == null ? 0 : c.tick(life.checkAt);
    }

    private boolean use(Entry entry) {
        if (isSpecial) {
            return useSpecial(entry);
        }
        return clock.hit(entry);
    }

    /** Counts a hit. {@code false}, and no hit, if a look at the precise time shows that the entry has expired. */
    private boolean useSpecial(Entry entry) {
        long hit = clock.count(entry, this);
        Accesses a = accesses;
        if (a != null) {
            a.hit(entry);
        }
        if (timed && Expiry.isSpotCheck(hit) && expiry != null && !expiry.isFreshNow(entry)) {
            clock.uncount(this);
            return false;
        }
        return true;
    }

    private void used(Entry entry) {
        clock.count(entry, this);
        Accesses a = accesses;
        if (a != null) {
            a.hit(entry);
        }
    }

    /**
     * A reading of the ticker to hand to the methods below; 0 where there are no times. It may be user code, so call it
     * under no lock.
     */
    public final long now() {
        return expiry == null ? 0 : expiry.now();
    }

    public final boolean isExpired(Entry entry, long now) {
        Lifetime life = entry.life;
        return expiry != null && life != null && entry.value != null && Expiry.isExpired(life, now);
    }

    /** Whether its result may be returned when computing it again has failed. */
    public final boolean standsIn(Entry entry, long now) {
        Lifetime life = entry.life;
        return expiry != null && life != null && entry.value != null && !entry.dead && expiry.standsIn(life, now);
    }

    /** Whether a live entry is to be refreshed; if so, the next who asks is told after another interval. */
    public final boolean isDue(Entry entry, long now) {
        Lifetime life = entry.life;
        if (expiry == null || life == null || !expiry.isDue(life, now)) {
            return false;
        }
        expiry.postpone(life, now);
        entry.checkFrom(checkAt(life));
        return true;
    }

    /** The live result of the key of {@code probe} if it is one that the table does not hold. */
    public final @Nullable Entry stored(Entry probe, @Nullable Sighting seen) {
        return flat == null ? null : flat.stored(probe, seen);
    }

    /** Not less than 0, though one that is taken back may have been counted before the statistics were zeroed. */
    public final long misses() {
        return Math.max(0, clock.misses() - missesBefore);
    }

    /** As {@link #misses}. */
    public final long hits() {
        return Math.max(0, clock.hits() - hitsBefore);
    }

    /** Takes the lock at most for a moment; may be called without it. */
    public final void countMiss() {
        clock.miss(this);
    }

    /** Takes back a miss that this thread has just counted. */
    public final void uncountMiss() {
        clock.unmiss(this);
    }

    /** Whether threads take turns so fast that the order of their uses is coarse in any case. */
    protected final boolean isShared() {
        return clock.isShared();
    }

    /** Counts a hit of an entry that was found under the lock. */
    public final void countHit(Entry entry, long now) {
        Lifetime life = entry.life;
        if (expiry != null && life != null) {
            expiry.touch(life, now);
        }
        countHit(entry);
    }

    /**
     * Counts a hit of an entry that was found under the lock, or, without one, of a caller that was given somebody
     * else's result.
     */
    public final void countHit(Entry entry) {
        int slot = flat == null ? -1 : flat.find(entry);
        if (slot >= 0) {
            Objects.requireNonNull(flat).use(slot, this);
        } else {
            used(entry);
        }
    }

    final void zeroCounts() {
        long hitsSoFar = clock.hits();
        missesBefore = clock.misses();
        hitsBefore = hitsSoFar;
    }
}
