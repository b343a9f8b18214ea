package dev.memoize;

import java.io.Serializable;

/**
 * A method reference of one argument, such as {@link Memo#of(Fn1)} takes: serializable, so that the method behind it
 * can be told.
 */
@FunctionalInterface
public interface Fn1<A, R> extends Serializable {
    R apply(A a) throws Throwable;
}
