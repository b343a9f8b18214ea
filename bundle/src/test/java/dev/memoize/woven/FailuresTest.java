package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.Memoize;
import dev.memoize.memo.WovenTime;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is thrown comes out as it is, is not stored, and leaves the cache usable. */
@SuppressWarnings("memoize") // impure on purpose: how else to see what ran
@Timeout(120)
class FailuresTest {
    final AtomicInteger runs = new AtomicInteger();
    Throwable toThrow;

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneak(Throwable t) throws T {
        throw (T) t;
    }

    private void maybeThrow() {
        runs.incrementAndGet();
        if (toThrow != null) {
            throw FailuresTest.<RuntimeException>sneak(toThrow);
        }
    }

    @Memoize
    int ofInt(int key) throws IOException {
        maybeThrow();
        return key;
    }

    @Memoize
    Object ofObject(Object key) throws IOException {
        maybeThrow();
        return key;
    }

    @Memoize
    double ofSeveral(Object key, long number, float more) throws IOException {
        maybeThrow();
        return number;
    }

    private interface Call {
        Object run() throws Throwable;
    }

    private void isNeverStored(Throwable thrown, Call call, dev.memoize.Memo memo) throws Throwable {
        toThrow = thrown;
        for (int i = 1; i <= 3; i++) {
            assertThat(catchThrowable(call::run)).isSameAs(thrown);
            assertThat(memo.cacheInfo()).isEqualTo(new CacheInfo(0, i, 128, 0));
        }
        toThrow = null;
        Object result = call.run();
        assertThat(call.run()).isEqualTo(result);
        assertThat(memo.cacheInfo()).isEqualTo(new CacheInfo(1, 4, 128, 1));
        assertThat(thrown.getSuppressed()).isEmpty();
        memo.cacheClear();
    }

    @Test
    void everyThrowableComesOutUnwrappedAndIsNotStored() throws Throwable {
        Throwable[] all = {
            new IOException("declared"),
            new IllegalStateException("unchecked"),
            new Exception("sneaked"),
            new OutOfMemoryError("simulated"),
            new ThreadKilled(),
            new InterruptedException("body"),
            new LinkageError("a class was missing")
        };
        for (Throwable t : all) {
            isNeverStored(t, () -> ofInt(1), Memo.of(this::ofInt));
            isNeverStored(t, () -> ofObject("k"), Memo.of(this::ofObject));
            isNeverStored(t, () -> ofSeveral("k", 2L, 1f), Memo.of(this::ofSeveral));
            isNeverStored(t, () -> Memo.of(this::ofInt).apply(1), Memo.of(this::ofInt));
            isNeverStored(t, () -> Memo.of(FailuresTest::ofObject).apply(this, "k"), Memo.of(this::ofObject));
        }
    }

    @Test
    void theHandleThrowsCheckedExceptionsAsTheyAre() {
        toThrow = new IOException("declared");
        assertThat(catchThrowable(() -> Memo.of(this::ofInt).apply(7))).isSameAs(toThrow);
        assertThat(catchThrowable(() -> Memo.of(this::ofInt).wrapped().apply(7)))
                .isSameAs(toThrow);
        assertThat(catchThrowable(() -> Memo.of(FailuresTest.class.getDeclaredMethod("ofInt", int.class))
                        .callWrapped(this, 7)))
                .isSameAs(toThrow);
        assertThat(Memo.of(this::ofInt).cacheInfo().misses()).isEqualTo(1);
    }

    /** As {@code Thread.stop} did: an error out of nowhere. */
    static final class ThreadKilled extends Error {
        private static final long serialVersionUID = 1;
    }

    /** A key that fails at a chosen one of the calls that are made to it. */
    static final class Trap {
        final int value;
        static int callsUntilThrow = Integer.MAX_VALUE;
        static Error thrown;

        Trap(int value) {
            this.value = value;
        }

        private static void count() {
            if (--callsUntilThrow == 0) {
                throw thrown;
            }
        }

        @Override
        public int hashCode() {
            count();
            return 5;
        }

        @Override
        public boolean equals(Object other) {
            count();
            return other instanceof Trap t && t.value == value;
        }
    }

    @Memoize(maxSize = 4)
    static String trapped(Trap key) {
        Trap.count();
        return "." + key.value;
    }

    @Memoize(maxSize = 4, ttl = "1h")
    static long trapped(Trap key, int more, Trap other) {
        Trap.count();
        return key.value + more + other.value;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @SuppressWarnings("try")
    void anErrorOutOfAnyCallToUserCodeLeavesTheCacheUsable(boolean outOfMemory) {
        Trap.thrown = outOfMemory ? new OutOfMemoryError("simulated") : new ThreadKilled();
        try (WovenTime ignored = WovenTime.is(() -> {
            Trap.count();
            return 0;
        })) {
            for (int calls = 1; calls < 200; calls++) {
                Trap.callsUntilThrow = calls;
                Throwable failure = catchThrowable(() -> {
                    for (int i = 0; i < 6; i++) {
                        assertThat(trapped(new Trap(i % 5))).isEqualTo("." + i % 5);
                        assertThat(trapped(new Trap(i % 5), i % 5, new Trap(1))).isEqualTo(2 * (i % 5) + 1);
                    }
                    Memo.<Trap, String>of1(FailuresTest::trapped).put(new Trap(3), ".3");
                    Memo.<Trap, String>of1(FailuresTest::trapped).invalidate(new Trap(2));
                });
                assertThat(failure).isIn(null, Trap.thrown);
                Trap.callsUntilThrow = Integer.MAX_VALUE;
                // All four places serve, and no key is stuck.
                for (int i = 0; i < 8; i++) {
                    assertThat(trapped(new Trap(i))).isEqualTo("." + i);
                    assertThat(trapped(new Trap(i), i, new Trap(1))).isEqualTo(2 * i + 1);
                }
                CacheInfo before = Memo.<Trap, String>of1(FailuresTest::trapped).cacheInfo();
                CacheInfo wide = Memo.<Trap, Integer, Trap, Long>of3(FailuresTest::trapped)
                        .cacheInfo();
                for (int i = 4; i < 8; i++) {
                    trapped(new Trap(i));
                    trapped(new Trap(i), i, new Trap(1));
                }
                CacheInfo after = Memo.<Trap, String>of1(FailuresTest::trapped).cacheInfo();
                assertThat(after).isEqualTo(new CacheInfo(before.hits() + 4, before.misses(), 4, 4));
                assertThat(Memo.<Trap, Integer, Trap, Long>of3(FailuresTest::trapped)
                                .cacheInfo()
                                .misses())
                        .isEqualTo(wide.misses());
            }
        } finally {
            Trap.callsUntilThrow = Integer.MAX_VALUE;
        }
    }

    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch mayThrow = new CountDownLatch(1);

    @Memoize
    int outOfMemoryOnce(int key) {
        if (runs.incrementAndGet() == 1) {
            entered.countDown();
            Together.await(mayThrow);
            throw new OutOfMemoryError("simulated");
        }
        return key;
    }

    @Test
    void anErrorOfOneThreadIsNotHandedToThoseWhoWaitedForIt() throws Exception {
        Together<Object> first = Together.start(1, i -> () -> catchThrowable(() -> outOfMemoryOnce(4)));
        Together.await(entered);
        Together<Integer> others =
                Together.<Integer>start(3, i -> () -> outOfMemoryOnce(4)).untilWaiting(3);
        mayThrow.countDown();
        assertThat(first.results().get(0)).isInstanceOf(OutOfMemoryError.class);
        assertThat(others.results()).containsOnly(4);
        assertThat(runs).hasValue(2);
    }

    /** Real: the array does not fit. */
    @Memoize
    static long[] huge(int key) {
        return new long[key];
    }

    @Test
    void aRealOutOfMemoryErrorLeavesTheCacheUsable() {
        assertThat(catchThrowable(() -> huge(Integer.MAX_VALUE))).isInstanceOf(OutOfMemoryError.class);
        assertThat(Memo.of(FailuresTest::huge).cacheInfo().currSize()).isZero();
        assertThat(huge(3)).hasSize(3).isSameAs(huge(3));
    }
}
