package dev.memoize.memo;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a handle works on: one cache ({@link KeyedMemo}), or those of all instances ({@link Instances}), for which the
 * instance is the first argument.
 *
 * <p>Arguments and results are boxed here: nothing of this is on the path of a call.
 */
public interface Memoized {
    MemoizedMethod method();

    Counts counts();

    Work work();

    void clear();

    void resize(int maxSize);

    /** The stored result, or {@code absent}; counts nothing and refreshes nothing. */
    @Nullable
    Object peek(Object[] arguments, Object absent);

    void put(Object[] arguments, @Nullable Object result);

    /** {@link #put} of many; the second tier gets them in few messages. */
    void putAll(List<Object[]> arguments, List<@Nullable Object> results);

    /** Brings what the second tier has of these into the heap, in few messages. */
    void fetch(List<Object[]> arguments);

    /** Whether there was a result to drop. A computation under way is kept from storing. */
    boolean invalidate(Object[] arguments);

    /**
     * How many results were dropped, of those that carry the tag, from the heap alone. Computations under way that
     * carry it are kept from storing.
     */
    int invalidateTag(String tag);

    /** How many results were dropped. Computations under way whose arguments match are kept from storing. */
    int invalidateIf(Predicate<Object[]> condition);
}
