package dev.memoize.output;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The daemon thread that writes an {@link Outbox} every tenth of a second, and the hook that writes the rest at exit.
 *
 * <p>Both are there only while there is something to write: after half a minute of silence the thread ends and takes
 * the hook with it, so that neither keeps a class loader alive that this class was loaded by. What comes next starts it
 * anew.
 */
public final class Writer implements Runnable {
    private static final long FLUSH_NANOS = 100_000_000L;
    private static final int IDLE_ROUNDS = 300;

    private final Outbox outbox;
    private final Thread hook;
    private final Thread thread;

    private Writer(Outbox outbox, String name) {
        this.outbox = outbox;
        this.hook = new Thread(null, outbox::close, name + "-exit", 0, false);
        hook.setContextClassLoader(null);
        this.thread = new Thread(null, this, name, 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
    }

    /** Does not wait for the next tenth of a second. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    /**
     * Starts one; null if there can be no more threads.
     *
     * @param name of its thread
     * @throws IllegalStateException when the process is about to end
     */
    public static @Nullable Writer start(Outbox outbox, String name) {
        return privileged(() -> {
            Writer writer = new Writer(outbox, name);
            Runtime.getRuntime().addShutdownHook(writer.hook);
            try {
                writer.thread.start();
                return writer;
            } catch (OutOfMemoryError e) {
                Runtime.getRuntime().removeShutdownHook(writer.hook);
                return null;
            }
        });
    }

    /** A thread inherits, for ever, the protection domains of whoever is on the stack, and with them their loaders. */
    @SuppressWarnings("removal") // there is no other way to hinder that before JDK 24, which inherits nothing
    private static @Nullable Writer privileged(PrivilegedAction<@Nullable Writer> action) {
        return AccessController.doPrivileged(action);
    }

    @Override
    public void run() {
        int idle = 0;
        while (idle < IDLE_ROUNDS || !outbox.retire()) {
            try {
                idle = outbox.flush(1) ? 0 : idle + 1;
            } catch (Throwable t) {
                // Out of memory, say. What is left is written in the next round, or at exit.
                outbox.lost();
            }
            LockSupport.parkNanos(this, FLUSH_NANOS);
            Thread.interrupted();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends, and the hook runs.
            return;
        }
    }
}
