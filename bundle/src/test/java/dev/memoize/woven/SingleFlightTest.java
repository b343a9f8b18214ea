package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.Memoize;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers of one absent key share one computation, and wait for that key alone. */
@SuppressWarnings("memoize") // impure on purpose: how else to see what ran
@Timeout(120)
class SingleFlightTest {
    private static final int CALLERS = 64;

    final AtomicInteger runs = new AtomicInteger();
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch mayReturn = new CountDownLatch(1);

    @Memoize
    int slow(int key) {
        entered.countDown();
        Together.await(mayReturn);
        return key * 10 + runs.incrementAndGet();
    }

    @Memoize
    String slow(String key, long salt) {
        entered.countDown();
        Together.await(mayReturn);
        return key + salt + runs.incrementAndGet();
    }

    @Test
    void sixtyFourCallersOfOneKeyRunTheBodyOnce() throws Exception {
        Together<Integer> callers =
                Together.<Integer>start(CALLERS, i -> () -> slow(7)).untilWaiting(CALLERS);
        mayReturn.countDown();
        assertThat(callers.results()).containsOnly(71);
        assertThat(Memo.<Integer, Integer>of1(this::slow).cacheInfo()).isEqualTo(new CacheInfo(63, 1, 128, 1));
    }

    @Test
    void sixtyFourCallersOfOneWideKeyRunTheBodyOnce() throws Exception {
        Together<String> callers = Together.<String>start(CALLERS, i -> () -> slow(new String("k"), 5L))
                .untilWaiting(CALLERS);
        mayReturn.countDown();
        assertThat(callers.results()).containsOnly("k51");
        assertThat(runs).hasValue(1);
    }

    @Test
    void sixtyFourVirtualThreadsRunTheBodyOnce() throws Exception {
        ThreadFactory virtual = virtualThreads();
        Together<Integer> callers = Together.start(CALLERS, i -> () -> slow(7), virtual);
        Together.await(entered);
        callers.untilWaiting(CALLERS);
        mayReturn.countDown();
        assertThat(callers.results()).containsOnly(71);
        assertThat(runs).hasValue(1);
    }

    /** Waiters that pinned their carriers would leave none for the one who computes and unparks in between. */
    @Test
    void waitingVirtualThreadsLeaveTheirCarriersFree() throws Exception {
        ThreadFactory virtual = virtualThreads();
        int more = 10 * Runtime.getRuntime().availableProcessors();
        Together<Integer> waiters = Together.start(more, i -> () -> slow(7), virtual);
        Together.await(entered);
        waiters.untilWaiting(more);
        assertThat(Together.start(2, i -> () -> i, virtual).results()).containsExactly(0, 1);
        mayReturn.countDown();
        assertThat(waiters.results()).containsOnly(71);
    }

    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads are final in 21");
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }

    @Memoize(singleFlight = false)
    int each(int key) {
        runs.incrementAndGet();
        entered.countDown();
        Together.await(mayReturn);
        return key;
    }

    @Test
    void withoutSingleFlightEachComputes() throws Exception {
        Together<Integer> callers = Together.start(5, i -> () -> each(1));
        while (runs.get() < 5) {
            Thread.onSpinWait();
        }
        mayReturn.countDown();
        assertThat(callers.results()).containsOnly(1);
        assertThat(Memo.of(this::each).cacheInfo()).isEqualTo(new CacheInfo(0, 5, 128, 1));
    }

    record Colliding(String name) {
        @Override
        public int hashCode() {
            return 42;
        }
    }

    @Memoize
    String slowOne(Colliding key) {
        if (key.name.equals("slow")) {
            entered.countDown();
            Together.await(mayReturn);
        }
        return "." + key.name + ".";
    }

    @Test
    void aSlowKeyDelaysNoKeyOfTheSameHash() throws Exception {
        Together<String> slow = Together.start(1, i -> () -> slowOne(new Colliding("slow")));
        Together.await(entered);
        for (int i = 0; i < 300; i++) {
            assertThat(slowOne(new Colliding("quick" + i))).isEqualTo(".quick" + i + ".");
        }
        Memo.of(this::slowOne).invalidate(new Colliding("quick3"));
        Memo.of(this::slowOne).resize(3);
        assertThat(Memo.of(this::slowOne).cacheInfo().currSize()).isEqualTo(3);
        mayReturn.countDown();
        assertThat(slow.results()).containsExactly(".slow.");
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    long slowIf(int key) {
        if (key == 0) {
            entered.countDown();
            Together.await(mayReturn);
        }
        return key + 1L;
    }

    /** Enough keys that every bin and every stripe there could be is used many times. */
    @Test
    void aSlowKeyDelaysNoOtherKeyWhateverItsBucket() throws Exception {
        Together<Long> slow = Together.start(1, i -> () -> slowIf(0));
        Together.await(entered);
        List<Long> sums = Together.<Long>start(2, t -> () -> {
                    long sum = 0;
                    for (int i = 1; i < 100_000; i++) {
                        sum += slowIf(i);
                    }
                    return sum;
                })
                .results();
        assertThat(sums).containsOnly(5_000_049_999L);
        mayReturn.countDown();
        assertThat(slow.results()).containsExactly(1L);
    }

    static final class Declared extends Exception {
        private static final long serialVersionUID = 1;
    }

    final Declared declared = new Declared();

    @Memoize
    int failing(int key) throws Declared {
        runs.incrementAndGet();
        Together.await(mayReturn);
        throw declared;
    }

    @Test
    void waitersGetTheVeryExceptionOfTheOneWhoComputed() throws Exception {
        Together<Throwable> callers = Together.<Throwable>start(8, i -> () -> {
                    try {
                        failing(1);
                        return null;
                    } catch (Declared e) {
                        return e;
                    }
                })
                .untilWaiting(8);
        mayReturn.countDown();
        assertThat(callers.results()).hasSize(8).allSatisfy(e -> assertThat(e).isSameAs(declared));
        assertThat(runs).hasValue(1);
        assertThat(Memo.of(this::failing).cacheInfo()).isEqualTo(new CacheInfo(0, 8, 128, 0));
    }

    @Test
    void anInterruptEndsOnlyTheWaitersOwnWait() throws Exception {
        CountDownLatch leave = new CountDownLatch(1);
        List<Boolean> flags = Collections.synchronizedList(new java.util.ArrayList<>());
        SecondRunsAlone subject = new SecondRunsAlone(leave, flags);
        Together<Integer> first = Together.<Integer>start(1, i -> () -> subject.value(1));
        Together.await(subject.entered);
        Together<Integer> second =
                Together.<Integer>start(1, i -> () -> subject.value(1)).untilWaiting(1);
        second.thread(0).interrupt();
        assertThat(second.results()).containsExactly(2);
        assertThat(flags).containsExactly(true);
        leave.countDown();
        assertThat(first.results()).containsExactly(1);
        assertThat(subject.value(1)).isEqualTo(2);
    }

    static final class SecondRunsAlone {
        final AtomicInteger runs = new AtomicInteger();
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch leave;
        final List<Boolean> flags;

        SecondRunsAlone(CountDownLatch leave, List<Boolean> flags) {
            this.leave = leave;
            this.flags = flags;
        }

        @Memoize
        int value(int key) {
            int run = runs.incrementAndGet();
            if (run == 1) {
                entered.countDown();
                Together.await(leave);
            } else {
                flags.add(Thread.currentThread().isInterrupted());
            }
            return run;
        }
    }

    @Memoize
    int interruptible(int key) throws InterruptedException {
        if (runs.incrementAndGet() == 1) {
            entered.countDown();
            new CountDownLatch(1).await();
        }
        return key;
    }

    @Test
    void anInterruptOfTheBodyIsNotHandedToItsWaiters() throws Exception {
        Together<Integer> first = Together.start(1, i -> () -> interruptible(3));
        Together.await(entered);
        Together<Integer> others =
                Together.<Integer>start(4, i -> () -> interruptible(3)).untilWaiting(4);
        first.thread(0).interrupt();
        assertThat(others.results()).containsOnly(3);
        assertThat(runs).hasValue(2);
        assertThatThrownBy(first::results).hasCauseInstanceOf(InterruptedException.class);
    }
}
