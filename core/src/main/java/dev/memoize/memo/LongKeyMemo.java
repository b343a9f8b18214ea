package dev.memoize.memo;

import dev.memoize.heap.Entry;
import dev.memoize.heap.LongEntry;
import dev.memoize.spi.Ticker;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A cache whose keys are one word: methods without arguments, or with primitive ones that fit into 64 bits together.
 */
public final class LongKeyMemo extends KeyedMemo {
    public LongKeyMemo(MemoizedMethod method, @Nullable Object owner, Ticker ticker) {
        this(method, owner, ticker, isLarge(method));
    }

    LongKeyMemo(MemoizedMethod method, @Nullable Object owner, Ticker ticker, boolean large) {
        super(method, owner, ticker, large);
    }

    public long findLong(long key) {
        for (Entry e = newest(Keys.hash(key)); e != null; e = e.older()) {
            if (e instanceof LongEntry && ((LongEntry) e).key == key) {
                long found = hitLong(e);
                if (found != MISS) {
                    return found;
                }
                break;
            }
        }
        return isFlat() ? hitFlat(key, MISS) : MISS;
    }

    public @Nullable Object find(long key) {
        for (Entry e = newest(Keys.hash(key)); e != null; e = e.older()) {
            if (e instanceof LongEntry && ((LongEntry) e).key == key) {
                return hit(e);
            }
        }
        return null;
    }

    public Flight open(long key) {
        Entry probe = new LongEntry(Keys.hash(key), key);
        Flight flight = open(probe);
        // Asked first, since nothing may be called here on a stack that is about to end.
        return deep ? flight.begun() : flight;
    }

    /** A whole call, for code that is not woven. Throws what {@code body} throws. */
    public long computeLong(long key, LongUnaryOperator body) {
        long found = findLong(key);
        if (found != MISS) {
            return found;
        }
        Flight flight = open(key);
        if (!flight.mustCompute()) {
            refresh(flight, (mine, entry) -> mine.complete(body.applyAsLong(((LongEntry) entry).key)));
            return flight.longResult();
        }
        try {
            long result = body.applyAsLong(key);
            flight.complete(result);
            return result;
        } catch (Throwable t) {
            flight.failure = t;
            if (flight.recovers(t)) {
                return flight.longResult();
            }
            throw t;
        }
    }

    /** As {@link #computeLong}, with a reference as its result. */
    public @Nullable Object compute(long key, LongFunction<?> body) {
        Object found = find(key);
        if (found != null) {
            return found == NULL ? null : found;
        }
        Flight flight = open(key);
        if (!flight.mustCompute()) {
            refresh(flight, (mine, entry) -> mine.complete((Object) body.apply(((LongEntry) entry).key)));
            return flight.result();
        }
        try {
            Object result = body.apply(key);
            flight.complete(result);
            return result;
        } catch (Throwable t) {
            flight.failure = t;
            if (flight.recovers(t)) {
                return flight.result();
            }
            throw t;
        }
    }
}
