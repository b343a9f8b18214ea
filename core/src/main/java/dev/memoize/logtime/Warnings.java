package dev.memoize.logtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Says each thing once. Called under no lock, for a logger is other people's code. */
final class Warnings {
    static final String LOGGER = "dev.memoize.logtime";

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger TELLING = new AtomicInteger();

    private Warnings() {}

    /** Warns unless it has warned about that topic before. Throws nothing. */
    static void once(String topic, String message) {
        once(topic, message, false);
    }

    /**
     * As above. At exit the message goes to standard error, for loggers close themselves then, at the same time as we.
     */
    static void once(String topic, String message, boolean atExit) {
        try {
            if (!SAID.add(topic)) {
                return;
            }
            if (atExit) {
                System.err.println("WARNING: " + LOGGER + ": " + message);
            } else {
                System.getLogger(LOGGER).log(System.Logger.Level.WARNING, message);
            }
        } catch (Throwable t) {
            // There is nobody left to tell.
            return;
        }
    }

    /** There will be a warning, as soon as no lock is held. */
    static void toTell() {
        TELLING.incrementAndGet();
    }

    static void told() {
        TELLING.decrementAndGet();
    }

    /**
     * Waits until every warning has been told, for a second at most: the writer is a daemon, and may be telling one.
     */
    static void awaitTold() {
        long start = System.nanoTime();
        while (TELLING.get() > 0 && System.nanoTime() - start < 1_000_000_000L) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
