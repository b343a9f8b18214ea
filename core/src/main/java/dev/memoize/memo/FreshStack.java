package dev.memoize.memo;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A large stack on which the recursion of another thread goes on while that thread waits. To the engine both are one
 * caller: a flight belongs to {@link #caller()}.
 *
 * <p>It serves one caller, one computation after the other, so that a recursion that goes up and down around the end of
 * a stack does not start a thread each time. It ends when that caller's outermost computation does.
 */
final class FreshStack extends Thread {
    /** What a level may take on average, frames of the interpreter included. One of a few calls takes 300 bytes. */
    static final int BYTES_PER_LEVEL = 8 << 10;

    static final int LEVELS = 8192;

    /** Reserved, not used: the operating system gives memory to what is touched. */
    private static final long BYTES = (long) LEVELS * BYTES_PER_LEVEL;

    /** Only for a caller that could not say that it has ended: its own stack overflowed. */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int GONE = 2;

    private static final Set<FreshStack> ALL = ConcurrentHashMap.newKeySet();

    final Descent descent = Descent.ofFreshStack();
    private final Thread caller;
    private final AtomicInteger state = new AtomicInteger(BUSY);

    private volatile @Nullable Work work;

    private volatile int firstLevel;

    /** For the next levels of that caller. */
    FreshStack(Thread caller) {
        this(caller, BYTES, true);
    }

    FreshStack(Thread caller, long bytes, boolean inheritThreadLocals) {
        super(null, null, "memoize-stack of " + caller.getName(), bytes, inheritThreadLocals);
        this.caller = caller;
        setDaemon(true);
    }

    /** Whom the current thread computes for: itself, unless it is a fresh stack. */
    static Thread caller() {
        Thread current = Thread.currentThread();
        return current instanceof FreshStack ? ((FreshStack) current).caller : current;
    }

    /** The id of the thread for which that thread computes. */
    static long callerOf(long thread) {
        for (FreshStack stack : ALL) {
            if (stack.getId() == thread) {
                return stack.caller.getId();
            }
        }
        return thread;
    }

    /** The id of the thread on whose stack that caller is now. */
    static long activeOf(long callerId) {
        long active = callerId;
        int deepest = 0;
        for (FreshStack stack : ALL) {
            if (stack.caller.getId() == callerId && stack.state.get() == BUSY && stack.firstLevel > deepest) {
                deepest = stack.firstLevel;
                active = stack.getId();
            }
        }
        return active;
    }

    /** Whether it is free for the next computation, which the current thread then has to bring. */
    boolean take() {
        return state.compareAndSet(IDLE, BUSY);
    }

    /** Ends the thread, which has nothing to do. */
    void dismiss() {
        if (state.compareAndSet(IDLE, GONE)) {
            LockSupport.unpark(this);
        }
    }

    /** Has the task, which does not throw, run here as the computation of that level, and waits for the end of it. */
    void run(Runnable task, int level) {
        Work mine = null;
        try {
            Thread waiter = Thread.currentThread();
            setContextClassLoader(waiter.getContextClassLoader());
            firstLevel = level;
            mine = new Work(this, task, level, waiter);
        } finally {
            work = mine;
            if (mine == null) {
                state.set(GONE);
            }
            LockSupport.unpark(this);
        }
        mine.await();
    }

    @Override
    public void run() {
        ALL.add(this);
        try {
            while (await()) {
                Work mine = work;
                if (mine != null) {
                    work = null;
                    mine.run();
                }
            }
        } finally {
            ALL.remove(this);
            descent.close();
        }
    }

    /** Waits for something to do; {@code false} to end. */
    private boolean await() {
        long end = System.nanoTime() + IDLE_NANOS;
        while (work == null) {
            LockSupport.parkNanos(this, IDLE_NANOS);
            // Whatever it is, it is not the body's: that gets its interrupts when it has begun.
            Thread.interrupted();
            if (state.get() == GONE || (System.nanoTime() - end >= 0 && state.compareAndSet(IDLE, GONE))) {
                return false;
            }
        }
        return true;
    }

    /** One computation, and the wait for it. */
    private static final class Work {
        private final FreshStack stack;
        private final Runnable task;
        private final int level;
        private final Thread waiter;

        private volatile boolean done;

        /** Guarded by this, as are the changes of {@link #done}. */
        private boolean begun;

        /** Whether the side whose turn it is has yet to be told of an interrupt. Guarded by this. */
        private boolean interrupted;

        Work(FreshStack stack, Runnable task, int level, Thread waiter) {
            this.stack = stack;
            this.task = task;
            this.level = level;
            this.waiter = waiter;
            this.interrupted = Thread.interrupted();
        }

        void run() {
            stack.descent.begin(level);
            begin();
            try {
                task.run();
            } catch (Throwable t) {
                // The stack ended before the task could keep what its body threw; the waiter sees that it has nothing.
            } finally {
                // Idle first: whoever sees the end may bring the next at once.
                stack.state.set(IDLE);
                end();
                LockSupport.unpark(waiter);
            }
        }

        private synchronized void begin() {
            begun = true;
            if (interrupted) {
                interrupted = false;
                stack.interrupt();
            }
        }

        private synchronized void end() {
            interrupted |= Thread.interrupted();
            done = true;
        }

        /** An interrupt is the body's, wherever that runs; one that it has not taken is the waiter's again. */
        void await() {
            while (!done) {
                if (Thread.interrupted()) {
                    passOn();
                } else {
                    LockSupport.park(this);
                }
            }
            takeBack();
        }

        private synchronized void passOn() {
            if (begun && !done) {
                stack.interrupt();
            } else {
                interrupted = true;
            }
        }

        private synchronized void takeBack() {
            if (interrupted) {
                waiter.interrupt();
            }
        }
    }
}
