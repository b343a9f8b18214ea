package dev.memoize;

/** What {@link java.util.function.BiPredicate} is, for three arguments. */
@FunctionalInterface
public interface Predicate3<A, B, C> {
    boolean test(A a, B b, C c);
}
