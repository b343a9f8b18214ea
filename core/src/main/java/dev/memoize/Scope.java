package dev.memoize;

/** Whose results an instance method's memo keeps apart. */
public enum Scope {
    /** Each instance has a cache of its own, which dies with the instance. */
    INSTANCE,

    /**
     * One cache for all instances, with the instance as the first part of the key, compared by {@code equals}. This is
     * what {@code lru_cache} does on a method; as there, an entry keeps its instance alive until it is evicted.
     */
    CLASS
}
