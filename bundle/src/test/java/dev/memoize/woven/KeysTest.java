package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.Memoize;
import dev.memoize.Scope;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is one key, how often it is hashed, and what its equals and hashCode may do. */
@SuppressWarnings("memoize") // impure on purpose: how else to see what ran
@Timeout(120)
class KeysTest {
    int runs;

    /** Counts its hashes; equal by value. */
    static final class Counted {
        final int value;
        int hashed;

        Counted(int value) {
            this.value = value;
        }

        @Override
        public int hashCode() {
            hashed++;
            return value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Counted c && c.value == value;
        }
    }

    @Memoize(maxSize = 1)
    int one(Counted key) {
        return ++runs;
    }

    @Memoize(maxSize = 1)
    int several(Counted a, int n, Counted b) {
        return ++runs;
    }

    @Memoize(scope = Scope.CLASS, maxSize = 1)
    static Object shared(Counted key) {
        return key;
    }

    @Test
    void aKeyIsHashedOncePerCall() {
        Counted a = new Counted(1);
        Counted b = new Counted(2);
        one(a); // miss
        one(a); // hit
        one(b); // evicts a
        assertThat(a.hashed).isEqualTo(2);
        one(a); // evicted
        assertThat(a.hashed).isEqualTo(3);
        Memo.of(this::one).resize(100);
        one(a);
        assertThat(a.hashed).isEqualTo(4);
        for (int i = 10; i < 90; i++) {
            one(new Counted(i)); // the table grows
        }
        assertThat(a.hashed).isEqualTo(4);
        one(a);
        assertThat(a.hashed).isEqualTo(5);

        a.hashed = 0;
        b.hashed = 0;
        several(a, 1, b);
        several(a, 1, b);
        several(b, 1, a);
        several(a, 1, b);
        assertThat(a.hashed).isEqualTo(4);
        assertThat(b.hashed).isEqualTo(4);
        shared(a);
        shared(a);
        assertThat(a.hashed).isEqualTo(6);
    }

    final CountDownLatch mayReturn = new CountDownLatch(1);

    @Memoize
    int slow(Counted key) {
        Together.await(mayReturn);
        return ++runs;
    }

    @Test
    void aKeyIsHashedOnceWhereItsCallerWaitsForAnother() throws Exception {
        Counted[] keys = {new Counted(1), new Counted(1), new Counted(1)};
        Together<Integer> all =
                Together.<Integer>start(3, i -> () -> slow(keys[i])).untilWaiting(3);
        mayReturn.countDown();
        assertThat(all.results()).containsOnly(1);
        assertThat(keys).extracting(k -> k.hashed).containsOnly(1);
    }

    record SameHash(int value) {
        @Override
        public int hashCode() {
            return 7;
        }
    }

    @Memoize(maxSize = 3000)
    int colliding(SameHash key) {
        runs++;
        return key.value * 3;
    }

    @Memoize(maxSize = 500)
    int colliding(SameHash key, long more) {
        runs++;
        return key.value * 3 + (int) more;
    }

    @Test
    void thousandsOfKeysOfOneHashStayRight() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 2000; i++) {
                assertThat(colliding(new SameHash(i))).isEqualTo(i * 3);
            }
        }
        assertThat(runs).isEqualTo(2000);
        for (int i = 0; i < 2000; i += 2) {
            assertThat(Memo.<SameHash, Integer>of1(this::colliding).invalidate(new SameHash(i)))
                    .isTrue();
        }
        for (int i = 0; i < 2000; i++) {
            assertThat(colliding(new SameHash(i))).isEqualTo(i * 3);
        }
        assertThat(runs).isEqualTo(3000);
        for (int i = 0; i < 2000; i++) {
            assertThat(colliding(new SameHash(i), 5)).isEqualTo(i * 3 + 5);
        }
        assertThat(runs).isEqualTo(5000);
        for (int i = 1999; i >= 1500; i--) {
            assertThat(colliding(new SameHash(i), 5)).isEqualTo(i * 3 + 5);
        }
        assertThat(runs).isEqualTo(5000);
    }

    @Memoize
    int sum(int... numbers) {
        runs++;
        return Arrays.stream(numbers).sum();
    }

    @Memoize
    String deep(Object[] tree, long[][] grid, String s) {
        runs++;
        return Arrays.deepToString(tree) + Arrays.deepToString(grid) + s;
    }

    @Test
    void arraysAndVarargsAreKeysByContentAndCopied() {
        int[] numbers = {1, 2, 3};
        assertThat(sum(numbers)).isEqualTo(6);
        assertThat(sum(1, 2, 3)).isEqualTo(6);
        assertThat(runs).isEqualTo(1);
        numbers[0] = 100;
        assertThat(sum(numbers)).isEqualTo(105);
        assertThat(sum(1, 2, 3)).isEqualTo(6);
        assertThat(sum()).isZero();
        assertThat(sum()).isZero();
        assertThat(runs).isEqualTo(3);

        Object[] tree = {1, new int[] {2, 3}, null};
        long[][] grid = {{1}, {}};
        String first = deep(tree, grid, "s");
        assertThat(deep(new Object[] {1, new int[] {2, 3}, null}, new long[][] {{1}, {}}, "s"))
                .isEqualTo(first);
        assertThat(runs).isEqualTo(4);
        ((int[]) tree[1])[0] = 9;
        grid[0][0] = 9;
        assertThat(deep(tree, grid, "s")).isNotEqualTo(first);
        assertThat(deep(new Object[] {1, new int[] {2, 3}, null}, new long[][] {{1}, {}}, "s"))
                .isEqualTo(first);
        assertThat(runs).isEqualTo(5);
    }

    @Memoize
    static String starred(Object... arguments) {
        return Arrays.deepToString(arguments);
    }

    /** CPython's test_lru_star_arg_handling: {@code f(1, 2)} is not {@code f((1, 2))}. */
    @Test
    void lruStarArgHandling() {
        assertThat(starred(1, 2)).isEqualTo("[1, 2]");
        assertThat(starred((Object) new Object[] {1, 2})).isEqualTo("[[1, 2]]");
        assertThat(starred(1, 2)).isEqualTo("[1, 2]");
    }

    @Memoize
    String nothing(String key) {
        runs++;
        return key == null ? "null" : null;
    }

    @Memoize
    Integer nothing(String key, Object more) {
        runs++;
        return null;
    }

    @Test
    void nullIsAKeyAndAValue() {
        for (int i = 0; i < 3; i++) {
            assertThat(nothing(null)).isEqualTo("null");
            assertThat(nothing("a")).isNull();
            assertThat(nothing(null, null)).isNull();
            assertThat(nothing("a", null)).isNull();
            assertThat(nothing(null, "a")).isNull();
        }
        assertThat(runs).isEqualTo(5);
    }

    @Memoize
    String priced(String item, @Memoize.Ignore Object logger, @Memoize.Ignore long requestId) {
        runs++;
        return item + logger + requestId;
    }

    @Memoize
    static int allIgnored(@Memoize.Ignore int a, @Memoize.Ignore Object b) {
        return a;
    }

    @Test
    void ignoredParametersAreNotPartOfTheKey() {
        assertThat(priced("tea", "log1", 1)).isEqualTo("tealog11");
        assertThat(priced("tea", null, 2)).isEqualTo("tealog11");
        assertThat(priced("milk", null, 2)).isEqualTo("milknull2");
        assertThat(runs).isEqualTo(2);
        assertThat(Memo.of(this::priced).invalidate("tea", "whatever", 9L)).isTrue();
        assertThat(Memo.of(this::priced).invalidateIf((item, log, id) -> log == null && id == null))
                .isEqualTo(1);
        assertThat(allIgnored(3, "x")).isEqualTo(3);
        assertThat(allIgnored(4, "y")).isEqualTo(3);
    }

    @Memoize(typed = false)
    String untyped(Object number) {
        runs++;
        return number.toString();
    }

    @Memoize
    String typed(Object number) {
        runs++;
        return number.toString();
    }

    @Memoize(typed = false)
    String untyped(Number a, Object b) {
        runs++;
        return a + "," + b;
    }

    @Test
    void untypedNumbersOfOneValueAreOneKeyAndTypedOnesAreNot() {
        Object[] ones = {1, 1L, 1.0, 1f, (short) 1, (byte) 1, new BigDecimal("1.00")};
        for (Object one : ones) {
            assertThat(untyped(one)).isEqualTo("1");
            assertThat(untyped((Number) one, one)).isEqualTo("1,1");
        }
        assertThat(runs).isEqualTo(2);
        assertThat(untyped("1")).isEqualTo("1");
        assertThat(runs).isEqualTo(3);
        for (Object one : ones) {
            assertThat(typed(one)).isEqualTo(one.toString());
        }
        assertThat(runs).isEqualTo(10);
    }

    @Memoize
    int ofDoubles(double a, float b) {
        return ++runs;
    }

    @Memoize
    long packed(byte a, short b, char c, boolean d) {
        runs++;
        return ((a * 100_000L + b) * 70_000 + c) * 2 + (d ? 1 : 0);
    }

    @Test
    void primitivesAreComparedAsTheirWrappersDo() {
        assertThat(ofDoubles(0.0, 1)).isNotEqualTo(ofDoubles(-0.0, 1));
        assertThat(ofDoubles(Double.NaN, Float.NaN)).isEqualTo(ofDoubles(0.0 / 0, 0f / 0));
        runs = 0;
        byte[] bytes = {0, 1, -1, Byte.MIN_VALUE, Byte.MAX_VALUE};
        short[] shorts = {0, 1, -1, Short.MIN_VALUE, Short.MAX_VALUE};
        char[] chars = {0, 1, Character.MAX_VALUE, 0x8000};
        int keys = 0;
        for (int round = 0; round < 2; round++) {
            Memo.of(this::packed).resize(1000);
            for (byte a : bytes) {
                for (short b : shorts) {
                    for (char c : chars) {
                        for (boolean d : new boolean[] {true, false}) {
                            keys += 1 - round;
                            assertThat(packed(a, b, c, d))
                                    .isEqualTo(((a * 100_000L + b) * 70_000 + c) * 2 + (d ? 1 : 0));
                            assertThat(Memo.of(this::packed).peek(a, b, c, d)).isEqualTo(packed(a, b, c, d));
                        }
                    }
                }
            }
        }
        assertThat(runs).isEqualTo(keys);
    }

    /** Its equals and hashCode call memoized methods, this one's own included. */
    final class Calling {
        final int value;

        Calling(int value) {
            this.value = value;
        }

        @Override
        public int hashCode() {
            return value < 2 ? 1 : reentrant(new Calling(1)) + half(value);
        }

        @Override
        public boolean equals(Object other) {
            if (value >= 2) {
                reentrant(new Calling(1));
                half(value);
                Memo.of(KeysTest.this::half).invalidate(value);
            }
            return other instanceof Calling c && c.value == value;
        }
    }

    @Memoize(maxSize = 4)
    int half(int n) {
        return n / 2;
    }

    @Memoize(maxSize = 4)
    int reentrant(Calling key) {
        runs++;
        return key.value * 2;
    }

    @Test
    void equalsAndHashCodeMayCallMemoizedMethods() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertThat(reentrant(new Calling(i % 6))).isEqualTo(i % 6 * 2);
        }
        Together.start(4, t -> () -> {
                    for (int i = 0; i < 2000; i++) {
                        int value = (i + t) % 7;
                        if (reentrant(new Calling(value)) != value * 2) {
                            throw new AssertionError(value);
                        }
                    }
                    return null;
                })
                .results();
    }

    /** Blocks in equals where its original meets a copy that is told to. */
    static final class Blocking {
        final int value;
        final CountDownLatch entered;
        final CountDownLatch mayReturn;

        Blocking(int value, CountDownLatch entered, CountDownLatch mayReturn) {
            this.value = value;
            this.entered = entered;
            this.mayReturn = mayReturn;
        }

        @Override
        public int hashCode() {
            return value;
        }

        @Override
        public boolean equals(Object other) {
            entered.countDown();
            ((Blocking) other).entered.countDown();
            Together.await(mayReturn);
            Together.await(((Blocking) other).mayReturn);
            return other instanceof Blocking b && b.value == value;
        }
    }

    @Memoize(maxSize = 8)
    int ofBlocking(Blocking key) {
        return key.value;
    }

    @Test
    void anEqualsThatBlocksHoldsNoLock() throws Exception {
        CountDownLatch open = new CountDownLatch(0);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        ofBlocking(new Blocking(1, open, open));
        Memo.of(this::ofBlocking).cacheInfo();
        Together<Integer> blocked = Together.start(1, i -> () -> ofBlocking(new Blocking(1, entered, closed)));
        Together.await(entered);
        // The first comparison is on the way of a hit. The others are those of a miss and of the handle.
        CountDownLatch missEntered = new CountDownLatch(1);
        ofBlocking(new Blocking(2, open, open));
        Memo.of(this::ofBlocking).resize(1);
        Together<Boolean> invalidating = Together.start(
                1, i -> () -> Memo.of(this::ofBlocking).invalidate(new Blocking(2, missEntered, closed)));
        Together.await(missEntered);
        for (int i = 3; i < 20; i++) {
            int value = i;
            assertThat(Together.start(1, t -> () -> ofBlocking(new Blocking(value, open, open)))
                            .results())
                    .containsExactly(value);
        }
        assertThat(Memo.of(this::ofBlocking).cacheInfo().currSize()).isEqualTo(1);
        closed.countDown();
        assertThat(blocked.results()).containsExactly(1);
        assertThat(invalidating.results()).containsExactly(false);
    }

    static final class Throwing {
        final boolean hash;
        final boolean equality;

        Throwing(boolean hash, boolean equality) {
            this.hash = hash;
            this.equality = equality;
        }

        @Override
        public int hashCode() {
            if (hash) {
                throw new IllegalStateException("hash");
            }
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            if (equality || other instanceof Throwing t && t.equality) {
                throw new IllegalStateException("equals");
            }
            return other instanceof Throwing;
        }
    }

    @Memoize
    int guarded(Throwing key) {
        return ++runs;
    }

    @Test
    void whatHashCodeAndEqualsThrowReachesTheCallerAndNothingElse() {
        assertThatThrownBy(() -> guarded(new Throwing(true, false))).hasMessage("hash");
        assertThat(guarded(new Throwing(false, false))).isEqualTo(1);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> guarded(new Throwing(false, true))).hasMessage("equals");
        }
        assertThat(guarded(new Throwing(false, false))).isEqualTo(1);
        assertThat(Memo.of(this::guarded).cacheInfo()).isEqualTo(new CacheInfo(1, 1, 128, 1));
    }
}
