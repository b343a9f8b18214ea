package dev.memoize.output;

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
 * what a writer has to say is said by a thread that the end of the process waits for, and at exit on standard error.
 */
public final class Warnings {
    private final String logger;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    // Topic to message: to be told, and being told to a logger. Both guarded by this object.
    private final Map<String, String> noted = new HashMap<>();
    private final Map<String, String> logging = new HashMap<>();

    /** @param logger the name of the {@link System.Logger} that is told */
    public Warnings(String logger) {
        this.logger = logger;
    }

    /** Warns unless it has warned about that topic before. Throws nothing. */
    public void once(String topic, String message) {
        if (said.add(topic)) {
            log(message);
        }
    }

    /** Notes a warning that {@link #tell} is to tell; false if it has warned about that topic before. */
    public boolean note(String topic, String message) {
        boolean first = said.add(topic);
        if (first) {
            synchronized (this) {
                noted.put(topic, message);
            }
        }
        return first;
    }

    /** Tells what was noted. */
    public void tell(String topic) {
        Runnable telling = () -> {
            String message = claim(topic);
            if (message != null) {
                log(message);
                told(topic);
            }
        };
        try {
            Thread thread = new Thread(null, telling, logger + "-warning", 0, false);
            thread.setDaemon(false);
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
            thread.start();
        } catch (OutOfMemoryError e) {
            telling.run();
        }
    }

    private synchronized @Nullable String claim(String topic) {
        String message = noted.remove(topic);
        if (message != null) {
            logging.put(topic, message);
        }
        return message;
    }

    private synchronized void told(String topic) {
        logging.remove(topic);
    }

    private synchronized boolean isBusy() {
        return !noted.isEmpty() || !logging.isEmpty();
    }

    /** Waits until everything is told, for a second at most. */
    public void awaitTold() {
        long start = System.nanoTime();
        while (isBusy() && System.nanoTime() - start < 1_000_000_000L) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /**
     * Tells all at exit. What a logger is being told just now, which takes a {@link System#exit} at that very moment,
     * it may swallow: that is told twice rather than never.
     */
    public void tellAtExit() {
        Map<String, String> all;
        synchronized (this) {
            all = new HashMap<>(noted);
            noted.clear();
            all.putAll(logging);
        }
        awaitTold();
        all.values().forEach(message -> System.err.println("WARNING: " + logger + ": " + message));
    }

    private void log(String message) {
        try {
            System.getLogger(logger).log(System.Logger.Level.WARNING, message);
        } catch (Throwable t) {
            // There is nobody left to tell.
            return;
        }
    }
}
