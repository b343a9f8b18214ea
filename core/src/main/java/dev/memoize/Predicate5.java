package dev.memoize;

/** What {@link java.util.function.BiPredicate} is, for five arguments. */
@FunctionalInterface
public interface Predicate5<A, B, C, D, E> {
    boolean test(A a, B b, C c, D d, E e);
}
