package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The stack really ends, at every depth inside every operation: a recursion goes down until it overflows, and the
 * operation is begun at a chosen distance from the end; then the memo is looked over.
 */
class OverflowTest {
    private static final int STACK = 192 << 10;
    private static final int SHARED_SIZE = 512;
    /** Raised for the long form. */
    private static final int ROUNDS = Integer.getInteger("overflow.rounds", 1);

    @TestFactory
    Stream<DynamicTest> aMemoSurvivesTheEndOfTheStack() {
        List<DynamicTest> all = new ArrayList<>();
        Wreck.settings().forEach((name, settings) -> {
            for (Shape shape : Shape.values()) {
                if (!Wreck.makesADifference(shape, name)) {
                    continue;
                }
                for (Operation operation : Operation.values()) {
                    String about = shape + " " + name + " " + operation;
                    all.add(DynamicTest.dynamicTest(
                            about,
                            () -> onASmallStack(() -> {
                                for (int round = 0; round < ROUNDS; round++) {
                                    tryAllDepths(shape, name, settings, operation, about);
                                }
                                return null;
                            })));
                }
            }
        });
        return all.stream();
    }

    /** Results that are known to the policy later: in batches of four, for the thread that looks shares the memo. */
    @TestFactory
    Stream<DynamicTest> soDoesOneThatThreadsShare() {
        List<DynamicTest> all = new ArrayList<>();
        for (String eviction : MatrixTest.evictions()) {
            if (eviction.equals("COST_AWARE")) {
                // It has to know the cost at once.
                continue;
            }
            Settings settings = Settings.DEFAULT.withMaxSize(SHARED_SIZE).with("eviction", eviction);
            for (Operation operation : Operation.values()) {
                String about = "shared " + eviction + " " + operation;
                Shape shape = eviction.equals("LRU") ? Shape.LONG_TO_LONG : Shape.COLLIDING;
                all.add(DynamicTest.dynamicTest(
                        about,
                        () -> onASmallStack(() -> {
                            for (int round = 0; round < ROUNDS; round++) {
                                Shape.Engine memo = shape.subject(settings, () -> 5);
                                tryAllDepths(
                                        memo,
                                        SHARED_SIZE,
                                        operation,
                                        about,
                                        (fresh, at) -> Wreck.assertUsable(memo, SHARED_SIZE, fresh, at));
                            }
                            return null;
                        })));
            }
        }
        return all.stream();
    }

    private static void onASmallStack(java.util.concurrent.Callable<Void> task) throws Exception {
        FutureTask<Void> future = new FutureTask<>(task);
        new Thread(null, future, "small stack", STACK).start();
        try {
            future.get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw Sneaky.<RuntimeException>uncheck(e.getCause());
        }
    }

    private static void tryAllDepths(Shape shape, String name, Settings settings, Operation operation, String about)
            throws Exception {
        Subject memo = shape.subject(settings, Wreck.callbacks(name), () -> 5);
        tryAllDepths(
                memo,
                Operation.SIZE,
                operation,
                about,
                (fresh, at) -> Wreck.assertUsable(memo, fresh, Wreck.hasExactOrder(name), at));
    }

    private interface Look {
        void at(int fresh, String about) throws Exception;
    }

    private static void tryAllDepths(Subject memo, int size, Operation operation, String about, Look look)
            throws Exception {
        int fresh = 1000;
        int overflows = 0;
        int successes = 0;
        for (int distance = 0; successes < 3 && distance < 2000; distance++) {
            memo.resize(size);
            Wreck.refill(memo);
            Descent descent = new Descent(operation, memo, fresh, distance);
            if ((distance & 1) == 0) {
                descent.down();
            } else {
                descent.downInLargerSteps(1, 2, 3);
            }
            overflows += descent.overflowed ? 1 : 0;
            successes = descent.succeeded ? successes + 1 : 0;
            look.at(fresh, about + ", " + distance + " frames from the end, overflowed: " + descent.overflowed);
            fresh += 1000;
        }
        assertTrue(overflows > 0, about + " never overflowed");
        assertTrue(successes == 3, about + " never succeeded");
    }

    /** Runs the operation once, in the frame that is so many above the one that overflowed. */
    @SuppressWarnings("InfiniteRecursion") // It is meant to end the stack.
    private static final class Descent {
        private final Operation operation;
        private final Subject memo;
        private final int fresh;
        private int left;
        private boolean tried;
        boolean overflowed;
        boolean succeeded;

        Descent(Operation operation, Subject memo, int fresh, int distance) {
            this.operation = operation;
            this.memo = memo;
            this.fresh = fresh;
            this.left = distance;
        }

        void down() {
            try {
                down();
            } catch (StackOverflowError e) {
                // The end of the stack.
            }
            if (!tried && left-- <= 0) {
                tried = true;
                attempt();
            }
        }

        long downInLargerSteps(long a, long b, long c) {
            long sum = a + b * c;
            try {
                sum += downInLargerSteps(sum, a, b);
            } catch (StackOverflowError e) {
                // The end of the stack.
            }
            if (!tried && left-- <= 0) {
                tried = true;
                attempt();
            }
            return sum + a;
        }

        private void attempt() {
            try {
                operation.run(memo, fresh);
                succeeded = true;
            } catch (StackOverflowError e) {
                overflowed = true;
            }
        }
    }
}
