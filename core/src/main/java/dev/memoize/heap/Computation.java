package dev.memoize.heap;

/**
 * What brings an entry its result, and counts the computations that may do so: here rather than in the entry, which it
 * makes fit a cache line.
 */
public abstract class Computation {
    /** How many computations under way may still publish to the entry that holds this one. Guarded by the heap. */
    public int underWay;
}
