package dev.memoize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.memo.KeyedMemo;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a handle does to a memo, on functions that are not woven. */
class HandleTest {
    private final AtomicInteger runs = new AtomicInteger();

    private Memo1<String, Integer> lengths(int maxSize) {
        return Memo.lru(maxSize, s -> {
            runs.incrementAndGet();
            return s.length();
        });
    }

    @Test
    void peekNeitherCountsNorRefreshes() {
        Memo1<String, Integer> memo = lengths(2);
        memo.apply("a");
        memo.apply("bb");
        assertEquals(1, memo.peek("a"));
        assertNull(memo.peek("none"));
        memo.apply("ccc");
        assertNull(memo.peek("a"), "a was the least recently used");
        assertEquals(new CacheInfo(0, 3, 2, 2), memo.cacheInfo());
    }

    @Test
    void whatWasPutIsServed() {
        Memo1<String, Integer> memo = lengths(8);
        memo.put("a", 100);
        assertEquals(100, memo.apply("a"));
        memo.put("a", 200);
        assertEquals(200, memo.apply("a"));
        assertEquals(0, runs.get());
        assertEquals(new CacheInfo(2, 0, 8, 1), memo.cacheInfo());
    }

    @Test
    void preloadedKeysAreServedAndBoundedInTheMapsOrder() {
        Memo1<String, Integer> memo = lengths(2);
        Map<String, Integer> results = new LinkedHashMap<>();
        results.put("x", 1);
        results.put("y", 2);
        results.put("z", 3);
        memo.preload(results);
        assertNull(memo.peek("x"));
        assertEquals(2, memo.apply("y"));
        assertEquals(3, memo.apply("z"));
        assertEquals(0, runs.get());
    }

    @Test
    void anInvalidatedKeyIsComputedAnew() {
        Memo1<String, Integer> memo = lengths(8);
        memo.apply("a");
        memo.apply("bb");
        assertTrue(memo.invalidate("a"));
        assertFalse(memo.invalidate("a"));
        memo.apply("a");
        memo.apply("bb");
        assertEquals(3, runs.get());
    }

    @Test
    void invalidateIfDropsWhatMatchesAndNothingElse() {
        Memo1<String, Integer> memo = lengths(8);
        List.of("a", "bb", "cc", "ddd").forEach(memo::apply);
        assertEquals(2, memo.invalidateIf(s -> s.length() == 2));
        assertEquals(2, memo.cacheInfo().currSize());
        assertEquals(1, memo.peek("a"));
        assertNull(memo.peek("bb"));
    }

    @Test
    void aConditionMayUseTheMemoItself() {
        Memo1<String, Integer> memo = lengths(8);
        List.of("a", "bb").forEach(memo::apply);
        assertEquals(1, memo.invalidateIf(s -> memo.apply(s) == 2));
    }

    @Test
    void resizeEvictsAtOnceAndKeepsTheMostRecent() {
        Memo1<String, Integer> memo = lengths(8);
        List.of("a", "bb", "ccc").forEach(memo::apply);
        memo.apply("a");
        memo.resize(2);
        assertEquals(new CacheInfo(1, 3, 2, 2), memo.cacheInfo());
        assertNull(memo.peek("bb"));
        memo.resize(0);
        memo.apply("a");
        assertEquals(new CacheInfo(1, 4, 0, 0), memo.cacheInfo());
        memo.resize(Memoize.UNBOUNDED);
        memo.apply("a");
        memo.apply("a");
        assertEquals(
                "CacheInfo[hits=2, misses=5, maxSize=UNBOUNDED, currSize=1]",
                memo.cacheInfo().toString());
        assertEquals(Memoize.UNBOUNDED, memo.cacheParameters().maxSize());
        assertEquals(
                "maxSize is -1; use 0 to disable storage or Memoize.UNBOUNDED",
                assertThrows(IllegalArgumentException.class, () -> memo.resize(-1))
                        .getMessage());
    }

    @Test
    void wrappedRunsTheOriginalAndLeavesTheStatisticsAlone() {
        Memo1<String, Integer> memo = lengths(8);
        memo.apply("a");
        assertEquals(1, memo.wrapped().apply("a"));
        assertEquals(2, runs.get());
        assertEquals(new CacheInfo(0, 1, 8, 1), memo.cacheInfo());
    }

    @Test
    void parametersSayWhatWasConfigured() {
        Memo1<String, Integer> memo = Memo.builder()
                .maxSize(3)
                .typed(false)
                .ttl(Duration.ofSeconds(9))
                .singleFlight(false)
                .function(String::length);
        assertEquals(
                new CacheParameters(
                        3,
                        false,
                        Duration.ofSeconds(9),
                        0,
                        null,
                        null,
                        null,
                        null,
                        false,
                        Scope.INSTANCE,
                        Eviction.LRU,
                        false,
                        null,
                        null,
                        List.of(),
                        null),
                memo.cacheParameters());
        assertEquals(
                new CacheParameters(
                        128,
                        true,
                        null,
                        0,
                        null,
                        null,
                        null,
                        null,
                        true,
                        Scope.INSTANCE,
                        Eviction.LRU,
                        false,
                        null,
                        null,
                        List.of(),
                        null),
                Memo.builder().function(x -> x).cacheParameters());
    }

    @Test
    void parametersPrintUnboundedByItsName() {
        assertEquals(
                "CacheParameters[maxSize=UNBOUNDED, typed=true, ttl=PT9S, jitter=0.0, expireAfterAccess=null, "
                        + "refreshAfterWrite=null, staleIfError=null, maxWeight=null, singleFlight=true, scope=INSTANCE, "
                        + "eviction=LRU, deepRecursion=false, tier=null, version=v2, tags=[all, one:{0}], record=null]",
                Memo.builder()
                        .maxSize(Memoize.UNBOUNDED)
                        .ttl(Duration.ofSeconds(9))
                        .version("v2")
                        .tags("all", "one:{0}")
                        .function(x -> x)
                        .cacheParameters()
                        .toString());
    }

    @Test
    void parametersPrintEveryComponent() {
        CacheParameters p = Memo.builder().function(x -> x).cacheParameters();
        for (RecordComponent c : CacheParameters.class.getRecordComponents()) {
            assertTrue(p.toString().contains(c.getName() + "="), c.getName());
        }
    }

    @Test
    void aTimeForWhatIsNotStoredIsAnError() {
        String rest = " but maxSize is 0, so nothing is stored that could expire; remove one of them";
        Duration time = Duration.ofMinutes(10);
        Map<String, MemoBuilder> wrong = new LinkedHashMap<>();
        wrong.put("ttl is PT10M", Memo.builder().maxSize(0).ttl(time));
        wrong.put("ttl is a function", Memo.builder().maxSize(0).ttl(r -> time));
        wrong.put(
                "expireAfterAccess is PT10M",
                Memo.builder().expireAfterAccess(time).maxSize(0));
        wrong.put("refreshAfterWrite is PT10M", Memo.builder().maxSize(0).refreshAfterWrite(time));
        wrong.put("staleIfError is PT10M", Memo.builder().maxSize(0).staleIfError(time));
        wrong.forEach((what, builder) -> {
            assertEquals(
                    what + rest,
                    assertThrows(IllegalArgumentException.class, () -> builder.function(x -> x))
                            .getMessage());
            assertEquals(
                    what + rest,
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> builder.primitive().longUnary(x -> x))
                            .getMessage());
        });
        assertEquals(
                "maxWeight is 5 but maxSize is 0, so nothing is stored that could be weighed; remove one of them",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Memo.builder()
                                        .maxSize(0)
                                        .maxWeight(5, r -> 1)
                                        .function(x -> x))
                        .getMessage());
    }

    @Test
    @SuppressWarnings("NullAway") // the mistake that is tested
    void nullIsNamed() {
        Map<String, Executable> mistakes = new LinkedHashMap<>();
        mistakes.put("fn is null; pass the function to memoize", () -> Memo.lru(3, (Function<String, String>) null));
        mistakes.put(
                "ttl is null; use Duration.ZERO for ever", () -> Memo.builder().ttl((Duration) null));
        mistakes.put(
                "expireAfterAccess is null; use Duration.ZERO for ever",
                () -> Memo.builder().expireAfterAccess(null));
        mistakes.put(
                "refreshAfterWrite is null; use Duration.ZERO for never",
                () -> Memo.builder().refreshAfterWrite(null));
        mistakes.put(
                "staleIfError is null; use Duration.ZERO for never",
                () -> Memo.builder().staleIfError(null));
        mistakes.put(
                "eviction is null; leave it out for Eviction.LRU",
                () -> Memo.builder().eviction(null));
        mistakes.put(
                "executor is null; leave it out to use the common pool",
                () -> Memo.builder().executor(null));
        mistakes.put(
                "weigher is null; leave maxWeight out if results are not weighed",
                () -> Memo.builder().maxWeight(1, null));
        mistakes.put(
                "version is null; leave it out for none", () -> Memo.builder().version(null));
        mistakes.put(
                "ticker is null; leave it out for Ticker.system()",
                () -> Memo.builder().ticker(null));
        mistakes.put(
                "name is null; leave it out for \"function\"",
                () -> Memo.builder().name(null));
        mistakes.put(
                "tier is null; leave it out to use the heap alone",
                () -> Memo.builder().tier(null, String.class));
        mistakes.put("method is null; pass the Method of a memoized method", () -> Memo.of((Method) null));
        mistakes.forEach((message, mistake) -> assertEquals(
                message, assertThrows(NullPointerException.class, mistake).getMessage()));
        for (Executable mistake : List.<Executable>of(
                () -> Memo.builder().supplier(null),
                () -> Memo.builder().function(null),
                () -> Memo.builder().recursive(null),
                () -> Memo.builder().biFunction(null),
                () -> Memo.builder().function3(null),
                () -> Memo.builder().function4(null),
                () -> Memo.builder().function5(null),
                () -> Memo.builder().primitive().intBinary(null),
                () -> Memo.builder().primitive().toLong(null))) {
            assertEquals(
                    "fn is null; pass the function to memoize",
                    assertThrows(NullPointerException.class, mistake).getMessage());
        }
    }

    @Test
    void nullIsAKeyAndAValue() {
        Memo1<String, String> memo = Memo.lru(4, s -> {
            runs.incrementAndGet();
            return null;
        });
        assertNull(memo.apply(null));
        assertNull(memo.apply(null));
        assertNull(memo.apply("a"));
        assertNull(memo.apply("a"));
        assertEquals(2, runs.get());
        assertEquals(new CacheInfo(2, 2, 4, 2), memo.cacheInfo());
    }

    @Test
    void expiredEntryIsRecomputed() {
        AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);
        Memo1<String, Integer> memo =
                Memo.builder().ttl(Duration.ofNanos(10)).ticker(time::get).function(s -> runs.incrementAndGet());
        assertEquals(1, memo.apply("a"));
        time.addAndGet(9);
        assertEquals(1, memo.apply("a"));
        assertEquals(1, memo.peek("a"));
        time.addAndGet(1);
        assertNull(memo.peek("a"));
        assertFalse(memo.invalidate("a"));
        assertEquals(2, memo.apply("a"));
        time.addAndGet(10);
        assertEquals(3, memo.apply("a"));
        assertEquals(new CacheInfo(1, 3, 128, 1), memo.cacheInfo());
    }

    @Test
    void untypedNumbersOfOneValueAreOneKey() {
        Memo1<Object, Integer> memo = Memo.builder().typed(false).function(x -> runs.incrementAndGet());
        List<Object> ones = new ArrayList<>(List.of(1, 1L, 1.0, 1f, (short) 1, (byte) 1));
        ones.addAll(List.of(BigInteger.ONE, new BigDecimal("1.00"), BigDecimal.ONE));
        ones.forEach(
                one -> assertEquals(1, memo.apply(one), () -> one.getClass().toString()));
        assertEquals(2, memo.apply("1"));
        assertEquals(3, memo.apply(0.1));
        assertEquals(4, memo.apply(new BigDecimal("0.1")), "the double is not exactly a tenth");
        assertEquals(5, memo.apply(Double.NaN));
        assertEquals(5, memo.apply(Float.NaN));
        assertEquals(6, memo.apply(1L << 53));
        assertEquals(6, memo.apply((double) (1L << 53)));
        assertEquals(7, memo.apply((1L << 53) + 1));
        assertEquals(8, memo.apply(new BigDecimal("1E+999999999")), "never expanded");
        assertEquals(9, memo.apply(Long.MAX_VALUE));
        assertEquals(10, memo.apply((double) Long.MAX_VALUE), "2^63, one more than the long");
    }

    @Test
    void typedNumbersOfDifferentTypesAreDifferentKeys() {
        Memo1<Object, Integer> memo = Memo.lru(64, x -> runs.incrementAndGet());
        List.<Object>of(1, 1L, 1.0, 1f, BigInteger.ONE, BigDecimal.ONE, new BigDecimal("1.00"), -0.0, 0.0)
                .forEach(memo::apply);
        assertEquals(9, runs.get());
    }

    @Test
    void primitiveFunctionsAreMemoized() {
        MemoOf1<LongUnaryOperator, Long, Long> longs =
                Memo.builder().primitive().longUnary(n -> n * runs.incrementAndGet());
        assertEquals(5, longs.function().applyAsLong(5));
        assertEquals(5, longs.function().applyAsLong(5));
        assertEquals(5L, longs.peek(5L));
        longs.put(6L, 60L);
        assertEquals(60, longs.function().applyAsLong(6));
        assertEquals(10, longs.wrapped().applyAsLong(5));
        assertEquals(new CacheInfo(2, 1, 128, 2), longs.cacheInfo());

        MemoOf1<DoubleUnaryOperator, Double, Double> halves =
                Memo.builder().primitive().doubleUnary(x -> x / 2);
        assertEquals(-0.5, halves.function().applyAsDouble(-1));
        assertEquals(-0.5, halves.function().applyAsDouble(-1));
        assertEquals(-0.5, halves.peek(-1.0));

        MemoOf2<IntBinaryOperator, Integer, Integer, Integer> differences =
                Memo.builder().primitive().intBinary((a, b) -> a - b);
        assertEquals(-3, differences.function().applyAsInt(-5, -2));
        assertEquals(3, differences.function().applyAsInt(-2, -5));
        assertEquals(-3, differences.peek(-5, -2));
        assertEquals(1, differences.invalidateIf((a, b) -> a == -5));

        MemoOf1<ToIntFunction<String>, String, Integer> lengths =
                Memo.builder().primitive().toInt(String::length);
        assertEquals(3, lengths.function().applyAsInt("abc"));
        assertEquals(3, lengths.peek("abc"));
    }

    @Test
    void aResultThatLooksLikeTheMissMarkIsStoredAndCountedLikeAnyOther() {
        MemoOf1<LongUnaryOperator, Long, Long> memo = Memo.builder().primitive().longUnary(n -> {
            runs.incrementAndGet();
            return KeyedMemo.MISS;
        });
        assertEquals(KeyedMemo.MISS, memo.function().applyAsLong(1));
        assertEquals(KeyedMemo.MISS, memo.function().applyAsLong(1));
        assertEquals(1, runs.get());
        assertEquals(new CacheInfo(1, 1, 128, 1), memo.cacheInfo());
    }

    @Test
    void functionsOfSeveralArgumentsAreKeyedByAllOfThem() {
        Memo2<String, Integer, String> two = Memo.lru(8, (s, n) -> s.repeat(n) + runs.incrementAndGet());
        assertEquals("aa1", two.apply("a", 2));
        assertEquals("aa1", two.apply("a", 2));
        assertEquals("aaa2", two.apply("a", 3));
        assertEquals("aa1", two.peek("a", 2));
        two.preload(Map.of(List.of("z", 1), "zed"));
        assertEquals("zed", two.apply("z", 1));
        assertEquals(1, two.invalidateIf((s, n) -> n == 3));

        Memo3<Integer, Integer, Integer, Integer> three = Memo.builder().function3((a, b, c) -> a * 100 + b * 10 + c);
        assertEquals(123, three.apply(1, 2, 3));
        assertEquals(321, three.apply(3, 2, 1));
        assertEquals(123, three.apply(1, 2, 3));
        assertEquals(new CacheInfo(1, 2, 128, 2), three.cacheInfo());
        assertEquals(
                "got 2 arguments; this memo takes 3",
                assertThrows(IllegalArgumentException.class, () -> three.preload(Map.of(List.of(1, 2), 3)))
                        .getMessage());

        Memo0<Integer> none = Memo.cache(runs::incrementAndGet);
        assertEquals(none.get(), none.get());
    }

    @Test
    void arraysAreKeysByContentAndCopied() {
        Memo1<int[], Integer> memo = Memo.lru(8, a -> runs.incrementAndGet());
        int[] key = {1, 2};
        assertEquals(1, memo.apply(key));
        assertEquals(1, memo.apply(new int[] {1, 2}));
        key[0] = 9;
        assertEquals(2, memo.apply(key));
        assertEquals(1, memo.apply(new int[] {1, 2}));

        Memo1<Object[], Integer> nested = Memo.lru(8, a -> runs.incrementAndGet());
        int flat = nested.apply(new Object[] {1, 2});
        int inner = nested.apply(new Object[] {new Object[] {1, 2}});
        assertFalse(flat == inner);
        Object[] deep = {new int[] {7}};
        int seven = nested.apply(deep);
        ((int[]) deep[0])[0] = 8;
        assertEquals(seven, nested.apply(new Object[] {new int[] {7}}));
    }

    @Test
    void allMemosAreListedAsLongAsTheyLive() {
        Memo1<String, Integer> memo =
                Memo.builder().name("listed by HandleTest").function(String::length);
        assertTrue(Memos.all().stream().anyMatch(m -> m.toString().equals("Memo[listed by HandleTest]")));
        memo.apply("keeps it alive");
    }

    @Test
    void recursionThroughTheFirstParameterIsMemoized() {
        Memo1<Integer, Long> fib = Memo.recursive((self, n) -> n < 2 ? n : self.apply(n - 1) + self.apply(n - 2));
        assertEquals(2880067194370816120L, fib.apply(90));
        assertEquals(91, fib.cacheInfo().misses());
    }

    @Test
    void aPlainLambdaIsRefusedWithTheWayOut() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Memo.of((Fn1<String, Integer>) s -> s.length()))
                .getMessage();
        assertTrue(message.startsWith("got a lambda"), message);
        String notAnnotated = assertThrows(
                        IllegalArgumentException.class, () -> Memo.of((Fn1<String, Integer>) String::length))
                .getMessage();
        assertEquals("java.lang.String.length is not annotated with @Memoize", notAnnotated);
    }

    @Memoize
    static int forgotten(int n) {
        return n;
    }

    @Test
    void aMethodThatIsNotWovenIsRefusedWithTheWayToFixTheBuild() {
        String message = assertThrows(IllegalArgumentException.class, () -> Memo.of(HandleTest::forgotten))
                .getMessage();
        assertTrue(
                message.startsWith("dev.memoize.HandleTest.forgotten is annotated with @Memoize but not woven"),
                message);
        assertTrue(message.contains("annotationProcessorPaths"), message);
    }

    @Test
    void aMemoIsAFunctionLikeAnyOther() {
        Function<String, Integer> f = lengths(4);
        assertEquals(3, f.andThen(n -> n + 1).apply("aa"));
    }

    @Test
    void argumentsThatCannotBeTheMemosAreNamed() {
        MemoOf1<IntUnaryOperator, Integer, Integer> typed =
                Memo.builder().name("increment").primitive().intUnary(n -> n + 1);
        MemoN memo = Memos.all().stream()
                .filter(m -> m.toString().equals(typed.toString()))
                .findAny()
                .orElseThrow();
        String nothing = assertThrows(IllegalArgumentException.class, () -> memo.peek((Object) null))
                .getMessage();
        assertEquals("argument 1 is null; this memo's is a primitive int", nothing);
        String text = assertThrows(IllegalArgumentException.class, () -> memo.put(new Object[] {"z"}, 1))
                .getMessage();
        assertEquals("argument 1 is java.lang.String; this memo's is a primitive int", text);
    }
}
