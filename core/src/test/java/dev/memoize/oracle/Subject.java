package dev.memoize.oracle;

import dev.memoize.Memo;

/** A memoized function that a trace is replayed on, its arguments and results boxed. */
interface Subject {
    Object call(Object[] arguments);

    Object callOriginal(Object[] arguments);

    /** Looks without touching. */
    Object peek(Object[] arguments);

    Memo memo();

    /** What the body returns as its result number {@code ordinal}: another value, or the same instance, each time. */
    default Object result(int ordinal) {
        return "result " + ordinal;
    }

    /** What runs when the function really is called. */
    interface Body {
        Object run(Object... arguments);
    }
}
