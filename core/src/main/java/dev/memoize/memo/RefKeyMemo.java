package dev.memoize.memo;

import dev.memoize.heap.Entry;
import dev.memoize.heap.Equality;
import dev.memoize.heap.RefEntry;
import dev.memoize.heap.Rows;
import dev.memoize.spi.Ticker;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A cache whose keys are one reference. */
public final class RefKeyMemo extends KeyedMemo {
    public RefKeyMemo(MemoizedMethod method, @Nullable Object owner, Ticker ticker) {
        this(method, owner, ticker, isLarge(method));
    }

    RefKeyMemo(MemoizedMethod method, @Nullable Object owner, Ticker ticker, boolean large) {
        super(method, owner, ticker, large);
    }

    /** Calls the key's {@code hashCode}, the only time in a call. */
    public int hash(@Nullable Object key) {
        return Keys.spread(equality.hash(key));
    }

    public long findLong(int hash, @Nullable Object key) {
        Entry e = match(hash, key);
        return e == null ? findRow(hash, key) : hitLong(e);
    }

    private long findRow(int hash, @Nullable Object key) {
        Rows rows = rows();
        if (rows == null) {
            return MISS;
        }
        for (int slot = rows.first(hash); slot >= 0; slot = rows.next(slot, hash)) {
            long version = rows.version(slot, hash);
            if (same(rows, slot, version, 0, key)) {
                return hitLong(rows, slot, version, MISS);
            }
        }
        return MISS;
    }

    public @Nullable Object find(int hash, @Nullable Object key) {
        Entry e = match(hash, key);
        return e == null ? null : hit(e);
    }

    private @Nullable Entry match(int hash, @Nullable Object key) {
        Entry e = head(hash);
        while (e != null && !equality.same(((RefEntry) e).key, key)) {
            e = e.nextEntry();
        }
        return e;
    }

    public Flight open(int hash, @Nullable Object key) {
        Entry probe = new RefEntry(hash, Equality.keep(key));
        Flight flight = open(probe);
        // Asked first, since nothing may be called here on a stack that is about to end.
        return deep ? flight.begun() : flight;
    }

    /** The body may write to an array that it is given; that of the key is nobody's. */
    private static @Nullable Object copy(Entry entry) {
        return Equality.keep(((RefEntry) entry).key);
    }

    /** A whole call, for code that is not woven. Throws what {@code body} throws. */
    public long computeLong(@Nullable Object key, ToLongFunction<Object> body) {
        int hash = hash(key);
        long found = findLong(hash, key);
        if (found != MISS) {
            return found;
        }
        Flight flight = open(hash, key);
        if (!flight.mustCompute()) {
            refresh(flight, (mine, entry) -> mine.complete(body.applyAsLong(copy(entry))));
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
    public @Nullable Object compute(@Nullable Object key, Function<Object, Object> body) {
        int hash = hash(key);
        Object found = find(hash, key);
        if (found != null) {
            return found == NULL ? null : found;
        }
        Flight flight = open(hash, key);
        if (!flight.mustCompute()) {
            refresh(flight, (mine, entry) -> mine.complete(body.apply(copy(entry))));
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
