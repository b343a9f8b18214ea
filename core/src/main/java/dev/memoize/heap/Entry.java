package dev.memoize.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One key with its result, or with the computation that will bring it.
 *
 * <p>States: <em>pending</em> (in the table, no value yet) → <em>live</em> (value set, known to the policy) →
 * <em>dead</em> (out of the table for good). Readers take no lock: the key is final, {@link #value} is volatile and
 * written after {@link #bits}, and everything else may be read stale, which makes a look-up miss and never makes it
 * wrong. All writes but those of {@link #stamp} and of {@link #fill} are guarded by the {@link Heap}.
 */
public abstract class Entry extends Usage {
    /** The value of a live entry whose result is primitive and lies in {@link #bits}. */
    public static final Object PRIMITIVE = new Object();

    /** Stands for a {@code null} result. */
    public static final Object NULL = new Object();

    /** The {@link #bits} of an entry that has no result, or that very one. */
    public static final long MISS = 0x9E6C_63D0_676A_9A99L;

    private static final VarHandle BITS;
    private static final VarHandle VALUE;
    private static final VarHandle CHECK_AT;

    static {
        try {
            BITS = MethodHandles.lookup().findVarHandle(Entry.class, "bits", long.class);
            CHECK_AT = MethodHandles.lookup().findVarHandle(Entry.class, "checkAt", int.class);
            VALUE = MethodHandles.lookup().findVarHandle(Entry.class, "value", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The next older entry of the bucket. */
    @Nullable
    Entry next;

    /** {@code null} unless live in a heap with times or weights. Written after {@link #value}. */
    volatile @Nullable Lifetime life;

    /** The result of a live entry, if it is primitive. Alone tells a look-up all that it wants to know. */
    long bits = MISS;

    /** {@code null} unless live. */
    volatile @Nullable Object value;

    /** Whether the policy knows it; of a flat heap: whether a result of this pending entry is stored. */
    boolean kept;

    /**
     * Up to which tick of the {@link CoarseClock} hits need not look at {@link #life}: it is about that much longer.
     * Written after the result and read before it, so who sees the tick of a result sees that result.
     */
    int checkAt = CoarseClock.SYSTEM.past();

    /** The computation that callers may join; never {@code null} while there is any. Guarded by the heap. */
    public @Nullable Computation flight;

    Entry(int hash) {
        super(hash);
    }

    /** Whether both have the same key. Runs {@code equals} of the user's keys: never call it under a lock. */
    public abstract boolean sameKey(Entry other, Equality equality);

    public final long bits() {
        return bits;
    }

    /** The result, {@link #NULL}, {@link #PRIMITIVE}, or {@code null} if the entry is not live. */
    public final @Nullable Object value() {
        return value;
    }

    /** Tells one result of this entry from the next. */
    public final @Nullable Lifetime life() {
        return life;
    }

    /** How many computations under way may still publish to this entry. Guarded by the heap. */
    public final int computing() {
        Computation counting = flight;
        return counting == null ? 0 : counting.underWay;
    }

    public final boolean isDead() {
        return dead;
    }

    /** The next older entry of the same 32-bit hash. */
    public final @Nullable Entry nextEntry() {
        Entry e = next;
        while (e != null && e.hash != hash) {
            e = e.next;
        }
        return e;
    }

    /** The next older entry of the bucket, of whatever hash. */
    public final @Nullable Entry older() {
        return next;
    }

    /**
     * Gives a pending entry its result before the policy knows it, without the lock. Whoever kills it meanwhile marks
     * it first and then takes the result away; so does this if it finds the mark.
     */
    public final void fill(long newBits, Object newValue) {
        setResult(newBits, newValue);
        VarHandle.fullFence();
        if (dead) {
            takeResult();
        }
    }

    /** Takes the result away: also from readers that still see it in an older table. */
    final void end() {
        kept = false;
        // Not before the mark of a dead one; see fill.
        takeResult();
        if (life != null) {
            checkFrom(CoarseClock.SYSTEM.past());
            life = null;
        }
    }

    private void setResult(long newBits, Object newValue) {
        BITS.setRelease(this, newBits);
        VALUE.setRelease(this, newValue);
    }

    /** In this order: who is cut short by the end of the stack must not leave one that has a value but no word. */
    private void takeResult() {
        VALUE.setRelease(this, null);
        BITS.setRelease(this, MISS);
    }

    /** The word of a live entry, or {@link #MISS}: what its computation did before is visible then, too. */
    final long read() {
        return (long) BITS.getAcquire(this);
    }

    /** Guarded by the heap. Without the fence that a volatile write has: whoever needs the order takes the lock. */
    final void set(long newBits, Object newValue, @Nullable Lifetime newLife, int newCheckAt) {
        if (life != null) {
            // Should the stack end in between, the tick of the old result must not vouch for the new one.
            checkFrom(CoarseClock.SYSTEM.past());
        }
        setResult(newBits, newValue);
        if (newLife != null || life != null) {
            life = newLife;
            checkFrom(newCheckAt);
        }
    }

    /** Guarded by the heap. */
    final void checkFrom(int tick) {
        CHECK_AT.setRelease(this, tick);
    }

    final int checkAt() {
        return (int) CHECK_AT.getAcquire(this);
    }
}
