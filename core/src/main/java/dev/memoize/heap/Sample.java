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

    Sample(int hash) {
        super(hash);
    }
}
