package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.Memoize;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Recursions of self-contained bodies that are deeper than the caller's stack. */
@Timeout(300)
class OverflowRetryTest {
    private static final int SMALL_STACK = 256 << 10;
    /** Beyond a small stack, whoever compiles; within 16 MiB, interpreted. */
    private static final int DEEP = 20_000;

    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("memoize-stack of small")) {
                thread.join(TimeUnit.SECONDS.toMillis(60));
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    private static <T> FutureTask<T> start(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(null, future, "small", SMALL_STACK);
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    private static <T> T onSmallStack(Callable<T> task) throws Exception {
        return start(task).get(240, TimeUnit.SECONDS);
    }

    @Memoize
    static int down(int n) {
        return n == 0 ? 0 : 1 + down(n - 1);
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    static BigInteger fib(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("n is " + n);
        }
        return n < 2 ? BigInteger.valueOf(n) : fib(n - 1).add(fib(n - 2));
    }

    @Memoize
    static boolean isEven(long n) {
        return n == 0 || isOdd(n - 1);
    }

    @Memoize
    static boolean isOdd(long n) {
        return n != 0 && isEven(n - 1);
    }

    @Memoize
    static String text(int n, long salt, String s) {
        return n == 0 ? s + salt : text(helped(n), salt, s);
    }

    private static int helped(int n) {
        return n > 0 ? n - 1 : helped(n + 1);
    }

    @Memoize(maxSize = 0)
    static double unstored(double x) {
        return x <= 0 ? 0 : 0.5 + unstored(x - 1);
    }

    static class Instance {
        private final int step = 1;

        @Memoize
        final Integer count(int n) {
            return n == 0 ? 0 : step + count(n - 1);
        }
    }

    record Point(int x) {
        @Memoize
        int over(int n) {
            return n == 0 ? x : 1 + over(n - 1);
        }
    }

    interface Shape {
        @Memoize
        static long sides(long n) {
            return n == 0 ? 0 : 1 + sides(n - 1);
        }
    }

    @Test
    void everyShapeGoesDeep() throws Exception {
        assertThat(onSmallStack(() -> down(DEEP))).isEqualTo(DEEP);
        assertThat(onSmallStack(() -> fib(DEEP).mod(BigInteger.valueOf(1000))).intValue())
                .isEqualTo(fibByLoop(DEEP, 1000));
        assertThat(onSmallStack(() -> isEven(DEEP))).isTrue();
        assertThat(onSmallStack(() -> isOdd(DEEP + 2))).isFalse();
        assertThat(onSmallStack(() -> text(DEEP, 7, "s"))).isEqualTo("s7");
        assertThat(onSmallStack(() -> unstored(DEEP))).isEqualTo(DEEP / 2.0);
        Instance instance = new Instance();
        assertThat(onSmallStack(() -> instance.count(DEEP))).isEqualTo(DEEP);
        Point point = new Point(5);
        assertThat(onSmallStack(() -> point.over(DEEP))).isEqualTo(DEEP + 5);
        assertThat(onSmallStack(() -> Shape.sides(DEEP))).isEqualTo(DEEP);
    }

    private static int fibByLoop(int n, int modulus) {
        int a = 0;
        int b = 1;
        for (int i = 0; i < n; i++) {
            int next = (a + b) % modulus;
            a = b;
            b = next;
        }
        return a;
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    static int counted(int n) {
        return n == 0 ? 0 : 1 + counted(n - 1);
    }

    /** What was computed before the stack ended is counted as what it was: executions that threw. */
    @Test
    void whatIsCountedAfterwardsAddsUp() throws Exception {
        Memo1<Integer, Integer> memo = Memo.of(OverflowRetryTest::counted);
        assertThat(onSmallStack(() -> counted(DEEP))).isEqualTo(DEEP);
        CacheInfo info = memo.cacheInfo();
        assertThat(info.currSize()).isEqualTo(DEEP + 1);
        assertThat(info.hits()).isZero();
        assertThat(memo.stats().loads()).isEqualTo(DEEP + 1);
        assertThat(info.misses()).isGreaterThan(DEEP + 1).isLessThan(2 * DEEP);
        assertThat(counted(DEEP)).isEqualTo(DEEP);
        assertThat(memo.cacheInfo().hits()).isEqualTo(1);
    }

    @Memoize
    static int refusing(int n) {
        if (n == 0) {
            throw new IllegalStateException("at the bottom");
        }
        return refusing(n - 1);
    }

    @Test
    void anExceptionFromBelowArrives() {
        assertThatThrownBy(() -> onSmallStack(() -> refusing(DEEP)))
                .hasCauseExactlyInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("at the bottom");
    }

    @Memoize(maxSize = 1000)
    static long endless(long n) {
        return 1 + endless(n + 1);
    }

    @Memoize(maxSize = 1000)
    static long same(long n) {
        return 1 + same(n);
    }

    @Test
    void anEndlessRecursionEndsInAStackOverflowAndLeavesTheMemoUsable() throws Exception {
        for (int round = 0; round < 2; round++) {
            assertThat(onSmallStack(() -> catchThrowable(() -> endless(0)))).isInstanceOf(StackOverflowError.class);
            assertThat(onSmallStack(() -> catchThrowable(() -> same(0)))).isInstanceOf(StackOverflowError.class);
        }
        assertThat(Memo.of(OverflowRetryTest::endless).cacheInfo().currSize()).isZero();
        Memo.of(OverflowRetryTest::endless).put(5L, 5L);
        assertThat(endless(4)).isEqualTo(6);
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    static int shared(int n) {
        return n == 0 ? 0 : 1 + shared(n - 1);
    }

    @Test
    void callersOfOneKeyAllGetItsResult() throws Exception {
        CountDownLatch begin = new CountDownLatch(8);
        List<FutureTask<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            callers.add(start(() -> {
                begin.countDown();
                begin.await();
                return shared(2 * DEEP);
            }));
        }
        for (FutureTask<Integer> caller : callers) {
            assertThat(caller.get(200, TimeUnit.SECONDS)).isEqualTo(2 * DEEP);
        }
        assertThat(Memo.of(OverflowRetryTest::shared).cacheInfo().currSize()).isEqualTo(2 * DEEP + 1);
    }

    @Memoize
    static int undisturbed(int n) {
        return n == 0 ? 0 : 1 + undisturbed(n - 1);
    }

    @Test
    void anInterruptIsStillThereAfterwards() throws Exception {
        assertThat(onSmallStack(() -> {
                    Thread.currentThread().interrupt();
                    assertThat(undisturbed(DEEP)).isEqualTo(DEEP);
                    return Thread.interrupted();
                }))
                .isTrue();
    }

    @Memoize
    static int locked(int n) {
        return n == 0 ? 0 : 1 + locked(n - 1);
    }

    @Test
    void theCallerMayHoldLocks() throws Exception {
        assertThat(onSmallStack(() -> {
                    synchronized (OverflowRetryTest.class) {
                        return locked(DEEP);
                    }
                }))
                .isEqualTo(DEEP);
    }

    private static final List<Integer> OUTER = new ArrayList<>();
    private static final List<Integer> WRITTEN = new ArrayList<>();

    @Memoize
    static int inner(int n) {
        return n == 0 ? 0 : 1 + inner(n - 1);
    }

    @Memoize
    @SuppressWarnings("memoize") // impure on purpose: this one must not run twice
    static int outer(int n) {
        OUTER.add(n);
        return inner(n);
    }

    @Test
    void onlyTheRecursionIsTriedAgainAndNotWhoCalledIt() throws Exception {
        assertThat(onSmallStack(() -> outer(DEEP))).isEqualTo(DEEP);
        assertThat(OUTER).containsExactly(DEEP);
    }

    @Memoize
    @SuppressWarnings("memoize") // impure on purpose: this one must not run twice
    static int writing(int n) {
        WRITTEN.add(n);
        return n == 0 ? 0 : 1 + writing(n - 1);
    }

    @Test
    void aBodyThatWouldBeSeenToRunTwiceIsNotTriedAgain() throws Exception {
        assertThat(onSmallStack(() -> catchThrowable(() -> writing(DEEP)))).isInstanceOf(StackOverflowError.class);
        assertThat(WRITTEN).doesNotHaveDuplicates();
    }

    private static final class InItsInitializer {
        static final Object RESULT = catchThrowable(() -> recursive(DEEP));

        @Memoize
        static int recursive(int n) {
            return n == 0 ? 0 : 1 + recursive(n - 1);
        }
    }

    private static class Above {
        static final Object RESULT = catchThrowable(() -> Below.recursive(DEEP));
    }

    private static final class Below extends Above {
        @Memoize
        static int recursive(int n) {
            return n == 0 ? 0 : 1 + recursive(n - 1);
        }
    }

    private static final class InAnothersInitializer {
        static final int RESULT = Initialized.recursive(DEEP);
    }

    private static final class Initialized {
        @Memoize
        static int recursive(int n) {
            return n == 0 ? 0 : 1 + recursive(n - 1);
        }
    }

    /** Another thread would wait for the class to be initialized, and the initializer for the thread. */
    @Test
    void insideTheInitializerOfItsClassItIsNotTriedAgain() throws Exception {
        assertThat(onSmallStack(() -> InItsInitializer.RESULT)).isInstanceOf(StackOverflowError.class);
        assertThat(onSmallStack(() -> InItsInitializer.recursive(DEEP))).isEqualTo(DEEP);
        assertThat(onSmallStack(() -> Below.recursive(2))).isEqualTo(2);
        assertThat(Above.RESULT).isInstanceOf(StackOverflowError.class);
        assertThat(onSmallStack(() -> InAnothersInitializer.RESULT)).isEqualTo(DEEP);
    }

    @Memoize
    static int nearTheEnd(int n) {
        return n == 0 ? 0 : 1 + nearTheEnd(n - 1);
    }

    private static int down(int frames, int[] outcomes) {
        int below = 0;
        try {
            below = 1 + down(frames, outcomes);
        } catch (StackOverflowError e) {
            // The end of the stack; some frames further up it is tried.
        }
        if (below >= frames && below < frames + 150) {
            try {
                outcomes[0] += nearTheEnd(2000) == 2000 ? 1 : 0;
            } catch (StackOverflowError e) {
                outcomes[1]++;
            }
        }
        return below;
    }

    /** However little stack is left, the recursion ends with its result or with an overflow, and with nothing else. */
    @Test
    void nearTheEndOfTheStackNothingElseHappens() throws Exception {
        int[] outcomes = new int[2];
        for (int frames = 0; frames < 3000; frames += 150) {
            int most = frames;
            onSmallStack(() -> down(most, outcomes));
            Memo.of(OverflowRetryTest::nearTheEnd).cacheClear();
        }
        assertThat(outcomes[0]).as("succeeded").isPositive();
        assertThat(outcomes[1]).as("overflowed").isPositive();
        assertThat(nearTheEnd(2000)).isEqualTo(2000);
    }

    @Memoize
    static int onAVirtualThread(int n) {
        return n == 0 ? 0 : 1 + onAVirtualThread(n - 1);
    }

    @Test
    void aVirtualThreadGoesDeep() throws Exception {
        Method start;
        try {
            start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        } catch (NoSuchMethodException e) {
            Assumptions.abort("no virtual threads before JDK 21");
            return;
        }
        FutureTask<Integer> call = new FutureTask<>(() -> onAVirtualThread(2 * DEEP));
        try {
            start.invoke(null, call);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e);
        }
        assertThat(call.get(240, TimeUnit.SECONDS)).isEqualTo(2 * DEEP);
    }

    private static final class SwitchedOff {
        @Memoize
        static int recursive(int n) {
            return n == 0 ? 0 : 1 + recursive(n - 1);
        }

        public static void main(String[] args) throws InterruptedException {
            Thread small = new Thread(
                    null,
                    () -> System.out.println(catchThrowable(() -> System.out.println(recursive(DEEP)))),
                    "small",
                    SMALL_STACK);
            small.start();
            small.join();
        }
    }

    @Test
    void aPropertySwitchesItOff() throws Exception {
        assertThat(ForkedJvm.run(SwitchedOff.class, List.of()).lines()).containsExactly("" + DEEP, "null");
        assertThat(ForkedJvm.run(SwitchedOff.class, List.of("-Dmemoize.retryOverflow=false"))
                        .lines())
                .containsExactly("java.lang.StackOverflowError");
    }
}
