package dev.memoize.heap;

import dev.memoize.spi.Ticker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/**
 * Tells most hits that an entry is far from its deadline, without the price of reading the time.
 *
 * <p>{@link #horizon} is a moment that has not come yet, {@link #MARGIN} ahead of the time when it was written by the
 * {@link Timekeeper}. A deadline beyond it has not come either, unless whoever keeps the time is late by more than the
 * margin; so some hits read the precise time anyway and, when they find the horizon behind, bring it forward for all.
 * While nobody keeps the time the horizon is far ahead, beyond every tick that an entry has, and all hits read the
 * precise time.
 *
 * <p>An entry has its deadline as a tick of 2<sup>24</sup> nanoseconds, in 32 bits, which come again after 417 days. So
 * ticks are never farther from the horizon than {@link #FAR}: a result that lives longer is looked at closely at each
 * hit once so much time has passed.
 */
final class CoarseClock {
    static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);
    static final long MARGIN = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int TICK_SHIFT = 24;
    /** 104 days. */
    private static final long FAR = 1L << 53;
    /** 208 days. */
    private static final long BEYOND = 2 * FAR;

    private static final VarHandle HORIZON;

    static {
        try {
            HORIZON = MethodHandles.lookup().findVarHandle(CoarseClock.class, "horizon", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What the {@link Timekeeper} keeps. */
    static final CoarseClock SYSTEM = new CoarseClock(Ticker.system());

    private final Ticker ticker;
    // Read plainly by hits: a stale one is one of a late keeper.
    long horizon;

    CoarseClock(Ticker ticker) {
        this.ticker = ticker;
        stop();
    }

    /** Whether the horizon is before that tick. */
    boolean isBefore(int tick) {
        return tick - (int) (horizon >> TICK_SHIFT) > 0;
    }

    /** For {@link #isBefore}: not after {@code time}, and near enough to be told from what is long past. */
    int tick(long time) {
        long from = horizon;
        return (int) ((from + Math.max(-BEYOND - FAR, Math.min(FAR, time - from))) >> TICK_SHIFT);
    }

    /** A tick that the horizon is not before. */
    int past() {
        return (int) ((horizon - BEYOND) >> TICK_SHIFT);
    }

    /** The precise time. May be user code: under no lock. */
    long read() {
        long seen = (long) HORIZON.getVolatile(this);
        long now = ticker.nanos();
        if (now + MARGIN - seen > 2 * TICK) {
            // Unless somebody else has: a thread that was held up here must not take it back.
            HORIZON.compareAndSet(this, seen, now + MARGIN);
        }
        return now;
    }

    /** From now on, and until {@link #stop}, this is called every {@link #TICK}. */
    void advance() {
        HORIZON.setVolatile(this, ticker.nanos() + MARGIN);
    }

    void stop() {
        HORIZON.setVolatile(this, ticker.nanos() + BEYOND);
    }

    /** The time when that horizon was written. */
    static long lastTick(long horizon) {
        return horizon - MARGIN;
    }
}
