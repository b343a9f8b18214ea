package dev.memoize;

import java.io.Serializable;

/**
 * A method reference of four arguments, such as {@link Memo#of(Fn4)} takes: serializable, so that the method behind it
 * can be told.
 */
@FunctionalInterface
public interface Fn4<A, B, C, D, R> extends Serializable {
    R apply(A a, B b, C c, D d) throws Throwable;
}
