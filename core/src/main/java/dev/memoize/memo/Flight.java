package dev.memoize.memo;

import dev.memoize.heap.Computation;
import dev.memoize.heap.Entry;
import dev.memoize.heap.Lifetime;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One computation of one key, which its opener carries out and others may join. For woven code.
 *
 * <p>The opener runs the body and then calls {@link #complete(long)}, {@link #complete(Object)} or {@link #fail}. The
 * outcome is written once and never changes; waiters are woken after it is visible. A flight whose opener ran out of
 * stack before it could call {@link #fail} is marked by {@link #failure} alone, which takes no call; its waiters notice
 * by looking again from time to time.
 */
public class Flight extends Computation {
    /** How a wait ended. */
    enum Outcome {
        VALUE,
        FAILURE,
        /** The caller has to compute for itself: it was interrupted, or waiting would have closed a circle of waits. */
        ALONE
    }

    /** Who waits for which flight. An edge is there while its thread waits. */
    private static final ConcurrentHashMap<Thread, Flight> WAITING = new ConcurrentHashMap<>();

    /** A walk longer than this is inside a circle of other threads, who are about to break it themselves. */
    private static final int LONGEST_WALK = 10_000;

    /**
     * What the body threw. Public and volatile so that woven code can mark a failed flight without a call when no stack
     * is left.
     */
    public volatile @Nullable Throwable failure;

    private final @Nullable KeyedMemo memo;
    final @Nullable Entry entry;
    /**
     * {@code null} while a refresh waits for a thread. Guarded by the heap, or set before others can find the flight.
     * Who follows waits reads it without the lock: the edges lead through threads that have joined it under the lock.
     */
    @Nullable
    Thread owner;

    private final boolean mustCompute;

    /** Guarded by the heap. */
    boolean released;

    /** Which result this one is to replace; {@code null} if there is none. */
    @Nullable
    Lifetime replaced;

    /** Whether nobody waits for it unless the old result expires. */
    boolean isRefresh;

    /** Of a hit: the refresh that it asks for, which nobody has begun. */
    @Nullable
    Flight refresh;

    /** Which arrived before it; see {@link Arrivals}. */
    @Nullable
    Flight before;

    /** How many arrived before it and are still waiting. */
    int ahead;

    /** The result's; until there is one, when the computation began, if the memo weighs costs. */
    private long bits;

    private @Nullable Object value;
    private volatile boolean done;

    /** Set under the heap's lock, so that {@link #arrive} need not wait for its own write to be seen. */
    private volatile @Nullable CountDownLatch waiters;

    private static final VarHandle DONE;

    static {
        try {
            DONE = MethodHandles.lookup().findVarHandle(Flight.class, "done", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * A computation that the current thread is to carry out; {@code entry} is {@code null} if its result is not to be
     * stored.
     */
    Flight(KeyedMemo memo, @Nullable Entry entry) {
        this(memo, entry, true);
    }

    /** @param mustCompute whether the current thread's own stack is to be used for it */
    Flight(KeyedMemo memo, @Nullable Entry entry, boolean mustCompute) {
        this.memo = memo;
        this.entry = entry;
        this.owner = FreshStack.caller();
        this.mustCompute = mustCompute;
        start();
    }

    /** From here on the computation is measured, if the memo weighs costs; also if a result was given up. */
    final void start() {
        if (!done && memo != null) {
            bits = memo.weighsCosts() ? System.nanoTime() : 0;
            value = null;
        }
    }

    /** A result that was there after all. */
    Flight(long bits, @Nullable Object value) {
        this.memo = null;
        this.entry = null;
        this.owner = null;
        this.mustCompute = false;
        this.bits = bits;
        this.value = value;
        this.done = true;
    }

    /** Whether the caller has to run the body; if not, the result is here, unless it {@link #mustContinue}. */
    public final boolean mustCompute() {
        return mustCompute;
    }

    /** Whether the caller has to {@link #continueOn} another stack. Only where {@code deepRecursion} was asked for. */
    public boolean mustContinue() {
        return false;
    }

    /** Has the body run on a fresh stack, waits, and returns this with the result, or throws what the body threw. */
    public Flight continueOn(Callable<?> body) throws Exception {
        throw new IllegalStateException("nothing to continue");
    }

    public final long longResult() {
        return bits;
    }

    public final @Nullable Object result() {
        return value == Entry.NULL ? null : value;
    }

    /** Publishes a primitive result. */
    public final void complete(long result) {
        complete(result, Entry.PRIMITIVE);
    }

    /** Publishes a reference, {@code null} included. */
    public final void complete(@Nullable Object result) {
        complete(0, result == null ? Entry.NULL : result);
    }

    private void complete(long newBits, Object newValue) {
        float cost = memo != null && memo.weighsCosts() ? Math.max(1, System.nanoTime() - bits) : 0;
        bits = newBits;
        value = newValue;
        if (memo != null && entry != null) {
            memo.publish(this, entry, newBits, newValue, cost);
        }
        if (!done) {
            done = true;
        }
        wake();
        end();
        filled();
    }

    /** Says that the result is there. Guarded by the heap, which makes it a plain write. */
    final void arrive() {
        DONE.setRelease(this, true);
    }

    /** Gives up: nothing is stored, and whoever waits is told. */
    public final void fail(Throwable thrown) {
        failure = thrown;
        if (memo != null && entry != null) {
            memo.release(this, entry);
        }
        wake();
        end();
        failed();
    }

    // For a computation that counts how deep it is:

    /** This, which is the caller's now. */
    Flight begun() {
        return this;
    }

    /** It has ended, one way or the other. */
    void end() {}

    /**
     * {@link #fail}; then whether an older result stands in for this one, which is then {@link #longResult()} or
     * {@link #result()}.
     */
    public final boolean recovers(Throwable thrown) {
        fail(thrown);
        return standIn(thrown);
    }

    // For a body that may be run again, on another thread, without anybody noticing:

    /** After {@link #fail}: whether to {@link #retry}. */
    public final boolean mayRetry(Throwable thrown) {
        return thrown instanceof StackOverflowError && memo != null && hasRoom() && Retry.isPossible(memo.method());
    }

    /** Has the body run on a fresh stack. Returns a flight with the result, or throws what the body threw. */
    public final Flight retry(Throwable overflow, Callable<?> body) throws Throwable {
        Object result = Retry.of(body, overflow);
        Signature signature = Objects.requireNonNull(memo).method().signature();
        return signature.returnsPrimitive()
                ? new Flight(signature.resultBits(result), Entry.PRIMITIVE)
                : new Flight(0, result);
    }

    /**
     * Whether enough stack is left to begin. What is done then loads and initializes classes, which must not end with
     * the stack: a class whose initialization has failed is lost to the whole program.
     */
    private static boolean hasRoom() {
        try {
            return descend(400, 1, 2, 3) != 0;
        } catch (StackOverflowError e) {
            return false;
        }
    }

    /** Some 20 KiB compiled, four times as much interpreted. */
    private static long descend(int frames, long a, long b, long c) {
        return frames == 0 ? a | 1 : descend(frames - 1, b, c, a + b) | 1;
    }

    final boolean standIn(@Nullable Throwable thrown) {
        // An Error is about the program and an interrupt about the thread: the caller has to know.
        boolean mayBeHidden = thrown instanceof Exception && !(thrown instanceof InterruptedException);
        if (!mayBeHidden || memo == null) {
            return false;
        }
        return (entry != null && replaced != null && memo.standsIn(this, entry)) || standsIn();
    }

    /** Guarded by the heap. */
    final void take(long oldBits, @Nullable Object oldValue) {
        bits = oldBits;
        value = oldValue;
    }

    /** Makes the current thread carry out a refresh that nobody has begun. Guarded by the heap. */
    final boolean begin() {
        if (!awaitsThread()) {
            return false;
        }
        owner = FreshStack.caller();
        return true;
    }

    /** Whether it is a refresh that nobody has begun. Guarded by the heap. */
    final boolean awaitsThread() {
        return owner == null && !isSettled() && isRefresh;
    }

    final boolean hasBegun() {
        return owner != null;
    }

    // For a computation that another tier knows of:

    /** Whether the result was computed here. */
    boolean ranBody() {
        return true;
    }

    /** How many nanoseconds before its completion the result was computed. */
    long age() {
        return 0;
    }

    /** Whether the tier has an older result, which is this one's then. */
    boolean standsIn() {
        return false;
    }

    /** After how many nanoseconds a hit refreshes the result; -1 for what the memo says. */
    long dueIn() {
        return -1;
    }

    void filled() {}

    void failed() {}

    private void wake() {
        CountDownLatch latch = waiters;
        if (latch != null) {
            latch.countDown();
        }
    }

    final boolean isSettled() {
        return done || failure != null;
    }

    /**
     * Whether the failure belongs to the thread it happened on rather than to the arguments, so that another caller
     * should try for itself.
     */
    final boolean failedByItsThread() {
        Throwable t = failure;
        return t instanceof VirtualMachineError || t instanceof InterruptedException || t instanceof ThreadDeath;
    }

    final long bits() {
        return bits;
    }

    final @Nullable Object value() {
        return value;
    }

    /** Waits for the outcome, unless that could never come. */
    final Outcome await() {
        Thread me = FreshStack.caller();
        WAITING.put(me, this);
        try {
            if (closesCircle(me)) {
                return Outcome.ALONE;
            }
            CountDownLatch latch = latch();
            while (!isSettled()) {
                if (!latch.await(1, TimeUnit.SECONDS) && LockCircle.isClosedBy(me, this)) {
                    return Outcome.ALONE;
                }
            }
            return done ? Outcome.VALUE : Outcome.FAILURE;
        } catch (InterruptedException e) {
            // Not ours to swallow: the body would have seen it.
            Thread.currentThread().interrupt();
            return Outcome.ALONE;
        } finally {
            WAITING.remove(me);
        }
    }

    private CountDownLatch latch() {
        CountDownLatch latch = waiters;
        if (latch == null) {
            CountDownLatch mine = new CountDownLatch(1);
            synchronized (Objects.requireNonNull(memo)) {
                latch = waiters;
                if (latch == null) {
                    latch = mine;
                    waiters = mine;
                }
            }
        }
        return latch;
    }

    /** What the thread of that id waits for. */
    static @Nullable Flight waitedForBy(long thread) {
        for (Map.Entry<Thread, Flight> edge : WAITING.entrySet()) {
            if (edge.getKey().getId() == thread) {
                return edge.getValue();
            }
        }
        return null;
    }

    /**
     * Follows owner → what it waits for → that one's owner. Of two threads that close a circle at once, both see it.
     */
    private boolean closesCircle(Thread me) {
        Flight f = this;
        for (int i = 0; i < LONGEST_WALK && f != null && !f.isSettled(); i++) {
            if (f.owner == me) {
                return true;
            }
            Thread next = f.owner;
            f = next == null ? null : WAITING.get(next);
        }
        return false;
    }
}
