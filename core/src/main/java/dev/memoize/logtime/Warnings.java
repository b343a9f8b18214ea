package dev.memoize.logtime;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says each thing once. Called under no lock, for a logger is other people's code. */
final class Warnings {
    static final String LOGGER = "dev.memoize.logtime";

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    /** Loggers close themselves at exit, at the same time as the journal does. */
    private static volatile boolean loggersAreClosing;

    private Warnings() {}

    static void loggersAreClosing() {
        loggersAreClosing = true;
    }

    /** Warns unless it has warned about that topic before. Throws nothing. */
    static void once(String topic, String message) {
        try {
            if (!SAID.add(topic)) {
                return;
            }
            if (loggersAreClosing) {
                System.err.println("WARNING: " + LOGGER + ": " + message);
            } else {
                System.getLogger(LOGGER).log(System.Logger.Level.WARNING, message);
            }
        } catch (Throwable t) {
            // There is nobody left to tell.
            return;
        }
    }
}
