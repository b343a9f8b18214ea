package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.memoize.Memo;
import dev.memoize.Memoize;
import dev.memoize.spi.ConfigurationError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Recursion that is deeper than any stack. */
@Timeout(120)
class DeepRecursionTest {
    private static final long PRIME = 1_000_000_007;

    @Memoize(maxSize = Memoize.UNBOUNDED, deepRecursion = true)
    static long fib(int n) {
        return n < 2 ? n : (fib(n - 1) + fib(n - 2)) % PRIME;
    }

    @Memoize(maxSize = 32, deepRecursion = true)
    static long fibOfThirtyTwo(int n) {
        return n < 2 ? n : (fibOfThirtyTwo(n - 1) + fibOfThirtyTwo(n - 2)) % PRIME;
    }

    private static long fibByLoop(int n) {
        long a = 0;
        long b = 1;
        for (int i = 0; i < n; i++) {
            long next = (a + b) % PRIME;
            a = b;
            b = next;
        }
        return a;
    }

    /** The fresh stacks end when the outermost computation does, so all that a test has to wait for is their ending. */
    @AfterEach
    void noThreadIsLeft() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("memoize-stack")) {
                thread.join(TimeUnit.SECONDS.toMillis(60));
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    @Test
    void fibOfAMillionIsRightToTheLastDigit() {
        assertThat(fib(1_000_000)).isEqualTo(fibByLoop(1_000_000));
        assertThat(Memo.of(DeepRecursionTest::fib).cacheInfo().misses()).isEqualTo(1_000_001);
        assertThat(Memo.of(DeepRecursionTest::fib).cacheInfo().hits()).isEqualTo(999_998);
    }

    @Test
    void aSmallMemoGoesAsDeep() {
        assertThat(fibOfThirtyTwo(200_000)).isEqualTo(fibByLoop(200_000));
        assertThat(Memo.of(DeepRecursionTest::fibOfThirtyTwo).cacheInfo().misses())
                .isEqualTo(200_001);
        assertThat(Memo.of(DeepRecursionTest::fibOfThirtyTwo).cacheInfo().currSize())
                .isEqualTo(32);
    }

    @Memoize(maxSize = 0, deepRecursion = true)
    static int unstored(int n) {
        return n == 0 ? 0 : 1 + unstored(n - 1);
    }

    @Test
    void aMemoThatStoresNothingGoesAsDeep() {
        assertThat(unstored(100_000)).isEqualTo(100_000);
    }

    @Memoize(maxSize = 100, deepRecursion = true)
    static long ofCaller(long caller, int n) {
        return n == 0 ? caller : ofCaller(caller, n - 1) + 1;
    }

    @Test
    void aHundredGoDeepAtOnce() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(100);
        try {
            CountDownLatch begin = new CountDownLatch(100);
            List<Future<Long>> results = new ArrayList<>();
            for (long caller = 0; caller < 100; caller++) {
                long mine = caller;
                results.add(callers.submit(() -> {
                    begin.countDown();
                    begin.await();
                    return ofCaller(mine, 9_000);
                }));
            }
            for (int caller = 0; caller < 100; caller++) {
                assertThat(results.get(caller).get()).isEqualTo(caller + 9_000);
            }
        } finally {
            callers.shutdown();
            assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Memoize(deepRecursion = true)
    static int failing(int n, Exception bottom) throws Exception {
        if (n == 0) {
            throw bottom;
        }
        return 1 + failing(n - 1, bottom);
    }

    @Test
    void anExceptionFromFarBelowArrivesAsItWasThrown() {
        IOException bottom = new IOException("at the bottom");
        assertThat(catchThrowable(() -> failing(500_000, bottom))).isSameAs(bottom);
        assertThat(bottom.getSuppressed()).isEmpty();
    }

    @Memoize(deepRecursion = true)
    static boolean isEven(long n) {
        return n == 0 || isOdd(n - 1);
    }

    @Memoize(deepRecursion = true)
    static boolean isOdd(long n) {
        return n != 0 && isEven(n - 1);
    }

    @Test
    void twoMethodsGoDeepTogether() {
        assertThat(isEven(100_001)).isFalse();
        assertThat(isOdd(100_001)).isTrue();
    }

    private static final class Endless {
        @Memoize(deepRecursion = true)
        static long up(long n) {
            return 1 + up(n + 1);
        }

        @Memoize(deepRecursion = true)
        static long same(long n) {
            return 1 + same(n);
        }

        public static void main(String[] args) {
            for (int round = 0; round < 2; round++) {
                try {
                    System.out.println(args[0].equals("up") ? up(0) : same(0));
                } catch (StackOverflowError e) {
                    System.out.println(e.getMessage());
                }
            }
            System.out.println(Memo.of(Endless::up).cacheInfo().currSize());
        }
    }

    @Test
    void anEndlessRecursionEndsInAStackOverflow() throws Exception {
        for (String kind : List.of("up", "same")) {
            String printed = ForkedJvm.run(Endless.class, List.of("-Xmx128m"), kind);
            assertThat(printed.lines())
                    .as(printed)
                    .hasSize(3)
                    .first()
                    .asString()
                    .contains("levels deep, the most");
            assertThat(printed.lines()).element(1).asString().contains("levels deep, the most");
        }
    }

    private static final class Initializing {
        static final int BELOW = recursive(1_000);
        static final int STACKS = THREADS_OF_RECURSIVE.size();

        @Memoize(maxSize = Memoize.UNBOUNDED, deepRecursion = true)
        static int recursive(int n) {
            THREADS_OF_RECURSIVE.add(Thread.currentThread());
            return n == 0 ? 0 : 1 + recursive(n - 1);
        }
    }

    private static final Set<Thread> THREADS_OF_RECURSIVE = ConcurrentHashMap.newKeySet();

    /** A fresh stack would wait for the class, whose initializer waits for the fresh stack. */
    @Test
    void insideAStaticInitializerItStaysOnItsStack() {
        assertThat(Initializing.BELOW).isEqualTo(1_000);
        assertThat(Initializing.STACKS).isEqualTo(1);
        assertThat(Initializing.recursive(20_000)).isEqualTo(20_000);
        assertThat(THREADS_OF_RECURSIVE).hasSizeGreaterThan(1);
    }

    private static final AtomicInteger EXECUTIONS = new AtomicInteger();

    /** Asks for its own key again from the bottom: CPython's way out, across stacks. */
    @Memoize(deepRecursion = true)
    static int reentrant(int n) {
        if (n == 0) {
            return EXECUTIONS.incrementAndGet() == 1 ? reentrant(50_000) : 7;
        }
        return reentrant(n - 1);
    }

    @Test
    void aLevelMayAskForAKeyThatItsOwnCallerComputesOnAnotherStack() {
        assertThat(reentrant(50_000)).isEqualTo(7);
        assertThat(EXECUTIONS).hasValue(2);
    }

    private static final CountDownLatch BOTTOM = new CountDownLatch(1);

    @Memoize(deepRecursion = true)
    static int sleeping(int n) throws InterruptedException {
        if (n == 0) {
            BOTTOM.countDown();
            new CountDownLatch(1).await();
        }
        return sleeping(n - 1);
    }

    @Test
    void anInterruptOfTheCallerReachesTheBottom() throws Exception {
        FutureTask<Throwable> call = new FutureTask<>(() -> catchThrowable(() -> sleeping(30_000)));
        Thread caller = new Thread(call);
        caller.start();
        BOTTOM.await();
        caller.interrupt();
        assertThat(call.get()).isInstanceOf(InterruptedException.class);
        caller.join();
    }

    @Memoize(deepRecursion = true)
    static boolean interruptedAtTheBottom(int n) {
        return n == 0 ? Thread.currentThread().isInterrupted() : interruptedAtTheBottom(n - 1);
    }

    @Test
    void anInterruptThatNobodyTakesComesBack() {
        Thread.currentThread().interrupt();
        boolean seen = interruptedAtTheBottom(30_000);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(seen).isTrue();
    }

    private static final Set<Thread> THREADS = ConcurrentHashMap.newKeySet();

    @Memoize(maxSize = 1, deepRecursion = true)
    static int branching(int n, int branch) {
        THREADS.add(Thread.currentThread());
        return n == 0 ? 1 : branching(n - 1, 2 * branch) + branching(n - 1, 2 * branch + 1);
    }

    @Test
    void goingUpAndDownAroundTheEndOfAStackStartsNoThreadEachTime() {
        assertThat(downAndBranching(22)).isEqualTo(1 << 11);
        // 2^10 times from the caller's 32 levels to a fresh stack, and back.
        assertThat(THREADS).hasSize(2);
    }

    @Memoize(maxSize = 1, deepRecursion = true)
    static int downAndBranching(int n) {
        THREADS.add(Thread.currentThread());
        return n > 0 ? downAndBranching(n - 1) : branching(11, 0);
    }

    private static final class Instance implements Shape {
        @Memoize(deepRecursion = true)
        String name(int n, String name, int[] unused) {
            return n == 0 ? name : name(n - 1, name, unused);
        }
    }

    private interface Shape {
        @Memoize(deepRecursion = true)
        default double half(short n, byte b) {
            return n == 0 ? 0 : half((short) (n - 1), b) + 0.5;
        }

        @Memoize(deepRecursion = true)
        static char letter(int n, @Memoize.Ignore Object ignored) {
            return n == 0 ? (char) ignored : letter(n - 1, ignored);
        }
    }

    @Test
    void everyShapeGoesDeep() {
        Instance instance = new Instance();
        assertThat(instance.name(20_000, "leaf", new int[] {1})).isEqualTo("leaf");
        assertThat(instance.half((short) 20_000, (byte) 1)).isEqualTo(10_000);
        assertThat(Shape.letter(20_000, 'x')).isEqualTo('x');
    }

    @Test
    void theContextClassLoaderIsTheCallersOfTheMoment() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            assertThat(loadersAtTheBottom(2)).doesNotHaveDuplicates().hasSize(2);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Memoize(deepRecursion = true)
    static List<Object> loadersAtTheBottom(int times) {
        List<Object> loaders = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            ClassLoader mine = new ClassLoader() {};
            Thread.currentThread().setContextClassLoader(mine);
            Object seen = loaderAtTheBottom(10_000 - i);
            if (seen == mine) {
                loaders.add(seen);
            }
        }
        return List.copyOf(loaders);
    }

    @Memoize(maxSize = 1, deepRecursion = true)
    static Object loaderAtTheBottom(int n) {
        return n == 0 ? Thread.currentThread().getContextClassLoader() : loaderAtTheBottom(n - 1);
    }

    /** Two callers, each of whom needs at its bottom what the other has begun at its top. */
    @Memoize(maxSize = Memoize.UNBOUNDED, deepRecursion = true)
    static int crossing(int start, int n) throws InterruptedException {
        if (n == 0) {
            MEETING.countDown();
            MEETING.await();
            return CROSSED.incrementAndGet() > 2 ? 1 : crossing(1 - start, 20_000);
        }
        return crossing(start, n - 1);
    }

    private static final CountDownLatch MEETING = new CountDownLatch(2);
    private static final AtomicInteger CROSSED = new AtomicInteger();

    @Test
    void callersThatNeedEachOthersKeysDoNotWaitForEver() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            Future<Integer> one = two.submit(() -> crossing(0, 20_000));
            Future<Integer> other = two.submit(() -> crossing(1, 20_000));
            assertThat(one.get()).isEqualTo(1);
            assertThat(other.get()).isEqualTo(1);
        } finally {
            two.shutdown();
        }
    }

    private static final class Overridden {
        @Memoize(deepRecursion = true)
        static int deep(int n) {
            return n == 0 ? 0 : 1 + deep(n - 1);
        }

        @Memoize
        static int shallow(int n) {
            return n;
        }

        public static void main(String[] args) {
            try {
                System.out.println(deep(1_000_000));
            } catch (StackOverflowError e) {
                System.out.println("overflow");
            }
            try {
                System.out.println(shallow(1));
            } catch (ConfigurationError e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aPropertySwitchesItOffAndNotOn() throws Exception {
        String prefix = "-Dmemoize." + Overridden.class.getName();
        assertThat(ForkedJvm.run(
                                Overridden.class,
                                List.of(prefix + ".deep.deepRecursion=false", prefix + ".shallow.deepRecursion=true"))
                        .lines())
                .containsExactly(
                        "overflow",
                        prefix.substring(2) + ".shallow.deepRecursion: it can be switched off here, not on;"
                                + " compile the method with @Memoize(deepRecursion = true)");
    }

    @Test
    void theParametersTellIt() {
        assertThat(Memo.of(DeepRecursionTest::fib).cacheParameters().deepRecursion())
                .isTrue();
    }
}
