package dev.memoize;

import dev.memoize.memo.Memoized;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The memo of a method or function of no arguments, an instance included where it is one of them.
 *
 * <p>Thread-safe. Everything but {@link #get} is for management: it boxes, and is not meant for the fast path.
 */
public final class Memo0<R> extends Memo implements Supplier<R> {
    private final Fn0<R> call;
    private final Fn0<R> body;

    Memo0(Memoized target, Object[] receiver, Fn0<R> call, Fn0<R> body) {
        super(target, receiver);
        this.call = call;
        this.body = body;
    }

    /** Calls the memoized method, and throws what it throws, checked exceptions included. */
    @Override
    public R get() {
        try {
            return call.apply();
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    /**
     * The original, which remembers nothing and counts nothing. It throws what the method throws, checked exceptions
     * included.
     */
    public Supplier<R> wrapped() {
        return () -> {
            try {
                return body.apply();
            } catch (Throwable t) {
                throw rethrow(t);
            }
        };
    }

    /** The stored result, or {@code null} if there is none; counts nothing and refreshes nothing. */
    @SuppressWarnings("unchecked")
    public @Nullable R peek() {
        return (R) stored(NO_ARGUMENTS);
    }

    /** Stores a result as if it had been computed now. */
    public void put(R result) {
        store(NO_ARGUMENTS, result);
    }

    /** Drops the result, and keeps a computation under way from storing its own. Returns whether there was a result. */
    public boolean invalidate() {
        return drop(NO_ARGUMENTS);
    }
}
