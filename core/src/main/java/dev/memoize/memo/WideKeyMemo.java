package dev.memoize.memo;

import dev.memoize.heap.Entry;
import dev.memoize.heap.Equality;
import dev.memoize.heap.Rows;
import dev.memoize.heap.WideEntry;
import dev.memoize.spi.Ticker;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A cache whose keys are several arguments. Woven code compares them in place, so that a hit builds no key. */
public final class WideKeyMemo extends KeyedMemo {
    public WideKeyMemo(MemoizedMethod method, @Nullable Object owner, Ticker ticker) {
        this(method, owner, ticker, isLarge(method));
    }

    WideKeyMemo(MemoizedMethod method, @Nullable Object owner, Ticker ticker, boolean large) {
        super(method, owner, ticker, large);
    }

    /** Calls the argument's {@code hashCode}, the only time in a call. */
    public int hash(Object argument) {
        return equality.hash(argument);
    }

    public boolean same(@Nullable Object stored, @Nullable Object argument) {
        return equality.same(stored, argument);
    }

    /** The first entry of that hash; the others follow by {@link WideEntry#nextSameHash()}. */
    public @Nullable WideEntry first(int hash) {
        return (WideEntry) head(hash);
    }

    public long hitLong(WideEntry entry) {
        return super.hitLong(entry);
    }

    public @Nullable Object hit(WideEntry entry) {
        return super.hit(entry);
    }

    public long hitLong(Rows rows, int slot, long version) {
        return hitLong(rows, slot, version, MISS);
    }

    /** Keeps both arrays; {@code null} stands for an empty one. */
    public Flight open(int hash, long @Nullable [] words, Object @Nullable [] refs) {
        if (refs != null) {
            keep(refs);
        }
        Entry probe = new WideEntry(hash, words, refs);
        Flight flight = open(probe);
        // Asked first, since nothing may be called here on a stack that is about to end.
        return deep ? flight.begun() : flight;
    }

    static Entry probe(int hash, long @Nullable [] words, Object @Nullable [] refs) {
        if (refs != null) {
            keep(refs);
        }
        return new WideEntry(hash, words, refs);
    }

    private static void keep(Object[] refs) {
        for (int i = 0; i < refs.length; i++) {
            refs[i] = Equality.keep(refs[i]);
        }
    }

    /** The body may write to the arrays that it is given; those of the key are nobody's. */
    private static Object[] copies(Entry entry) {
        Object[] arguments = ((WideEntry) entry).refs.clone();
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = Equality.keep(arguments[i]);
        }
        return arguments;
    }

    /** A whole call of two arguments, for code that is not woven. Throws what {@code body} throws. */
    public @Nullable Object compute(Object a, Object b, BiFunction<Object, Object, Object> body) {
        int hash = Keys.mix(Keys.mix(0, hash(a)), hash(b));
        WideEntry e = first(hash);
        while (e != null && !(same(e.refs[0], a) && same(e.refs[1], b))) {
            e = e.nextSameHash();
        }
        Object found = e == null ? null : hit(e);
        if (found != null) {
            return found == NULL ? null : found;
        }
        Flight flight = open(hash, null, new Object[] {a, b});
        if (!flight.mustCompute()) {
            refresh(flight, (mine, entry) -> {
                Object[] arguments = copies(entry);
                mine.complete(body.apply(arguments[0], arguments[1]));
            });
            return flight.result();
        }
        try {
            Object result = body.apply(a, b);
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

    /** As the other, for any number of references. */
    public @Nullable Object compute(Object[] arguments, Function<Object[], Object> body) {
        int hash = 0;
        for (Object argument : arguments) {
            hash = Keys.mix(hash, hash(argument));
        }
        WideEntry e = first(hash);
        while (e != null && !sameRefs(e, arguments)) {
            e = e.nextSameHash();
        }
        Object found = e == null ? null : hit(e);
        if (found != null) {
            return found == NULL ? null : found;
        }
        Flight flight = open(hash, null, arguments.clone());
        if (!flight.mustCompute()) {
            refresh(flight, (mine, entry) -> mine.complete(body.apply(copies(entry))));
            return flight.result();
        }
        try {
            Object result = body.apply(arguments);
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

    private boolean sameRefs(WideEntry entry, Object[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (!same(entry.refs[i], arguments[i])) {
                return false;
            }
        }
        return true;
    }
}
