package dev.memoize;

import dev.memoize.memo.Memoized;

/** The memo of a function with primitive arguments or results, and the function itself. */
public final class MemoOf<F> extends MemoN {
    private final F function;
    private final F wrapped;

    MemoOf(Memoized target, F function, F wrapped) {
        super(target);
        this.function = function;
        this.wrapped = wrapped;
    }

    /** The memoized function. A hit boxes nothing and allocates nothing. */
    public F function() {
        return function;
    }

    /** The original, which remembers nothing and counts nothing. */
    public F wrapped() {
        return wrapped;
    }
}
