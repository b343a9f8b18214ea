package dev.memoize.memo;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The second try of a computation that ran out of stack, on a fresh and larger one. Only of methods whose bodies the
 * weaver has found to do nothing that could tell a second run, or another thread, from the first.
 *
 * <p>The caller waits, so that it and the fresh stack are one caller to the engine, as with {@code deepRecursion}. A
 * second overflow is the first one's again: there is no third try.
 */
final class Retry implements Runnable {
    private static final long MOST_BYTES = 32L << 20;
    private static final long LEAST_BYTES = 4L << 20;

    /**
     * A level takes 40 bytes of stack or more, and some 180 of the heap while it is pending, so an endless recursion
     * takes little more than a quarter of the largest heap.
     */
    private static final long BYTES =
            Math.max(LEAST_BYTES, Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 16));

    private final Callable<?> body;
    private @Nullable Object result;
    private @Nullable Throwable thrown = new IllegalStateException("the fresh stack has not run");

    private Retry(Callable<?> body) {
        this.body = body;
    }

    /** Whether another thread could run the method now while this one waits. */
    static boolean isPossible(MemoizedMethod method) {
        Class<?> type = method.declaringClass();
        return type != null
                && method.isEnabled()
                && method.remote() == null
                && Configuration.of(type.getClassLoader()).retriesOverflow()
                && !Initializers.areRunningFor(type);
    }

    /** The result of the body, or what it throws; {@code overflow} if there is no stack for it. */
    static @Nullable Object of(Callable<?> body, Throwable overflow) throws Throwable {
        Retry retry = new Retry(body);
        try {
            FreshStack stack = new FreshStack(FreshStack.caller(), BYTES, false);
            stack.start();
            try {
                stack.run(retry, Descent.current().depth() + 1);
            } finally {
                stack.dismiss();
            }
        } catch (OutOfMemoryError e) {
            throw overflow;
        }
        if (retry.thrown == null) {
            return retry.result;
        }
        throw retry.thrown instanceof VirtualMachineError ? overflow : retry.thrown;
    }

    @Override
    public void run() {
        try {
            result = body.call();
            thrown = null;
        } catch (Throwable t) {
            thrown = t;
        }
    }
}
