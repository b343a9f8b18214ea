package dev.memoize.heap;

import java.lang.ref.WeakReference;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one daemon thread behind all memos whose results expire: it keeps the {@link CoarseClock} and removes what has
 * expired, also if no call comes by.
 *
 * <p>It runs while there is a heap with a result that may expire, and ends with the last one. It refers to heaps
 * weakly, except to the one that it is looking at, and runs no user code: heaps with a ticker of the user's are not its
 * own.
 */
final class Timekeeper implements Runnable {
    private static final int TICKS_BETWEEN_ROUNDS = 25;

    /** Guards everything here. Taken under no heap's monitor, and no heap's monitor is taken under it. */
    private static final Object LOCK = new Object();

    private static final List<WeakReference<Heap>> WATCHED = new ArrayList<>();
    private static @Nullable Thread thread;

    private Timekeeper() {}

    /** Looks after the heap until it is empty or gone. {@code false} if there cannot be another thread. */
    static boolean watch(Heap heap) {
        synchronized (LOCK) {
            if (thread == null && !start()) {
                return false;
            }
            WATCHED.add(new WeakReference<>(heap));
            return true;
        }
    }

    /** Without a thread hits read the precise time, and expired results leave when somebody asks for them. */
    private static boolean start() {
        try {
            Thread t = privileged(() -> new Thread(null, new Timekeeper(), "memoize-time", 0, false));
            t.setContextClassLoader(null);
            t.setDaemon(true);
            t.start();
            thread = t;
            CoarseClock.SYSTEM.advance();
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    /**
     * A thread inherits the protection domains of whoever is on the stack, and with them their loaders: a memo of such
     * a loader would keep the thread alive, and the thread the memo.
     */
    @SuppressWarnings("removal") // there is no other way to hinder that before JDK 24, which inherits nothing
    private static Thread privileged(PrivilegedAction<Thread> action) {
        return AccessController.doPrivileged(action);
    }

    static boolean isRunning() {
        synchronized (LOCK) {
            return thread != null;
        }
    }

    @Override
    public void run() {
        try {
            for (int tick = 1; tick % TICKS_BETWEEN_ROUNDS != 0 || round(); tick++) {
                Thread.sleep(CoarseClock.TICK / 1_000_000);
                CoarseClock.SYSTEM.advance();
            }
        } catch (InterruptedException e) {
            // Nobody has a reason to; the next result that may expire starts another one.
        } finally {
            synchronized (LOCK) {
                if (thread == Thread.currentThread()) {
                    end();
                }
            }
        }
    }

    private static void end() {
        thread = null;
        for (WeakReference<Heap> ref : WATCHED) {
            Heap heap = ref.get();
            Sweep sweep = heap == null ? null : heap.sweep();
            if (sweep != null) {
                sweep.unwatched();
            }
        }
        WATCHED.clear();
        CoarseClock.SYSTEM.stop();
    }

    /** {@code false} if there is nothing left to look after. */
    private static boolean round() {
        List<WeakReference<Heap>> all;
        synchronized (LOCK) {
            all = new ArrayList<>(WATCHED);
        }
        Set<WeakReference<Heap>> done = new HashSet<>();
        for (WeakReference<Heap> ref : all) {
            if (!sweep(ref)) {
                done.add(ref);
            }
        }
        synchronized (LOCK) {
            WATCHED.removeIf(done::contains);
            if (!WATCHED.isEmpty()) {
                return true;
            }
            end();
            return false;
        }
    }

    private static boolean sweep(WeakReference<Heap> ref) {
        Heap heap = ref.get();
        Sweep sweep = heap == null ? null : heap.sweep();
        try {
            return heap != null && sweep != null && sweep.runIfDue(heap, System.nanoTime());
        } catch (OutOfMemoryError e) {
            // The next round may have more luck.
            return true;
        }
    }
}
