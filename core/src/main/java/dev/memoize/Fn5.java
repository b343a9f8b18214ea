package dev.memoize;

import java.io.Serializable;

/**
 * A method reference of five arguments, such as {@link Memo#of(Fn5)} takes: serializable, so that the method behind it
 * can be told.
 */
@FunctionalInterface
public interface Fn5<A, B, C, D, E, R> extends Serializable {
    R apply(A a, B b, C c, D d, E e) throws Throwable;
}
