package dev.memoize;

import dev.memoize.memo.Memoized;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The memo of a function of two arguments that takes or gives a primitive, and the function itself.
 *
 * <p>Thread-safe. Everything but {@link #function()} is for management: it boxes, and is not meant for the fast path.
 *
 * @param <F> the type of the function
 */
public final class MemoOf2<F, A, B, R> extends Memo {
    private final F function;
    private final F wrapped;
    private final Function3<F, A, B, R> call;

    /** @param call calls such a function */
    MemoOf2(Memoized target, F function, F wrapped, Function3<F, A, B, R> call) {
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
    public @Nullable R peek(A a, B b) {
        return (R) stored(new Object[] {a, b});
    }

    /** Stores a result as if it had been computed now. */
    public void put(A a, B b, R result) {
        store(new Object[] {a, b}, result);
    }

    /**
     * Stores all these results as if they had been computed now, in the map's order. Each key is the list of the two
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
     * The results of all these lists of arguments, in their order: each as {@link #function()} gives it. A second tier
     * is first asked, in few messages, for all that the heap does not have.
     */
    @SuppressWarnings("unchecked")
    public <K extends List<?>> Map<K, R> getAll(Collection<? extends K> arguments) {
        List<Object[]> all = new ArrayList<>(arguments.size());
        arguments.forEach(a -> all.add(checked(a.toArray(), 2)));
        fetch(all);
        Map<K, R> results = new LinkedHashMap<>();
        int i = 0;
        for (K a : arguments) {
            Object[] x = all.get(i++);
            results.put(a, call.apply(function, (A) x[0], (B) x[1]));
        }
        return results;
    }

    /** Drops the result, and keeps a computation under way from storing its own. Returns whether there was a result. */
    public boolean invalidate(A a, B b) {
        return drop(new Object[] {a, b});
    }

    /**
     * Drops the results whose arguments match, and keeps computations under way whose arguments match from storing
     * theirs. The condition runs under no lock. Returns how many results were dropped.
     */
    @SuppressWarnings("unchecked")
    public int invalidateIf(BiPredicate<? super A, ? super B> condition) {
        return dropIf(arguments -> condition.test((A) arguments[0], (B) arguments[1]));
    }
}
