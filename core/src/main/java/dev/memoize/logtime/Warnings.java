package dev.memoize.logtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Says each thing once, under no lock, for a logger is other people's code.
 *
 * <p>Loggers close themselves at exit, at the same time as we write the rest, and swallow what they are told then. So
 * what the journal has to say is said by a thread that the end of the process waits for, and at exit on standard error.
 */
final class Warnings {
    static final String LOGGER = "dev.memoize.logtime";

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    // Topic to message: to be told, and being told to a logger. Both guarded by the class.
    private static final Map<String, String> NOTED = new HashMap<>();
    private static final Map<String, String> LOGGING = new HashMap<>();

    private Warnings() {}

    /** Warns unless it has warned about that topic before. Throws nothing. */
    static void once(String topic, String message) {
        if (SAID.add(topic)) {
            log(message);
        }
    }

    /** Notes a warning that {@link #tell} is to tell; false if it has warned about that topic before. */
    static boolean note(String topic, String message) {
        boolean first = SAID.add(topic);
        if (first) {
            synchronized (Warnings.class) {
                NOTED.put(topic, message);
            }
        }
        return first;
    }

    /** Tells what was noted. */
    static void tell(String topic) {
        Runnable telling = () -> {
            String message = claim(topic);
            if (message != null) {
                log(message);
                told(topic);
            }
        };
        try {
            Thread thread = new Thread(null, telling, "memoize-logtime-warning", 0, false);
            thread.setDaemon(false);
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
            thread.start();
        } catch (OutOfMemoryError e) {
            telling.run();
        }
    }

    private static synchronized @Nullable String claim(String topic) {
        String message = NOTED.remove(topic);
        if (message != null) {
            LOGGING.put(topic, message);
        }
        return message;
    }

    private static synchronized void told(String topic) {
        LOGGING.remove(topic);
    }

    private static synchronized boolean isBusy() {
        return !NOTED.isEmpty() || !LOGGING.isEmpty();
    }

    /** Waits until everything is told, for a second at most. */
    static void awaitTold() {
        long start = System.nanoTime();
        while (isBusy() && System.nanoTime() - start < 1_000_000_000L) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /**
     * Tells all at exit. What a logger is being told just now, which takes a {@link System#exit} at that very moment,
     * it may swallow: that is told twice rather than never.
     */
    static void tellAtExit() {
        Map<String, String> all;
        synchronized (Warnings.class) {
            all = new HashMap<>(NOTED);
            NOTED.clear();
            all.putAll(LOGGING);
        }
        awaitTold();
        all.values().forEach(message -> System.err.println("WARNING: " + LOGGER + ": " + message));
    }

    private static void log(String message) {
        try {
            System.getLogger(LOGGER).log(System.Logger.Level.WARNING, message);
        } catch (Throwable t) {
            // There is nobody left to tell.
            return;
        }
    }
}
