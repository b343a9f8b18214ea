package dev.memoize;

import java.io.Serializable;

/**
 * A method reference of three arguments, such as {@link Memo#of(Fn3)} takes: serializable, so that the method behind it
 * can be told.
 */
@FunctionalInterface
public interface Fn3<A, B, C, R> extends Serializable {
    R apply(A a, B b, C c) throws Throwable;
}
