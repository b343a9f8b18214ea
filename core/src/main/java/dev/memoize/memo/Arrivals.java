package dev.memoize.memo;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Computations whose results can be found already but are not yet known to the policy: those of threads that share a
 * heap. Each thread collects a few, and then takes the heap's lock once for all of them, so that what the policy
 * touches moves from one processor's cache to another's once in a while rather than at each miss.
 *
 * <p>Stacks that are pushed to by compare-and-set and emptied at once; by which thread is found from its id.
 */
final class Arrivals {
    private static final VarHandle STACK = MethodHandles.arrayElementVarHandle(Flight[].class);
    private static final VarHandle KEEPING;

    static {
        try {
            KEEPING = MethodHandles.lookup().findVarHandle(Arrivals.class, "keeping", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static final int STRIPES = 16;
    /** References between stacks: two cache lines. */
    private static final int PAD_SHIFT = 5;

    /** How many one stripe collects before its thread would have them kept. */
    private static final int BATCH = 16;

    /** How many at most, while another thread's are being kept. */
    private static final int MOST = 1024;

    private volatile Flight @Nullable [] stacks;

    /** Whether there may be any. */
    private volatile boolean waiting;

    /** Taken from their stripes and to be kept, from which {@link Flight#before} leads to later ones. */
    private @Nullable Flight taken;

    private boolean taking;

    /** Whether some thread has its stripe kept; a hint, which nothing depends on but who waits for whom. */
    private volatile boolean keeping;

    /** How many a stripe may have at most: all together are to exceed a bound by an eighth. */
    static int most(int maxSize) {
        return Math.min(MOST, maxSize / (8 * STRIPES));
    }

    /**
     * Whether the caller, whose stripe has so many, is to have them kept now. If so it has to call {@link #kept}. It
     * goes on without while another thread is at it: a thread that waits for a lock is asleep for longer than all this
     * takes.
     */
    boolean areToBeKept(int waiting, int maxSize) {
        int most = most(maxSize);
        if (waiting < Math.min(BATCH, most)) {
            return false;
        }
        return (!keeping && KEEPING.compareAndSet(this, false, true)) || waiting >= most;
    }

    /** Without a call, since the stack may have ended. */
    void kept() {
        keeping = false;
    }

    /** Returns how many of this thread's stripe are waiting. */
    int push(Flight flight) {
        Flight[] all = stacks;
        if (all == null) {
            all = create();
        }
        int at = stripe() << PAD_SHIFT;
        Flight top;
        do {
            top = (Flight) STACK.getAcquire(all, at);
            flight.before = top;
            flight.ahead = top == null ? 0 : top.ahead + 1;
        } while (!STACK.compareAndSet(all, at, top, flight));
        if (!waiting) {
            waiting = true;
        }
        return flight.ahead + 1;
    }

    private synchronized Flight[] create() {
        Flight[] all = stacks;
        if (all == null) {
            all = new Flight[STRIPES << PAD_SHIFT];
            stacks = all;
        }
        return all;
    }

    /** The current thread's. */
    static int stripe() {
        return (int) (Thread.currentThread().getId() * 0x9E3779B97F4A7C15L >>> 60);
    }

    // Below here: guarded by the heap.

    /** Whether there may be any, some of which may be left by one whose stack or memory has ended. */
    boolean areWaiting() {
        return waiting || taking || taken != null;
    }

    /** Takes what waits in all stripes, but for what comes meanwhile. */
    void takeAll() {
        taking = true;
        waiting = false;
        for (int i = 0; i < STRIPES; i++) {
            take(i);
        }
        taking = false;
    }

    /** Takes what waits in one stripe, to be kept from the {@link #oldest} on. */
    void take(int stripe) {
        Flight[] all = stacks;
        Flight top = all == null ? null : (Flight) STACK.getAndSet(all, stripe << PAD_SHIFT, null);
        // From here without calls.
        Flight oldest = null;
        while (top != null) {
            Flight before = top.before;
            top.before = oldest;
            oldest = top;
            top = before;
        }
        Flight last = taken;
        if (last == null) {
            taken = oldest;
            return;
        }
        while (last.before != null) {
            last = last.before;
        }
        last.before = oldest;
    }

    /** The one to keep next. */
    @Nullable
    Flight oldest() {
        return taken;
    }

    /** Says that the oldest was kept. */
    void drop(Flight oldest) {
        taken = oldest.before;
        oldest.before = null;
    }
}
