package dev.memoize.memo;

/**
 * A memo as the matrix sees it, whatever its keys look like: a key is an {@code int} that the shape turns into its own,
 * a result a {@code Long} or, where results are references, {@code null}.
 */
public interface Subject {
    /** What {@link #peek} says where nothing is stored. */
    Object ABSENT = new Object();

    /** What is memoized. */
    interface Body {
        Object compute(int key) throws Exception;
    }

    /** Says what the memoized function does from now on. */
    void body(Body body);

    Object call(int key);

    /** A call whose key is a number of that very type; only where {@link #takesAnyNumber}. */
    default Object call(Number key) {
        throw new UnsupportedOperationException();
    }

    default boolean takesAnyNumber() {
        return false;
    }

    Object peek(int key);

    void put(int key, Object result);

    boolean invalidate(int key);

    /** Drops the even keys, and returns how many there were. */
    int invalidateEven();

    void clear();

    void resize(int maxSize);

    Counts counts();

    /** Computations that the memo believes to be under way, and entries without a result. */
    int pending();

    /** Whether results may be {@code null}. */
    boolean hasReferenceResults();
}
