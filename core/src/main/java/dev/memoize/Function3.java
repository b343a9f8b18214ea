package dev.memoize;

/** What {@link java.util.function.BiFunction} is, for three arguments. */
@FunctionalInterface
public interface Function3<A, B, C, R> {
    R apply(A a, B b, C c);
}
