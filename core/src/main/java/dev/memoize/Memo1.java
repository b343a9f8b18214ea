package dev.memoize;

import dev.memoize.memo.Memoized;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The memo of a method or function of one argument, an instance included where it is one of them.
 *
 * <p>Thread-safe. Everything but {@link #apply} is for management: it boxes, and is not meant for the fast path.
 */
public final class Memo1<A, R> extends Memo implements Function<A, R> {
    private final Fn1<A, R> call;
    private final Fn1<A, R> body;

    Memo1(Memoized target, Object[] receiver, Fn1<A, R> call, Fn1<A, R> body) {
        super(target, receiver);
        this.call = call;
        this.body = body;
    }

    /** Calls the memoized method, and throws what it throws, checked exceptions included. */
    @Override
    public R apply(A a) {
        try {
            return call.apply(a);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    /**
     * The original, which remembers nothing and counts nothing. It throws what the method throws, checked exceptions
     * included.
     */
    public Function<A, R> wrapped() {
        return (a) -> {
            try {
                return body.apply(a);
            } catch (Throwable t) {
                throw rethrow(t);
            }
        };
    }

    /** The stored result, or {@code null} if there is none; counts nothing and refreshes nothing. */
    @SuppressWarnings("unchecked")
    public @Nullable R peek(A a) {
        return (R) stored(new Object[] {a});
    }

    /** Stores a result as if it had been computed now. */
    public void put(A a, R result) {
        store(new Object[] {a}, result);
    }

    /** Drops the result, and keeps a computation under way from storing its own. Returns whether there was a result. */
    public boolean invalidate(A a) {
        return drop(new Object[] {a});
    }

    /**
     * Stores all these results as if they had been computed now, in the map's order. A second tier gets them in few
     * messages.
     */
    public void preload(Map<? extends A, ? extends R> results) {
        preload(results, stored -> {});
    }

    /**
     * The same, and tells {@code progress} how many results are stored so far: on this thread, after every thousand and
     * at the end. What it throws ends the preloading.
     */
    public void preload(Map<? extends A, ? extends R> results, IntConsumer progress) {
        storeAll(results, a -> new Object[] {a}, progress);
    }

    /**
     * The results of all these, in their order: each as {@link #apply} gives it. A second tier is first asked, in few
     * messages, for all that the heap does not have.
     */
    public Map<A, R> getAll(Collection<? extends A> arguments) {
        List<Object[]> all = new ArrayList<>(arguments.size());
        arguments.forEach(a -> all.add(new Object[] {a}));
        fetch(all);
        Map<A, R> results = new LinkedHashMap<>();
        arguments.forEach(a -> results.put(a, apply(a)));
        return results;
    }

    /**
     * Drops the results whose arguments match, and keeps computations under way whose arguments match from storing
     * theirs. The condition runs under no lock; it gets {@code null} for an argument that is not part of the key. If it
     * throws, some of the results may have been dropped. Returns how many were.
     */
    @SuppressWarnings("unchecked")
    public int invalidateIf(Predicate<? super A> condition) {
        return dropIf(arguments -> condition.test((A) arguments[0]));
    }
}
