package dev.memoize;

import java.io.Serializable;

/**
 * A method reference of no arguments, such as {@link Memo#of(Fn0)} takes: serializable, so that the method behind it
 * can be told.
 */
@FunctionalInterface
public interface Fn0<R> extends Serializable {
    R apply() throws Throwable;
}
