package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.CacheInfo;
import dev.memoize.CacheParameters;
import dev.memoize.Eviction;
import dev.memoize.Fn1;
import dev.memoize.Memo;
import dev.memoize.Memo0;
import dev.memoize.Memo1;
import dev.memoize.Memo2;
import dev.memoize.Memo5;
import dev.memoize.MemoN;
import dev.memoize.Memoize;
import dev.memoize.Memos;
import dev.memoize.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The handle of every kind of woven method, and everything it can do. */
@SuppressWarnings("memoize") // impure on purpose: how else to see what ran
class HandlesTest {
    static class Prices {
        int runs;
        int factor = 2;

        @Memoize(maxSize = 4)
        long price(int item) throws IOException {
            runs++;
            if (item < 0) {
                throw new IOException("no item " + item);
            }
            return (long) item * factor;
        }

        @Memoize
        private String secret(String s) {
            runs++;
            return "<" + s + ">";
        }

        Memo1<String, String> secrets() {
            return Memo.of(this::secret);
        }

        @Memoize
        int once() {
            return ++runs;
        }

        @Memoize
        <T extends Comparable<T>> T max(List<? extends T> values) {
            runs++;
            return values.stream().max(Comparable::compareTo).orElseThrow();
        }

        @Memoize
        int over(int a) {
            return a;
        }

        @Memoize
        int over(int a, int b) {
            return a + b;
        }

        @Memoize
        int over(String a) {
            return a.length();
        }

        @Memoize
        static int five(int a, long b, String c, double d, boolean e) {
            return a + (int) b + c.length() + (int) d + (e ? 1 : 0);
        }

        @Memoize
        int seven(int a, int b, int c, String d, int e, int f, long g) {
            runs++;
            return a + b + c + e + f + (int) g + d.length();
        }

        @Memoize
        static int sum(int... numbers) {
            return numbers.length;
        }

        @Memoize(scope = Scope.CLASS)
        int shared(int n) {
            return n + ++runs;
        }
    }

    static final class SpecialPrices extends Prices {}

    final Prices prices = new Prices();

    @Test
    void aBoundHandleDoesEverythingToOneInstance() throws Exception {
        Memo1<Integer, Long> memo = Memo.of(prices::price);
        assertThat(memo.apply(3)).isEqualTo(6);
        assertThat(prices.price(3)).isEqualTo(6);
        assertThat(memo.cacheInfo()).isEqualTo(new CacheInfo(1, 1, 4, 1));
        assertThat(memo.peek(3)).isEqualTo(6);
        assertThat(memo.peek(4)).isNull();
        memo.put(4, 40L);
        assertThat(prices.price(4)).isEqualTo(40);
        assertThat(memo.wrapped().apply(4)).isEqualTo(8);
        assertThat(memo.cacheInfo()).isEqualTo(new CacheInfo(2, 1, 4, 2));
        Map<Integer, Long> more = new LinkedHashMap<>();
        for (int i = 10; i < 14; i++) {
            more.put(i, 1L);
        }
        memo.preload(more);
        assertThat(memo.peek(3)).isNull();
        assertThat(memo.peek(4)).isNull();
        assertThat(prices.price(13)).isEqualTo(1);
        assertThat(memo.invalidate(13)).isTrue();
        assertThat(memo.invalidate(13)).isFalse();
        assertThat(memo.invalidateIf(item -> item < 12)).isEqualTo(2);
        assertThat(memo.cacheInfo().currSize()).isEqualTo(1);
        memo.resize(0);
        assertThat(memo.cacheInfo().currSize()).isZero();
        memo.resize(2);
        assertThat(memo.cacheInfo().maxSize()).isEqualTo(2);
        memo.cacheClear();
        assertThat(memo.cacheInfo()).isEqualTo(new CacheInfo(0, 0, 2, 0));
        assertThatThrownBy(() -> memo.apply(-1)).isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(() -> memo.wrapped().apply(-1)).isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(() -> memo.resize(-7))
                .hasMessage("maxSize is -7; use 0 to disable storage or Memoize.UNBOUNDED");
        assertThat(memo).hasToString("Memo[dev.memoize.woven.HandlesTest$Prices.price(int)]");
        Function<Integer, Long> function = memo;
        assertThat(List.of(1, 2).stream().map(function)).containsExactly(2L, 4L);
    }

    @Test
    void anUnboundHandleIsTheSumOverInstances() throws Exception {
        Memo2<Prices, Integer, Long> memo = Memo.of(Prices::price);
        memo.cacheClear();
        Prices other = new Prices();
        other.factor = 5;
        assertThat(memo.apply(prices, 2)).isEqualTo(4);
        assertThat(memo.apply(other, 2)).isEqualTo(10);
        assertThat(memo.apply(other, 2)).isEqualTo(10);
        assertThat(Memo.of(prices::price).cacheInfo()).isEqualTo(new CacheInfo(0, 1, 4, 1));
        assertThat(Memo.of(other::price).cacheInfo()).isEqualTo(new CacheInfo(1, 1, 4, 1));
        assertThat(memo.cacheInfo().hits()).isEqualTo(1);
        assertThat(memo.cacheInfo().misses()).isEqualTo(2);
        assertThat(memo.wrapped().apply(other, 3)).isEqualTo(15);
        memo.put(other, 3, 33L);
        assertThat(other.price(3)).isEqualTo(33);
        assertThat(memo.peek(prices, 3)).isNull();
        assertThat(memo.invalidateIf((p, item) -> p == other && item == 2)).isEqualTo(1);
        assertThat(memo.peek(prices, 2)).isEqualTo(4);
        memo.resize(1);
        assertThat(Memo.of(other::price).cacheInfo().maxSize()).isEqualTo(1);
        assertThat(Memo.of(new Prices()::price).cacheInfo().maxSize()).isEqualTo(1);
        memo.resize(4);
    }

    @Test
    void privateNoArgumentGenericAndInheritedMethodsHaveHandles() {
        assertThat(prices.secrets().apply("a")).isEqualTo("<a>");
        assertThat(prices.secrets().peek("a")).isEqualTo("<a>");

        Memo0<Integer> once = Memo.of(prices::once);
        assertThat(once.get()).isEqualTo(prices.once());
        assertThat(once.cacheInfo()).isEqualTo(new CacheInfo(1, 1, 128, 1));

        Memo1<List<? extends Integer>, Integer> max = Memo.of(prices::max);
        assertThat(max.apply(List.of(1, 3, 2))).isEqualTo(3);
        assertThat(prices.<Integer>max(List.of(1, 3, 2))).isEqualTo(3);
        assertThat(max.cacheInfo().hits()).isEqualTo(1);

        SpecialPrices special = new SpecialPrices();
        assertThat(Memo.of(special::price).apply(4)).isEqualTo(8);
        assertThat(Memo.of(SpecialPrices::price).peek(special, 4)).isEqualTo(8);
    }

    @Test
    void overloadsAreToldApartByArityTypeOrReflection() throws Throwable {
        Memo1<Integer, Integer> one = Memo.of1(prices::over);
        Memo2<Integer, Integer, Integer> two = Memo.of2(prices::over);
        Memo1<String, Integer> string = Memo.of1(prices::over);
        one.apply(1);
        two.apply(1, 2);
        two.apply(1, 2);
        string.apply("abc");
        assertThat(one.cacheInfo()).isEqualTo(new CacheInfo(0, 1, 128, 1));
        assertThat(two.cacheInfo()).isEqualTo(new CacheInfo(1, 1, 128, 1));
        assertThat(string.peek("abc")).isEqualTo(3);
        MemoN byName = Memo.of(Prices.class, "over", int.class, int.class);
        MemoN byMethod = Memo.of(Prices.class.getDeclaredMethod("over", int.class, int.class));
        assertThat(byName.peek(prices, 1, 2)).isEqualTo(3).isEqualTo(byMethod.peek(prices, 1, 2));
        assertThatThrownBy(() -> Memo.of(Prices.class, "over", long.class))
                .hasMessageStartingWith(
                        "dev.memoize.woven.HandlesTest$Prices declares no over with the parameters (long); name");
    }

    @Test
    void fiveArgumentsAreTypedAndMoreAreList() throws Throwable {
        Memo5<Integer, Long, String, Double, Boolean, Integer> five = Memo.of(Prices::five);
        five.cacheClear();
        assertThat(five.apply(1, 2L, "abc", 4.0, true)).isEqualTo(11);
        assertThat(Prices.five(1, 2L, "abc", 4.0, true)).isEqualTo(11);
        assertThat(five.cacheInfo()).isEqualTo(new CacheInfo(1, 1, 128, 1));
        assertThat(five.invalidateIf((a, b, c, d, e) -> a == 1 && b == 2 && c.equals("abc") && d == 4 && e))
                .isEqualTo(1);

        MemoN seven = Memo.of(
                Prices.class, "seven", int.class, int.class, int.class, String.class, int.class, int.class, long.class);
        assertThat(seven.call(prices, 1, 2, 3, "four", 5, 6, 7L)).isEqualTo(28);
        assertThat(seven.peek(prices, 1, 2, 3, "four", 5, 6, 7L)).isEqualTo(28);
        assertThat(seven.callWrapped(prices, 1, 2, 3, "four", 5, 6, 7L)).isEqualTo(28);
        assertThat(prices.runs).isEqualTo(2);
        seven.put(new Object[] {prices, 0, 0, 0, "", 0, 0, 0L}, -1);
        assertThat(prices.seven(0, 0, 0, "", 0, 0, 0)).isEqualTo(-1);
        seven.preload(Map.of(List.of(prices, 0, 0, 0, "p", 0, 0, 0L), -2));
        assertThat(prices.seven(0, 0, 0, "p", 0, 0, 0)).isEqualTo(-2);
        assertThat(seven.invalidateIf(arguments -> arguments[0] == prices && arguments[4].equals("p")))
                .isEqualTo(1);
        assertThat(seven.invalidate(prices, 1, 2, 3, "four", 5, 6, 7L)).isTrue();
        assertThatThrownBy(() -> seven.peek(prices, 1)).hasMessage("got 1 arguments; this memo takes 7");
    }

    @Test
    void theHandleOfAClassScopedMethodKnowsItsInstance() {
        Memo.of(Prices::shared).cacheClear();
        Prices other = new Prices();
        prices.shared(1);
        other.shared(1);
        assertThat(Memo.of(prices::shared).peek(1)).isEqualTo(2);
        assertThat(Memo.of(prices::shared).invalidate(1)).isTrue();
        assertThat(Memo.of(other::shared).invalidateIf(n -> n == 1)).isEqualTo(1);
        assertThat(Memo.of(Prices::shared).cacheInfo().currSize()).isZero();
        Memo.of(other::shared).put(7, 70);
        assertThat(other.shared(7)).isEqualTo(70);
        assertThat(prices.shared(7)).isNotEqualTo(70);
    }

    interface Rates<K> {
        double rate(K key);

        @Memoize
        default String label(K key) {
            return key + "%" + System.nanoTime();
        }
    }

    record FixedRates(double base) implements Rates<String> {
        @Override
        @Memoize
        public double rate(String key) {
            return base * key.length();
        }
    }

    @Test
    void aBoundReferenceThroughAnInterfaceFindsTheMemoOfTheImplementation() {
        Rates<String> rates = new FixedRates(1.5);
        assertThat(rates.rate("ab")).isEqualTo(3);
        Memo1<String, Double> memo = Memo.of(rates::rate);
        assertThat(memo.cacheInfo()).isEqualTo(new CacheInfo(0, 1, 128, 1));
        assertThat(memo.apply("ab")).isEqualTo(3);
        assertThat(memo.wrapped().apply("ab")).isEqualTo(3);
        assertThat(memo.cacheInfo()).isEqualTo(new CacheInfo(1, 1, 128, 1));
        Memo1<String, String> label = Memo.of(rates::label);
        assertThat(label.apply("x")).isEqualTo(rates.label("x"));
        Memo2<FixedRates, String, Double> unbound = Memo.of(FixedRates::rate);
        assertThat(unbound.peek(new FixedRates(1.5), "ab")).isNull();
        assertThat(unbound.peek((FixedRates) rates, "ab")).isEqualTo(3);
    }

    static final class Dear extends Prices {
        @Override
        @Memoize(maxSize = 9)
        long price(int item) throws IOException {
            return 100 + super.price(item);
        }
    }

    @Test
    void aBoundReferenceThroughASuperclassFindsTheOverride() throws Exception {
        Prices dear = new Dear();
        assertThat(Memo.of(dear::price).apply(1)).isEqualTo(102);
        assertThat(Memo.of(dear::price).cacheInfo()).isEqualTo(new CacheInfo(0, 1, 9, 1));
        assertThat(Memo.of(dear::price).wrapped().apply(1)).isEqualTo(102);
    }

    @Memoize(maxSize = 3, typed = false, ttl = "5m", singleFlight = false)
    static int configured(Object o) {
        return 1;
    }

    @Test
    void parametersSayWhatTheAnnotationSays() {
        assertThat(Memo.of(HandlesTest::configured).cacheParameters())
                .isEqualTo(new CacheParameters(
                        3,
                        false,
                        Duration.ofMinutes(5),
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
                        null));
        assertThat(Memo.of(Prices::shared).cacheParameters().scope()).isEqualTo(Scope.CLASS);
    }

    @Test
    void allMemosListWovenOnesOnce() throws Exception {
        prices.price(1);
        Memo.of(Prices::price).cacheInfo();
        assertThat(Memos.all().stream().map(Memo::toString))
                .filteredOn(s -> s.contains("HandlesTest$Prices.price"))
                .hasSize(1);
    }

    static int notAnnotated(int n) {
        return n;
    }

    @Test
    void whatIsNoWovenMethodIsRefusedWithTheWayOut() {
        assertThatThrownBy(() -> Memo.of(HandlesTest::notAnnotated))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dev.memoize.woven.HandlesTest.notAnnotated is not annotated with @Memoize");
        assertThatThrownBy(() -> Memo.of((Fn1<Integer, Integer>) n -> n + 1)).hasMessageStartingWith("got a lambda");
        assertThatThrownBy(() -> Memo.of((Fn1<String, StringBuilder>) StringBuilder::new))
                .hasMessage("got a reference to a constructor; a memo is of a method");
        Memo1<int[], Integer> sum = Memo.of1(Prices::sum);
        assertThat(sum.apply(new int[] {1, 2})).isEqualTo(2);
        assertThat(sum.wrapped().apply(new int[] {1, 2})).isEqualTo(2);
        assertThatThrownBy(() -> {
                    Memo2<Integer, Integer, Integer> spread = Memo.of2(Prices::sum);
                    spread.apply(1, 2);
                })
                .hasMessageContaining("varargs");
        Memo1<Integer, Integer> named = Memo.builder().name("a function").function(x -> x);
        MemoN function = Memos.all().stream()
                .filter(m -> m.toString().equals(named.toString()))
                .findAny()
                .orElseThrow();
        assertThatThrownBy(() -> function.call(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call it through the handle");
    }

    @Test
    void aHandleWorksBeforeTheFirstCall() {
        class Fresh {
            @Memoize
            int f(int n) {
                return n;
            }
        }
        Fresh fresh = new Fresh();
        Memo.of(fresh::f).put(1, 10);
        assertThat(fresh.f(1)).isEqualTo(10);
        assertThat(Memo.of(fresh::f).wrapped().apply(1)).isEqualTo(1);
    }
}
