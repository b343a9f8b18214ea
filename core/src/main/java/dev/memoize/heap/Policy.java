package dev.memoize.heap;

import org.jspecify.annotations.Nullable;

/**
 * Decides which live entry goes when there are too many. Guarded by its {@link Heap}; runs no user code.
 *
 * <p>Every method must leave the policy whole when it throws: the caller may be near the end of its stack or of the
 * heap.
 */
interface Policy {
    /**
     * Takes a live entry that was used just now.
     *
     * @param cost what it took to compute, in nanoseconds or whatever other costs are in; 0 if that is not known
     */
    void add(Entry entry, float cost);

    /** The entry to evict, no longer held here; dead entries are skipped. {@code null} if there is none. */
    @Nullable
    Entry victim();

    /** Says that an entry it holds died, so that it does not keep more dead entries than live ones. */
    void died(Entry entry);

    /** Says how many entries there may be from now on. Those that are too many are asked for by {@link #victim}. */
    void resize(int capacity);

    void clear();
}
