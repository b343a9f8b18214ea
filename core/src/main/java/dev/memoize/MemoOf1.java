package dev.memoize;

import dev.memoize.memo.Memoized;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The memo of a function of one argument that takes or gives a primitive, and the function itself.
 *
 * <p>Thread-safe. Everything but {@link #function()} is for management: it boxes, and is not meant for the fast path.
 *
 * @param <F> the type of the function
 */
public final class MemoOf1<F, A, R> extends Memo {
    private final F function;
    private final F wrapped;
    private final BiFunction<F, A, R> call;

    /** @param call calls such a function */
    MemoOf1(Memoized target, F function, F wrapped, BiFunction<F, A, R> call) {
        super(target, NO_ARGUMENTS);
        this.function = function;
        this.wrapped = wrapped;
        this.call = call;
    }

    /** The memoized function. A hit boxes nothing and allocates nothing. */
    public F function() {
        return function;
    }

    /** The original, which remembers nothing and counts nothing. */
    public F wrapped() {
        return wrapped;
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

    /** Stores all these results as if they had been computed now, in the map's order. */
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
     * The results of all these, in their order: each as {@link #function()} gives it. A second tier is first asked, in
     * few messages, for all that the heap does not have.
     */
    public Map<A, R> getAll(Collection<? extends A> arguments) {
        List<Object[]> all = new ArrayList<>(arguments.size());
        arguments.forEach(a -> all.add(new Object[] {a}));
        fetch(all);
        Map<A, R> results = new LinkedHashMap<>();
        arguments.forEach(a -> results.put(a, call.apply(function, a)));
        return results;
    }

    /** Drops the result, and keeps a computation under way from storing its own. Returns whether there was a result. */
    public boolean invalidate(A a) {
        return drop(new Object[] {a});
    }

    /**
     * Drops the results whose arguments match, and keeps computations under way whose arguments match from storing
     * theirs. The condition runs under no lock. Returns how many results were dropped.
     */
    @SuppressWarnings("unchecked")
    public int invalidateIf(Predicate<? super A> condition) {
        return dropIf(arguments -> condition.test((A) arguments[0]));
    }
}
