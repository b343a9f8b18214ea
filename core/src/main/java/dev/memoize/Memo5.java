package dev.memoize;

import dev.memoize.memo.Memoized;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The memo of a method or function of five arguments, an instance included where it is one of them.
 *
 * <p>Thread-safe. Everything but {@link #apply} is for management: it boxes, and is not meant for the fast path.
 */
public final class Memo5<A, B, C, D, E, R> extends Memo implements Function5<A, B, C, D, E, R> {
    private final Fn5<A, B, C, D, E, R> call;
    private final Fn5<A, B, C, D, E, R> body;

    Memo5(Memoized target, Object[] receiver, Fn5<A, B, C, D, E, R> call, Fn5<A, B, C, D, E, R> body) {
        super(target, receiver);
        this.call = call;
        this.body = body;
    }

    /** Calls the memoized method, and throws what it throws, checked exceptions included. */
    @Override
    public R apply(A a, B b, C c, D d, E e) {
        try {
            return call.apply(a, b, c, d, e);
        } catch (Throwable t) {
            throw rethrow(t);
        }
    }

    /**
     * The original, which remembers nothing and counts nothing. It throws what the method throws, checked exceptions
     * included.
     */
    public Function5<A, B, C, D, E, R> wrapped() {
        return (a, b, c, d, e) -> {
            try {
                return body.apply(a, b, c, d, e);
            } catch (Throwable t) {
                throw rethrow(t);
            }
        };
    }

    /** The stored result, or {@code null} if there is none; counts nothing and refreshes nothing. */
    @SuppressWarnings("unchecked")
    public @Nullable R peek(A a, B b, C c, D d, E e) {
        return (R) stored(new Object[] {a, b, c, d, e});
    }

    /** Stores a result as if it had been computed now. */
    public void put(A a, B b, C c, D d, E e, R result) {
        store(new Object[] {a, b, c, d, e}, result);
    }

    /** Drops the result, and keeps a computation under way from storing its own. Returns whether there was a result. */
    public boolean invalidate(A a, B b, C c, D d, E e) {
        return drop(new Object[] {a, b, c, d, e});
    }

    /**
     * Stores all these results as if they had been computed now, in the map's order. Each key is the list of the five
     * arguments.
     */
    public void preload(Map<? extends List<?>, ? extends R> results) {
        preload(results, stored -> {});
    }

    /**
     * The same, and tells {@code progress} how many results are stored so far: on this thread, after every thousand and
     * at the end. What it throws ends the preloading.
     */
    public void preload(Map<? extends List<?>, ? extends R> results, IntConsumer progress) {
        storeAll(results, arguments -> ((List<?>) arguments).toArray(), progress);
    }

    /**
     * The results of all these lists of arguments, in their order: each as {@link #apply} gives it. A second tier is
     * first asked, in few messages, for all that the heap does not have.
     */
    @SuppressWarnings("unchecked")
    public <K extends List<?>> Map<K, R> getAll(Collection<? extends K> arguments) {
        List<Object[]> all = new ArrayList<>(arguments.size());
        arguments.forEach(a -> all.add(checked(a.toArray(), 5)));
        fetch(all);
        Map<K, R> results = new LinkedHashMap<>();
        int i = 0;
        for (K a : arguments) {
            Object[] x = all.get(i++);
            results.put(a, apply((A) x[0], (B) x[1], (C) x[2], (D) x[3], (E) x[4]));
        }
        return results;
    }

    /**
     * Drops the results whose arguments match, and keeps computations under way whose arguments match from storing
     * theirs. The condition runs under no lock; it gets {@code null} for an argument that is not part of the key. If it
     * throws, some of the results may have been dropped. Returns how many were.
     */
    @SuppressWarnings("unchecked")
    public int invalidateIf(Predicate5<? super A, ? super B, ? super C, ? super D, ? super E> condition) {
        return dropIf(arguments -> condition.test(
                (A) arguments[0], (B) arguments[1], (C) arguments[2], (D) arguments[3], (E) arguments[4]));
    }
}
