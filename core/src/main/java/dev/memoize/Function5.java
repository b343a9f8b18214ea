package dev.memoize;

/** What {@link java.util.function.BiFunction} is, for five arguments. */
@FunctionalInterface
public interface Function5<A, B, C, D, E, R> {
    R apply(A a, B b, C c, D d, E e);
}
