package dev.memoize;

import dev.memoize.memo.Memoized;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memo of a method or function of four arguments, an instance included where it is one of them.
 *
 * <p>Thread-safe. Everything but {@link #apply} is for management: it boxes, and is not meant for the fast path.
 */
public final class Memo4<A, B, C, D, R> extends Memo implements Function4<A, B, C, D, R> {
    private final Fn4<A, B, C, D, R> call;
    private final Fn4<A, B, C, D, R> body;

    Memo4(Memoized target, Object[] receiver, Fn4<A, B, C, D, R> call, Fn4<A, B, C, D, R> body) {
        super(target, receiver);
        this.call = call;
        this.body = body;
    }

    /** Calls the memoized method, and throws what it throws, checked exceptions included. */
    @Override
    public R apply(A a, B b, C c, D d) {
        try {
            return call.apply(a, b, c, d);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    /**
     * The original, which remembers nothing and counts nothing. It throws what the method throws, checked exceptions
     * included.
     */
    public Function4<A, B, C, D, R> wrapped() {
        return (a, b, c, d) -> {
            try {
                return body.apply(a, b, c, d);
            } catch (Throwable t) {
                throw rethrow(t);
            }
        };
    }

    /** The stored result, or {@code null} if there is none; counts nothing and refreshes nothing. */
    @SuppressWarnings("unchecked")
    public @Nullable R peek(A a, B b, C c, D d) {
        return (R) stored(new Object[] {a, b, c, d});
    }

    /** Stores a result as if it had been computed now. */
    public void put(A a, B b, C c, D d, R result) {
        store(new Object[] {a, b, c, d}, result);
    }

    /** Drops the result, and keeps a computation under way from storing its own. Returns whether there was a result. */
    public boolean invalidate(A a, B b, C c, D d) {
        return drop(new Object[] {a, b, c, d});
    }

    /**
     * Stores all these results as if they had been computed now, in the map's order. Each key is the list of the four
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
    public int invalidateIf(Predicate4<? super A, ? super B, ? super C, ? super D> condition) {
        return dropIf(
                arguments -> condition.test((A) arguments[0], (B) arguments[1], (C) arguments[2], (D) arguments[3]));
    }
}
