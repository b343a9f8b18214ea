package dev.memoize;

/** What {@link java.util.function.BiFunction} is, for four arguments. */
@FunctionalInterface
public interface Function4<A, B, C, D, R> {
    R apply(A a, B b, C c, D d);
}
