package dev.memoize.memo;

import java.util.function.Supplier;

/** Makes the n-th call from the engine into user code throw. On the thread that arms it only. */
final class Faults {
    private static final class Plan {
        final int at;
        final Supplier<? extends Throwable> fault;
        int passed;
        String thrownIn;

        Plan(int at, Supplier<? extends Throwable> fault) {
            this.at = at;
            this.fault = fault;
        }
    }

    private static final ThreadLocal<Plan> PLAN = new ThreadLocal<>();

    private Faults() {}

    static void arm(int at, Supplier<? extends Throwable> fault) {
        PLAN.set(new Plan(at, fault));
    }

    /** Returns where the fault struck, or {@code null} if there were fewer calls. */
    static String disarm() {
        Plan plan = PLAN.get();
        PLAN.remove();
        return plan.thrownIn;
    }

    /** Said by user code when the engine calls it. */
    static void pass(String place) {
        Plan plan = PLAN.get();
        if (plan != null && ++plan.passed == plan.at) {
            plan.thrownIn = place;
            throw Sneaky.<RuntimeException>uncheck(plan.fault.get());
        }
    }
}
