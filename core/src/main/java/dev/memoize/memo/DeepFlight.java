package dev.memoize.memo;

import dev.memoize.heap.Entry;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A computation of a memo with {@code deepRecursion}: knows how deep in the recursion it is, and that it has to be
 * carried out on a stack of its own if the stack of its thread has had its share.
 */
class DeepFlight extends Flight {
    private final KeyedMemo memo;
    private final @Nullable Descent descent;
    private final int depth;

    /** @param descent where the current thread is, {@code null} if that does not matter */
    DeepFlight(KeyedMemo memo, @Nullable Entry entry, @Nullable Descent descent) {
        super(memo, entry, descent == null || descent.hasRoom());
        this.memo = memo;
        this.descent = descent;
        this.depth = descent == null ? 0 : descent.depth() + 1;
    }

    @Override
    final Flight begun() {
        if (descent != null && mustCompute() && !isSettled()) {
            descent.enter(depth);
        }
        return this;
    }

    @Override
    final void end() {
        if (descent != null && mustCompute()) {
            descent.leave(depth);
        }
    }

    @Override
    public final boolean mustContinue() {
        return !mustCompute() && !isSettled();
    }

    @Override
    public final Flight continueOn(Callable<?> body) throws Exception {
        try {
            if (descent == null || depth > Descent.DEEPEST) {
                throw new StackOverflowError("the recursion of " + memo.method() + " is " + depth
                        + " levels deep, the most for a heap of "
                        + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MiB. If it is not endless, raise -Xmx");
            }
            if (descent.stays()) {
                descent.enter(depth);
                compute(body);
                descent.leave(depth);
            } else {
                descent.next().run(() -> compute(body), depth);
            }
        } catch (Throwable t) {
            if (!isSettled()) {
                failure = t;
                fail(t);
            }
            throw t;
        }
        Throwable thrown = failure;
        if (thrown != null && !standIn(thrown)) {
            throw Sneaky.<Exception>uncheck(thrown);
        }
        return this;
    }

    /** Runs the body on the current thread. */
    final void compute(Callable<?> body) {
        try {
            Object result = body.call();
            if (memo.method().signature().returnsPrimitive()) {
                complete(memo.method().signature().resultBits(result));
            } else {
                complete(result);
            }
        } catch (Throwable t) {
            failure = t;
            fail(t);
        }
    }
}
