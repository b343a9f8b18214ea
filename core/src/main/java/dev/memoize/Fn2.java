package dev.memoize;

import java.io.Serializable;

/**
 * A method reference of two arguments, such as {@link Memo#of(Fn2)} takes: serializable, so that the method behind it
 * can be told.
 */
@FunctionalInterface
public interface Fn2<A, B, R> extends Serializable {
    R apply(A a, B b) throws Throwable;
}
