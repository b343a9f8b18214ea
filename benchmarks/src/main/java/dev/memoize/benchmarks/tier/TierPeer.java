package dev.memoize.benchmarks.tier;

/**
 * One cache with two tiers, as two caches: one with room in the heap for all items, and one that holds next to nothing
 * there, so that the server is asked. Both compute what is nowhere, with {@link Item#of}.
 */
interface TierPeer extends AutoCloseable {
    String name();

    /** {@code false} if it keeps nothing in the heap. */
    default boolean hasHeap() {
        return true;
    }

    /** {@code false} if it computes nothing. */
    default boolean computes() {
        return true;
    }

    /** Asked only if it {@link #hasHeap}. */
    default Item near(long id) {
        return far(id);
    }

    Item far(long id);

    @Override
    default void close() {}
}
