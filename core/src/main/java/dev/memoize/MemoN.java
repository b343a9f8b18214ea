package dev.memoize;

import dev.memoize.memo.Memoized;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A memo whose arguments are not known to the compiler: what {@link Memo#of(java.lang.reflect.Method)} and
 * {@link Memos#all()} give. Thread-safe.
 */
public class MemoN extends Memo {
    MemoN(Memoized target) {
        super(target, NO_ARGUMENTS);
    }

    static MemoN of(Memoized target) {
        return new MemoN(target);
    }

    /**
     * Calls the memoized method, with the instance first if it has one, and throws what it throws. Throws
     * {@link IllegalStateException} for a function, which only its own handle can call.
     */
    public @Nullable Object call(Object... arguments) throws Throwable {
        return checked(target().method().call(), arguments).invokeWithArguments(arguments);
    }

    /**
     * Calls the original, with the instance first if it has one. Remembers nothing and counts nothing; throws what the
     * method throws.
     */
    public @Nullable Object callWrapped(Object... arguments) throws Throwable {
        return checked(target().method().body(), arguments).invokeWithArguments(arguments);
    }

    private static MethodHandle checked(MethodHandle method, Object[] arguments) {
        int wanted = method.type().parameterCount();
        if (arguments.length != wanted) {
            throw new IllegalArgumentException("got " + arguments.length + " arguments; this memo takes " + wanted);
        }
        return method.asFixedArity();
    }

    /** The stored result, or {@code null} if there is none; counts nothing and refreshes nothing. */
    public @Nullable Object peek(Object... arguments) {
        return stored(arguments);
    }

    /** Stores a result as if it had been computed now. */
    public void put(Object[] arguments, @Nullable Object result) {
        store(arguments, result);
    }

    /**
     * Stores all these results as if they had been computed now, in the map's order. Each key is the list of the
     * arguments.
     */
    public void preload(Map<? extends List<?>, ?> results) {
        preload(results, stored -> {});
    }

    /**
     * The same, and tells {@code progress} how many results are stored so far: on this thread, after every thousand and
     * at the end. What it throws ends the preloading.
     */
    public void preload(Map<? extends List<?>, ?> results, IntConsumer progress) {
        storeAll(results, arguments -> ((List<?>) arguments).toArray(), progress);
    }

    /**
     * The results of all these lists of arguments, in their order: each as {@link #call} gives it, and with its
     * exceptions. A second tier is first asked, in few messages, for all that the heap does not have.
     */
    public <K extends List<?>> Map<K, @Nullable Object> getAll(Collection<? extends K> arguments) throws Throwable {
        MethodHandle method = target().method().call();
        List<Object[]> all = new ArrayList<>(arguments.size());
        for (K a : arguments) {
            all.add(a.toArray());
            checked(method, all.get(all.size() - 1));
        }
        fetch(all);
        Map<K, @Nullable Object> results = new LinkedHashMap<>();
        int i = 0;
        for (K a : arguments) {
            results.put(a, call(all.get(i++)));
        }
        return results;
    }

    /** Drops the result, and keeps a computation under way from storing its own. Returns whether there was a result. */
    public boolean invalidate(Object... arguments) {
        return drop(arguments);
    }

    /**
     * Drops the results whose arguments match, and keeps computations under way whose arguments match from storing
     * theirs. The condition runs under no lock; it gets {@code null} for an argument that is not part of the key. If it
     * throws, some of the results may have been dropped. Returns how many were.
     */
    public int invalidateIf(Predicate<Object[]> condition) {
        return dropIf(condition);
    }
}
