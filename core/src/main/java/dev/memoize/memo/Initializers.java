package dev.memoize.memo;

import java.util.function.Predicate;

/**
 * The static initializers that run below the current frame. Another thread that touches such a class waits until it is
 * initialized: for ever, if the initializer waits for that thread. Costs a walk over the stack.
 */
final class Initializers {
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private Initializers() {}

    static boolean areRunning() {
        return areRunning(type -> true);
    }

    /** Whether one is running before whose end that class is not initialized: its own, or one of a type above it. */
    static boolean areRunningFor(Class<?> type) {
        return areRunning(initialized -> initialized.isAssignableFrom(type));
    }

    private static boolean areRunning(Predicate<Class<?>> of) {
        return WALKER.walk(
                frames -> frames.anyMatch(f -> f.getMethodName().equals("<clinit>") && of.test(f.getDeclaringClass())));
    }
}
