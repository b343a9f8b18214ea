package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.Memoize;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body may call any memoized method, itself included, from any number of threads. */
@Timeout(120)
class RecursionTest {
    @BeforeEach
    void forget() {
        Memo.of(RecursionTest::fib).cacheClear();
        Memo.of(RecursionTest::isEven).cacheClear();
        Memo.of(RecursionTest::isOdd).cacheClear();
    }

    @Memoize
    static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 32, Memoize.UNBOUNDED})
    void fib90IsRightAndComputesEachNumberOnce(int maxSize) {
        Memo.of(RecursionTest::fib).resize(maxSize);
        assertThat(fib(90)).isEqualTo(2_880_067_194_370_816_120L);
        assertThat(Memo.of(RecursionTest::fib).cacheInfo())
                .isEqualTo(new CacheInfo(88, 91, maxSize, Math.min(maxSize, 91)));
    }

    /** At these sizes the recursion evicts what it needs next; the figures are CPython 3.11's. */
    @ParameterizedTest
    @CsvSource({"1, 0, 242785", "2, 1727, 8310"})
    void tinySizesThrashExactlyAsCPythonDoes(int maxSize, long hits, long misses) {
        Memo.of(RecursionTest::fib).resize(maxSize);
        assertThat(fib(25)).isEqualTo(75_025);
        assertThat(Memo.of(RecursionTest::fib).cacheInfo()).isEqualTo(new CacheInfo(hits, misses, maxSize, maxSize));
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    static boolean isEven(int n) {
        return n == 0 || isOdd(n - 1);
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    static boolean isOdd(int n) {
        return n != 0 && isEven(n - 1);
    }

    @RepeatedTest(20)
    void isEvenAndIsOddFromTwoThreadsNeverDeadlock() throws Exception {
        forget();
        assertThat(Together.start(4, i -> () -> i % 2 == 0 ? isEven(600) : isOdd(600))
                        .results())
                .containsExactly(true, false, true, false);
    }

    /** Of {@code n} numbers in a circle each needs the next, until {@code depth} is used up. */
    static final class Circle {
        private final int n;
        private final CyclicBarrier allHoldTheirKey;

        Circle(int n) {
            this.n = n;
            this.allHoldTheirKey = new CyclicBarrier(n);
        }

        @Memoize
        int around(int i, @Memoize.Ignore int depth) throws InterruptedException, BrokenBarrierException {
            if (depth == 2 * n) {
                allHoldTheirKey.await();
            }
            return depth == 0 ? 1000 + i : around((i + 1) % n, depth - 1) - 1;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10})
    void threadsWhoseComputationsNeedEachOtherEnd(int n) throws Exception {
        for (int round = 0; round < 30; round++) {
            Circle circle = new Circle(n);
            assertThat(Together.start(n, i -> () -> circle.around(i, 2 * n)).results())
                    .hasSize(n)
                    .allSatisfy(r -> assertThat(r).isBetween(900, 1010));
            assertThat(Memo.of(circle::around).cacheInfo().currSize()).isEqualTo(n);
        }
    }

    final CyclicBarrier both = new CyclicBarrier(2);

    @Memoize
    int f(int key, @Memoize.Ignore boolean outer) throws Exception {
        if (outer) {
            both.await();
            return 10 * key + f(3 - key, false);
        }
        return key;
    }

    @RepeatedTest(20)
    void f1ThatNeedsF2AndF2ThatNeedsF1DoNotDeadlock() throws Exception {
        assertThat(Together.start(2, i -> () -> f(i + 1, true)).results().get(0))
                .isIn(12, 10 + 2, 10 + 21);
    }

    private final CountDownLatch computing = new CountDownLatch(1);
    private final CountDownLatch lockHeld = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();

    @Memoize
    int needsMonitor(int key) {
        computing.countDown();
        Together.await(lockHeld);
        synchronized (this) {
            return key;
        }
    }

    @Memoize
    int needsLock(int key) {
        computing.countDown();
        Together.await(lockHeld);
        lock.lock();
        try {
            return key;
        } finally {
            lock.unlock();
        }
    }

    /** The plain methods would not wait for each other: the first waits for the lock, and the second returns. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCallerThatHoldsTheLockOfTheBodyItWaitsForIsNoDeadlock(boolean monitor) throws Exception {
        IntUnaryOperator method = monitor ? this::needsMonitor : this::needsLock;
        Together<Integer> first = Together.start(1, i -> () -> method.applyAsInt(7));
        Together.await(computing);
        Together<Integer> second = Together.start(1, i -> () -> {
            synchronized (this) {
                lock.lock();
                try {
                    lockHeld.countDown();
                    return method.applyAsInt(7);
                } finally {
                    lock.unlock();
                }
            }
        });
        assertThat(second.results()).containsExactly(7);
        assertThat(first.results()).containsExactly(7);
    }

    @Memoize
    int knot(int key) {
        return key <= 0 ? 1 : knot(key - 1) + other(key - 1);
    }

    @Memoize(maxSize = 7)
    int other(int key) {
        return key <= 0 ? 2 : other(key - 1) + knot(key - 1) + third("k" + (key - 1), key);
    }

    @Memoize(maxSize = 3)
    int third(String name, int key) {
        return key <= 1 ? 3 : knot(key - 2) + name.length();
    }

    private static int plain(int key) {
        int[] knot = new int[key + 1];
        int[] other = new int[key + 1];
        for (int k = 0; k <= key; k++) {
            knot[k] = k == 0 ? 1 : knot[k - 1] + other[k - 1];
            int third = k <= 1 ? 3 : knot[k - 2] + ("k" + (k - 1)).length();
            other[k] = k == 0 ? 2 : other[k - 1] + knot[k - 1] + third;
        }
        return knot[key];
    }

    @RepeatedTest(10)
    void methodsThatCallEachOtherCrosswiseAreRightFromManyThreads() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Together.start(6, i -> () -> {
                    Random random = new Random(seed + i);
                    for (int call = 0; call < 50; call++) {
                        int key = random.nextInt(24);
                        assertThat(knot(key)).isEqualTo(plain(key));
                    }
                    return null;
                })
                .results();
    }

    private boolean once = true;

    @Memoize(maxSize = 10)
    String again(int x) {
        if (x == 20 && once) {
            once = false;
            return again(x);
        }
        return "." + x + ".";
    }

    @Test
    void lruBug35780() {
        for (int x = 0; x < 15; x++) {
            assertThat(again(x)).isEqualTo("." + x + ".");
        }
        assertThat(Memo.of(this::again).cacheInfo().currSize()).isEqualTo(10);
        assertThat(again(20)).isEqualTo(".20.");
        assertThat(Memo.of(this::again).cacheInfo()).isEqualTo(new CacheInfo(0, 17, 10, 10));
    }

    @Memoize
    int endless(String key) {
        return endless(key) + 1;
    }

    @Test
    void endlessReentryEndsAsThePlainMethodsDoesAndLeavesTheCacheUsable() throws Exception {
        assertThatThrownBy(() -> endless("a")).isInstanceOf(StackOverflowError.class);
        assertThat(Memo.of(this::endless).cacheInfo().currSize()).isZero();
        Memo.of(this::endless).put("a", 5);
        assertThat(Together.start(2, i -> () -> endless("a")).results()).containsExactly(5, 5);
        assertThat(Memo.of(this::endless).invalidate("a")).isTrue();
        // Another thread must not wait for a flight that ended with the first one's stack.
        assertThatThrownBy(() -> Together.start(1, i -> () -> endless("a")).results())
                .hasCauseInstanceOf(StackOverflowError.class);
    }
}
