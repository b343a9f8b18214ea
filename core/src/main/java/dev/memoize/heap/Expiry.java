package dev.memoize.heap;

import dev.memoize.heap.Lifetime.Ageing;
import dev.memoize.spi.Ticker;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The times of one memo: how long results live, and from when on a hit has to look closer. Immutable.
 *
 * <p>Ticks are compared by their difference, as those of {@link System#nanoTime()} are.
 */
public final class Expiry {
    /** Longer than any time that can be set. */
    static final long FOREVER = TimeUnit.DAYS.toNanos(36_500);

    /** Every so many hits of a heap, one reads the precise time. A power of two. */
    private static final int TRUSTED_HITS = 128;

    private final Ticker ticker;
    private final @Nullable CoarseClock coarse;
    private final long ttl;
    private final double jitter;
    private final long access;
    private final long refresh;
    private final long stale;
    private final boolean ageing;
    private final boolean twice;

    /**
     * @param ttl nanoseconds, 0 for ever; likewise the others
     * @param jitter the share of the ttl, from 0 to 1, by which it may be shorter
     * @param stale for how long an expired result may stand in for one that could not be computed
     */
    public Expiry(Ticker ticker, long ttl, double jitter, long access, long refresh, long stale) {
        this(ticker, ticker == Ticker.system() ? CoarseClock.SYSTEM : null, ttl, jitter, access, refresh, stale);
    }

    /** The same times, with which no hit may take an entry without a second look, under the lock. */
    public Expiry lookingTwice() {
        return new Expiry(ticker, coarse, ttl, jitter, access, refresh, stale, true);
    }

    /** @param coarse {@code null} if every hit is to read the ticker */
    Expiry(
            Ticker ticker,
            @Nullable CoarseClock coarse,
            long ttl,
            double jitter,
            long access,
            long refresh,
            long stale) {
        this(ticker, coarse, ttl, jitter, access, refresh, stale, false);
    }

    private Expiry(
            Ticker ticker,
            @Nullable CoarseClock coarse,
            long ttl,
            double jitter,
            long access,
            long refresh,
            long stale,
            boolean twice) {
        this.ticker = ticker;
        this.coarse = coarse;
        this.ttl = ttl;
        this.jitter = jitter;
        this.access = access;
        this.refresh = refresh;
        this.stale = stale;
        this.ageing = coarse == null || access != 0 || refresh != 0;
        this.twice = twice;
    }

    /** Whether the {@link Timekeeper} may read the time: a ticker of the user's is the user's code. */
    boolean isKept() {
        return ticker == Ticker.system();
    }

    long now() {
        return coarse == null ? ticker.nanos() : coarse.read();
    }

    /**
     * Of a result that was computed at {@code now - age}.
     *
     * @param due after how long a hit refreshes it; -1 for the memo's interval
     * @param ownTtl what is to be taken for the ttl, {@code null} for the memo's; not above 0: it is expired
     */
    Lifetime lifetime(long now, long age, long due, @Nullable Long ownTtl, int weight) {
        double share =
                jitter == 0 ? 1 : 1 - jitter * ThreadLocalRandom.current().nextDouble();
        long lasts = ownTtl != null ? Math.min(FOREVER, ownTtl) : ttl == 0 ? FOREVER : shorten(ttl, share);
        long deadline = now + lasts - age;
        if (!ageing) {
            return new Lifetime(deadline, weight);
        }
        long idleAt = now + (access == 0 ? FOREVER : access);
        long refreshAt = now + (due >= 0 ? due : refresh == 0 ? FOREVER : shorten(refresh, share));
        return new Ageing(checkAt(deadline, refreshAt, now), weight, deadline, idleAt, refreshAt);
    }

    /** Where every use has to be noted, or there is no horizon, every hit looks closer. */
    private long checkAt(long deadline, long refreshAt, long now) {
        return coarse == null || access != 0 ? now : refreshAt - deadline < 0 ? refreshAt : deadline;
    }

    private static long shorten(long nanos, double share) {
        return share == 1 ? nanos : Math.max(1, Math.min(nanos, (long) (nanos * share)));
    }

    /** What hits may compare {@link Lifetime#checkAt} with; {@code null} if nothing. */
    @Nullable
    CoarseClock coarse() {
        return twice ? null : coarse;
    }

    /** Whether the hit of that number has to look at the precise time whatever the coarse clock says. */
    static boolean isSpotCheck(long hit) {
        return (hit & TRUSTED_HITS - 1) == 0;
    }

    /**
     * Whether a hit may take the entry as it is; if so, the entry counts as used. Read it before the value: who sees
     * this lifetime sees its value.
     */
    boolean isFresh(Entry entry) {
        Lifetime life = entry.life;
        if (life == null || twice) {
            return false;
        }
        CoarseClock clock = coarse;
        if (clock != null) {
            long horizon = clock.horizon;
            if (isFreshAt(life, horizon)) {
                touch(life, CoarseClock.lastTick(horizon));
                return true;
            }
        }
        return isFreshNow(entry);
    }

    /** {@link #isFresh} by the precise time. */
    boolean isFreshNow(Entry entry) {
        Lifetime life = entry.life;
        long now = now();
        if (life == null || !isFreshAt(life, now)) {
            return false;
        }
        touch(life, now);
        return true;
    }

    private boolean isFreshAt(Lifetime life, long now) {
        return life.end() - now > 0 && (refresh == 0 || ((Ageing) life).refreshAt - now > 0);
    }

    void touch(Lifetime life, long now) {
        if (access != 0) {
            Ageing a = (Ageing) life;
            long idleAt = now + access;
            // Written only if it changes, so that hot entries are only read between two ticks.
            if (idleAt - a.idleAt > 0) {
                a.idleAt = idleAt;
            }
        }
    }

    static boolean isExpired(Lifetime life, long now) {
        return life.end() - now <= 0;
    }

    /** Whether it may be returned when it could not be computed again: it has not expired, or not long ago. */
    boolean standsIn(Lifetime life, long now) {
        return removableAt(life) - now > 0;
    }

    long removableAt(Lifetime life) {
        return life.end() + stale;
    }

    boolean isDue(Lifetime life, long now) {
        return refresh != 0 && ((Ageing) life).refreshAt - now <= 0;
    }

    /** Keeps other hits from asking for a refresh before another interval is over. */
    void postpone(Lifetime life, long now) {
        Ageing a = (Ageing) life;
        a.refreshAt = now + refresh;
        a.checkAt = checkAt(a.end(), a.refreshAt, now);
    }
}
