package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.Memoize;
import dev.memoize.memo.WovenTime;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A result whose computation began before its key was invalidated goes to its callers and is not stored. */
@SuppressWarnings("memoize") // impure on purpose: how else to see what ran
@Timeout(120)
class InvalidationWinsTest {
    static final class Source {
        final AtomicInteger runs = new AtomicInteger();
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch mayReturn = new CountDownLatch(1);

        @Memoize
        String read(String key) {
            int run = runs.incrementAndGet();
            if (run == 1) {
                entered.countDown();
                Together.await(mayReturn);
            }
            return key + run;
        }

        Memo1<String, String> memo() {
            return Memo.of(this::read);
        }
    }

    static Stream<Arguments> invalidations() {
        return Stream.of(
                how("invalidate", m -> m.invalidate("k")),
                how("invalidateIf", m -> m.invalidateIf(k -> k.equals("k"))),
                how("cacheClear", Memo::cacheClear),
                how("put, then invalidate", m -> {
                    m.put("k", "put");
                    m.invalidate("k");
                }));
    }

    private static Arguments how(String name, Consumer<Memo1<String, String>> invalidation) {
        return Arguments.of(name, invalidation);
    }

    @ParameterizedTest
    @MethodSource("invalidations")
    void whatWasBeingComputedGoesToItsWaitersOnly(String name, Consumer<Memo1<String, String>> invalidation)
            throws Exception {
        Source source = new Source();
        Together<String> before = Together.<String>start(3, i -> () -> source.read("k"));
        Together.await(source.entered);
        before.untilWaiting(3);
        invalidation.accept(source.memo());
        // Who asks now begins anew, and does not wait for the old computation.
        assertThat(source.read("k")).isEqualTo("k2");
        source.mayReturn.countDown();
        assertThat(before.results()).containsOnly("k1");
        assertThat(source.read("k")).isEqualTo("k2");
        assertThat(source.runs).hasValue(2);
        assertThat(source.memo().cacheInfo().currSize()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("invalidations")
    void nothingIsStoredWhereNobodyAsksAgain(String name, Consumer<Memo1<String, String>> invalidation)
            throws Exception {
        Source source = new Source();
        Together<String> before = Together.<String>start(1, i -> () -> source.read("k"));
        Together.await(source.entered);
        invalidation.accept(source.memo());
        source.mayReturn.countDown();
        assertThat(before.results()).containsExactly("k1");
        assertThat(source.memo().peek("k")).isNull();
        assertThat(source.memo().cacheInfo().currSize()).isZero();
    }

    @Test
    void aPutDuringTheComputationStays() throws Exception {
        Source source = new Source();
        Together<String> before =
                Together.<String>start(2, i -> () -> source.read("k")).untilWaiting(2);
        source.memo().put("k", "put");
        assertThat(source.read("k")).isEqualTo("put");
        source.mayReturn.countDown();
        assertThat(before.results()).containsOnly("k1");
        assertThat(source.read("k")).isEqualTo("put");
    }

    @Test
    void otherKeysBeingComputedAreNotTouched() throws Exception {
        Source source = new Source();
        Together<String> before = Together.<String>start(1, i -> () -> source.read("k"));
        Together.await(source.entered);
        source.memo().invalidate("other");
        source.memo().invalidateIf(k -> k.equals("other"));
        source.mayReturn.countDown();
        assertThat(before.results()).containsExactly("k1");
        assertThat(source.memo().peek("k")).isEqualTo("k1");
    }

    @Test
    void aResizeToNothingDuringTheComputationStoresNothing() throws Exception {
        Source source = new Source();
        Together<String> before =
                Together.<String>start(3, i -> () -> source.read("k")).untilWaiting(3);
        source.memo().resize(0);
        source.mayReturn.countDown();
        assertThat(before.results()).containsOnly("k1");
        assertThat(source.memo().cacheInfo().currSize()).isZero();
        assertThat(source.memo().peek("k")).isNull();
    }

    static final class Statics {
        static final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);
        static final AtomicInteger runs = new AtomicInteger();
        static volatile Runnable inBody = () -> {};

        @Memoize(ttl = "10ns")
        static int expiring(int key) {
            inBody.run();
            return runs.incrementAndGet();
        }

        @Memoize(ttl = "10ns")
        Integer expiring(String a, Object b) {
            inBody.run();
            return runs.incrementAndGet();
        }
    }

    @Test
    @SuppressWarnings("try")
    void expiredEntryIsRecomputed() {
        try (WovenTime ignored = WovenTime.is(Statics.time::get)) {
            Statics instance = new Statics();
            int first = Statics.expiring(1);
            int wide = instance.expiring("a", null);
            Statics.time.addAndGet(9);
            assertThat(Statics.expiring(1)).isEqualTo(first);
            assertThat(instance.expiring("a", null)).isEqualTo(wide);
            Statics.time.addAndGet(1);
            assertThat(Memo.<Integer, Integer>of1(Statics::expiring).peek(1)).isNull();
            assertThat(Statics.expiring(1)).isEqualTo(first + 2);
            assertThat(instance.expiring("a", null)).isEqualTo(wide + 2);
            assertThat(Memo.<Integer, Integer>of1(Statics::expiring).cacheInfo())
                    .isEqualTo(new CacheInfo(1, 2, 128, 1));
        }
    }

    static final class Refreshed {
        static final AtomicLong time = new AtomicLong();
        static final AtomicInteger runs = new AtomicInteger();
        static final CountDownLatch entered = new CountDownLatch(1);
        static final CountDownLatch mayReturn = new CountDownLatch(1);

        @Memoize(ttl = "10ns")
        static int value(int key) {
            int run = runs.incrementAndGet();
            if (run == 2) {
                entered.countDown();
                Together.await(mayReturn);
            }
            return run;
        }
    }

    /** The time of a result is that at which it was stored, however long it took. */
    @Test
    @SuppressWarnings("try")
    void anExpiredKeyIsComputedOnceForAllAndLivesFromWhenItWasStored() throws Exception {
        try (WovenTime ignored = WovenTime.is(Refreshed.time::get)) {
            assertThat(Refreshed.value(1)).isEqualTo(1);
            Refreshed.time.set(10);
            Together<Integer> all = Together.<Integer>start(4, i -> () -> Refreshed.value(1));
            Together.await(Refreshed.entered);
            all.untilWaiting(4);
            Refreshed.time.set(100);
            Refreshed.mayReturn.countDown();
            assertThat(all.results()).containsOnly(2);
            Refreshed.time.set(109);
            assertThat(Refreshed.value(1)).isEqualTo(2);
            Refreshed.time.set(110);
            assertThat(Refreshed.value(1)).isEqualTo(3);
        }
    }

    final AtomicInteger inner = new AtomicInteger();

    @Memoize
    int clearsItself(int key) {
        Memo.of(this::clearsItself).invalidate(key);
        return inner.incrementAndGet();
    }

    @Test
    void aBodyMayInvalidateItsOwnKey() {
        assertThat(clearsItself(1)).isEqualTo(1);
        assertThat(clearsItself(1)).isEqualTo(2);
        assertThat(Memo.of(this::clearsItself).cacheInfo()).isEqualTo(new CacheInfo(0, 2, 128, 0));
    }
}
