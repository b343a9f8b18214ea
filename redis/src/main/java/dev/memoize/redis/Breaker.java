package dev.memoize.redis;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Leaves a server alone that does not answer: open after some consecutive failures, closed after two good probes. Calls
 * are never used as probes. Thread-safe; logs one line for each change.
 */
final class Breaker {
    private static final System.Logger LOG = System.getLogger("dev.memoize.redis");
    private static final int GOOD_PROBES = 2;

    private final String what;
    private final int threshold;
    private final Runnable opened;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger goodProbes = new AtomicInteger();
    private final AtomicBoolean open = new AtomicBoolean();

    /** @param opened called, by whoever failed, when it opens */
    Breaker(String what, int threshold, Runnable opened) {
        this.what = what;
        this.threshold = threshold;
        this.opened = opened;
    }

    boolean isClosed() {
        return !open.get();
    }

    void succeeded() {
        if (failures.get() != 0 && isClosed()) {
            failures.set(0);
        }
    }

    void failed(String why) {
        if (failures.incrementAndGet() >= threshold && open.compareAndSet(false, true)) {
            goodProbes.set(0);
            LOG.log(
                    Level.WARNING,
                    () -> what + " suspended after " + threshold + " failures in a row, the last one: " + why);
            opened.run();
        }
    }

    void probed(boolean good) {
        if (!good) {
            goodProbes.set(0);
        } else if (goodProbes.incrementAndGet() >= GOOD_PROBES && open.get()) {
            failures.set(0);
            open.set(false);
            LOG.log(Level.INFO, () -> what + " resumed");
        }
    }
}
