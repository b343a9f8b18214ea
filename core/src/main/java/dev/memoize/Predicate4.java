package dev.memoize;

/** What {@link java.util.function.BiPredicate} is, for four arguments. */
@FunctionalInterface
public interface Predicate4<A, B, C, D> {
    boolean test(A a, B b, C c, D d);
}
