package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What holds for every memo, whatever its configuration. Each of its rules gets a memo of its own. */
public final class Contract {
    /**
     * @param times of which the refresh, if there is one, is carried out by the caller that asks for it
     * @param nanos moves the memo's time; without effect where there are no times
     */
    public record Configuration(
            String name,
            int maxSize,
            boolean lru,
            boolean typed,
            Times times,
            boolean singleFlight,
            AtomicLong nanos,
            Supplier<Subject> maker) {}

    /** Nanoseconds, 0 for none; the ttl and the refresh are longer than the access time if that is there. */
    public record Times(long ttl, double jitter, long access, long refresh, long stale) {
        boolean expire() {
            return ttl != 0 || access != 0;
        }

        private static long atLeast(long time, double jitter) {
            return (long) (time * (1 - jitter)) - 1;
        }

        /** For how long a new result is there for sure if nobody asks. */
        long sure() {
            return access == 0 ? atLeast(ttl, jitter) : Math.min(access - 1, ttl == 0 ? access : atLeast(ttl, jitter));
        }

        /** After how long without a call a result has ended for sure. */
        long gone() {
            return access == 0 ? ttl : access;
        }
    }

    private Contract() {}

    public static void check(Configuration configuration, long seed) throws Exception {
        new CallRules(configuration).check();
        new ChangeRules(configuration).check();
        new TimeRules(configuration).check();
        new FlightRules(configuration).check();
        new TraceRules(configuration, seed).check();
    }

    /** Slow where {@code maxSize} is large, hence not a part of {@link #check}. */
    public static void checkThatMoreThanMaxSizeIsEvicted(Configuration configuration) {
        Subject memo = configuration.maker().get();
        int calls = configuration.maxSize() + configuration.maxSize() / 4 + 10;
        for (int i = 0; i < calls; i++) {
            assertEquals((long) i, memo.call(i));
            assertEquals((long) i, memo.call(i));
        }
        Counts counts = memo.counts();
        // COST_AWARE may let a result go at once that took less than all others; the second call then misses, too.
        long again = configuration.name().contains("COST_AWARE") ? counts.misses() - calls : 0;
        assertTrue(again >= 0 && again <= calls / 4, () -> configuration.name() + counts);
        assertEquals(
                new Counts(calls - again, calls + again, configuration.maxSize(), configuration.maxSize()),
                counts,
                configuration.name());
        assertEquals(0, memo.pending());
    }
}
