package dev.memoize.memo;

import org.jspecify.annotations.Nullable;

/**
 * How deep the recursion on one thread's stack is, counted in computations of memos with {@code deepRecursion}, and the
 * fresh stack that it goes on with. Used by its thread only.
 *
 * <p>Depths are set and not added up: a level that had no stack left to say that it ended is put right by the level
 * above it.
 */
final class Descent {
    /**
     * Levels on the stack that the caller brought, of which nobody knows how much is used: 256 KiB of the usual
     * mebibyte at {@link FreshStack#BYTES_PER_LEVEL}.
     */
    private static final int FIRST_LEVELS = 32;

    /**
     * Where recursion is taken for endless. A pending computation takes some 150 bytes of the heap, and a few hundred
     * of its stack.
     */
    static final int DEEPEST =
            (int) Math.min(Integer.MAX_VALUE / 2, Runtime.getRuntime().maxMemory() / 512);

    /** Where a thread that is not a fresh stack is. Nothing is left there once the outermost computation has ended. */
    private static final ThreadLocal<@Nullable Descent> OF_CALLER = new ThreadLocal<>();

    private final boolean isCaller;
    private int depth;
    private int deepest;
    private @Nullable FreshStack next;
    private boolean hasLooked;

    private Descent(boolean isCaller, int levels) {
        this.isCaller = isCaller;
        this.deepest = levels;
    }

    static Descent ofFreshStack() {
        return new Descent(false, 0);
    }

    static Descent current() {
        if (Thread.currentThread() instanceof FreshStack) {
            return ((FreshStack) Thread.currentThread()).descent;
        }
        Descent descent = OF_CALLER.get();
        if (descent == null) {
            descent = new Descent(true, FIRST_LEVELS);
        }
        return descent;
    }

    int depth() {
        return depth;
    }

    /** Whether the next level may be on this stack. */
    boolean hasRoom() {
        return depth < deepest;
    }

    /**
     * Whether the recursion has to end on this stack, asked where it would go on with another: inside a static
     * initializer, since a level on another thread would wait for that class, and the initializer for the level.
     */
    boolean stays() {
        if (isCaller && !hasLooked) {
            hasLooked = true;
            if (Initializers.areRunning()) {
                deepest = Integer.MAX_VALUE;
            }
        }
        return hasRoom();
    }

    void enter(int level) {
        depth = level;
        if (isCaller && level == 1) {
            OF_CALLER.set(this);
        }
    }

    void leave(int level) {
        depth = level - 1;
        if (isCaller && level == 1) {
            OF_CALLER.remove();
            close();
        }
    }

    /** A fresh stack begins with the computation of that level. */
    void begin(int level) {
        depth = level;
        deepest = level + FreshStack.LEVELS;
    }

    /** The stack to go on with, which is this one's until the outermost computation ends. */
    FreshStack next() {
        FreshStack stack = next;
        if (stack == null || !stack.take()) {
            next = null;
            stack = new FreshStack(FreshStack.caller());
            stack.start();
            next = stack;
        }
        return stack;
    }

    void close() {
        FreshStack stack = next;
        next = null;
        if (stack != null) {
            stack.dismiss();
        }
    }
}
