package dev.memoize;

import dev.memoize.memo.Memoized;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The memo of a method or function of two arguments, an instance included where it is one of them.
 *
 * <p>Thread-safe. Everything but {@link #apply} is for management: it boxes, and is not meant for the fast path.
 */
public final class Memo2<A, B, R> extends Memo implements BiFunction<A, B, R> {
    private final Fn2<A, B, R> call;
    private final Fn2<A, B, R> body;

    Memo2(Memoized target, Object[] receiver, Fn2<A, B, R> call, Fn2<A, B, R> body) {
        super(target, receiver);
        this.call = call;
        this.body = body;
    }

    /** Calls the memoized method, and throws what it throws, checked exceptions included. */
    @Override
    public R apply(A a, B b) {
        try {
            return call.apply(a, b);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    /**
     * The original, which remembers nothing and counts nothing. It throws what the method throws, checked exceptions
     * included.
     */
    public BiFunction<A, B, R> wrapped() {
        return (a, b) -> {
            try {
                return body.apply(a, b);
            } catch (Throwable t) {
                throw rethrow(t);
            }
        };
    }

    /** The stored result, or {@code null} if there is none; counts nothing and refreshes nothing. */
    @SuppressWarnings("unchecked")
    public @Nullable R peek(A a, B b) {
        return (R) stored(new Object[] {a, b});
    }

    /** Stores a result as if it had been computed now. */
    public void put(A a, B b, R result) {
        store(new Object[] {a, b}, result);
    }

    /** Drops the result, and keeps a computation under way from storing its own. Returns whether there was a result. */
    public boolean invalidate(A a, B b) {
        return drop(new Object[] {a, b});
    }

    /**
     * Stores all these results as if they had been computed now, in the map's order. Each key is the list of the two
     * arguments.
     */
    public void preload(Map<? extends List<?>, ? extends R> results) {
        storeAll(results, arguments -> ((List<?>) arguments).toArray());
    }

    /**
     * Drops the results whose arguments match, and keeps computations under way whose arguments match from storing
     * theirs. The condition runs under no lock; it gets {@code null} for an argument that is not part of the key.
     * Returns how many results were dropped.
     */
    @SuppressWarnings("unchecked")
    public int invalidateIf(BiPredicate<? super A, ? super B> condition) {
        return dropIf(arguments -> condition.test((A) arguments[0], (B) arguments[1]));
    }
}
