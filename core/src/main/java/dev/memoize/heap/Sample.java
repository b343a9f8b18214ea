package dev.memoize.heap;

import org.jspecify.annotations.Nullable;

/** A key that {@link Shadows} follow. */
final class Sample extends Usage {
    /** A bit for each candidate that would have it resident. */
    int resident;

    /** The next one in its bucket. */
    @Nullable
    Sample next;

    /** The next younger one in line to be forgotten. */
    @Nullable
    Sample younger;

    /** Its stamp when it joined that line. */
    long lined;

    /** What it takes to compute; a guess that changes nothing if that is not known. */
    float cost;

    Sample(int hash) {
        super(hash);
    }
}
