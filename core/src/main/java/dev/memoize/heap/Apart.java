package dev.memoize.heap;

import org.jspecify.annotations.Nullable;

/**
 * Keeps what every hit reads out of the cache lines of what every miss writes, which would have to move from one
 * processor to another each time. Nobody reads or writes these fields; those that are small fill the gaps that
 * subclasses' fields would be laid into.
 */
@SuppressWarnings("unused")
class Apart extends Uses {
    private boolean gap0;
    private boolean gap1;
    private boolean gap2;
    private long p0;
    private long p1;
    private long p2;
    private long p3;
    private long p4;
    private long p5;
    private long p6;
    private long p7;
    private long p8;
    private long p9;
    private long p10;
    private long p11;
    private long p12;
    private long p13;
    private long p14;
    private long p15;

    Apart(
            int maxSize,
            @Nullable Expiry expiry,
            boolean looksTwice,
            @Nullable Accesses accesses,
            @Nullable Layout layout,
            int lastStamp) {
        super(maxSize, expiry, looksTwice, accesses, layout, lastStamp);
    }
}
