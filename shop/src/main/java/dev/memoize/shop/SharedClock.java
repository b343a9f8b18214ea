package dev.memoize.shop;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Microseconds that the processes of one machine agree on. Monotonic within a process. */
final class SharedClock {
    private static final long NANOS = System.nanoTime();
    private static final long MICROS = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());

    private SharedClock() {}

    static long micros() {
        return micros(System.nanoTime());
    }

    /** The same for an earlier reading of {@link System#nanoTime()}. */
    static long micros(long nanoTime) {
        return MICROS + Math.floorDiv(nanoTime - NANOS, 1000L);
    }
}
