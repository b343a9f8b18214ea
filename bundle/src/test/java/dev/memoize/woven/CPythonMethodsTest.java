package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.Memo2;
import dev.memoize.Memoize;
import dev.memoize.Scope;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is about methods in CPython's {@code test_functools.py}: {@code TestLRU} and {@code TestCachedProperty}. */
@SuppressWarnings("memoize") // impure on purpose: how else to see what ran
@Timeout(60)
class CPythonMethodsTest {
    /** Equal by value, as {@code class X(int)} is. */
    static final class X {
        final int value;
        int count;

        X(int value) {
            this.value = value;
        }

        @Memoize(maxSize = 2, scope = Scope.CLASS)
        int f(int x) {
            count++;
            return x * 10 + value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof X x && x.value == value;
        }

        @Override
        public int hashCode() {
            return value;
        }
    }

    @Test
    void lruMethod() {
        X a = new X(5);
        X b = new X(5);
        X c = new X(7);
        Memo2<X, Integer, Integer> f = Memo.of(X::f);
        assertThat(f.cacheInfo()).isEqualTo(new CacheInfo(0, 0, 2, 0));
        for (int x : new int[] {1, 2, 2, 3, 1, 1, 1, 2, 3, 3}) {
            assertThat(a.f(x)).isEqualTo(x * 10 + 5);
        }
        assertThat(List.of(a.count, b.count, c.count)).containsExactly(6, 0, 0);
        assertThat(f.cacheInfo()).isEqualTo(new CacheInfo(4, 6, 2, 2));
        for (int x : new int[] {1, 2, 1, 1, 1, 1, 3, 2, 2, 2}) {
            assertThat(b.f(x)).isEqualTo(x * 10 + 5);
        }
        assertThat(List.of(a.count, b.count, c.count)).containsExactly(6, 4, 0);
        assertThat(f.cacheInfo()).isEqualTo(new CacheInfo(10, 10, 2, 2));
        for (int x : new int[] {2, 1, 1, 1, 1, 2, 1, 3, 2, 1}) {
            assertThat(c.f(x)).isEqualTo(x * 10 + 7);
        }
        assertThat(List.of(a.count, b.count, c.count)).containsExactly(6, 4, 5);
        assertThat(f.cacheInfo()).isEqualTo(new CacheInfo(15, 15, 2, 2));
        assertThat(Memo.of(a::f).cacheInfo()).isEqualTo(f.cacheInfo());
        assertThat(Memo.of(b::f).cacheInfo()).isEqualTo(f.cacheInfo());
        assertThat(Memo.of(c::f).cacheInfo()).isEqualTo(f.cacheInfo());
    }

    static class CachedCostItem {
        int cost = 1;

        /** The cost of the item. */
        @Memoize
        int cost() {
            cost++;
            return cost;
        }
    }

    @Test
    void cachedPropertyCached() {
        CachedCostItem item = new CachedCostItem();
        assertThat(item.cost()).isEqualTo(2);
        assertThat(item.cost()).isEqualTo(2);
        assertThat(new CachedCostItem().cost()).isEqualTo(2);
        assertThat(Memo.of(item::cost).cacheInfo()).isEqualTo(new CacheInfo(1, 1, 128, 1));
    }

    static final class CachedCostItemWait {
        final CountDownLatch event;
        int cost = 1;

        CachedCostItemWait(CountDownLatch event) {
            this.event = event;
        }

        @Memoize
        int cost() {
            Together.await(event);
            cost++;
            return cost;
        }
    }

    @Test
    void cachedPropertyThreaded() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CachedCostItemWait item = new CachedCostItemWait(go);
        Together<Integer> all = Together.<Integer>start(3, i -> item::cost).untilWaiting(3);
        go.countDown();
        assertThat(all.results()).containsOnly(2);
        assertThat(item.cost).isEqualTo(2);
    }

    /** An object with slots has no place for a cache in Python; a record has. */
    record CachedCostItemWithSlots(int[] cost) {
        @Memoize
        int costs() {
            return ++cost[0];
        }
    }

    @Test
    void cachedPropertyObjectWithSlots() {
        CachedCostItemWithSlots item = new CachedCostItemWithSlots(new int[] {1});
        assertThat(item.costs()).isEqualTo(2);
        assertThat(item.costs()).isEqualTo(2);
    }

    static final class A {
        @Memoize
        Object c() {
            return "A" + System.nanoTime();
        }
    }

    static final class B {
        @Memoize
        Object c() {
            return "B" + System.nanoTime();
        }
    }

    @Test
    void cachedPropertyReuseSameName() {
        A a = new A();
        B b = new B();
        assertThat(a.c()).isSameAs(a.c());
        assertThat(b.c()).isSameAs(b.c());
        assertThat((String) b.c()).startsWith("B");
    }

    static class Subclass extends CachedCostItem {}

    @Test
    void cachedPropertyOfASubclassIsTheInheritedOne() {
        Subclass item = new Subclass();
        assertThat(item.cost()).isEqualTo(2).isEqualTo(item.cost());
        assertThat(Memo.of(CachedCostItem::cost).peek(item)).isEqualTo(2);
    }

    @Memoize
    @Deprecated
    static <T extends Number> Map<String, ? super T> documented(@Memoize.Ignore List<T> values, int n)
            throws IOException {
        return Map.of();
    }

    /** {@code update_wrapper}, {@code test_common_signatures}: what a method looks like is not changed. */
    @Test
    void lruCacheCommonSignatures() throws Exception {
        Method m = CPythonMethodsTest.class.getDeclaredMethod("documented", List.class, int.class);
        assertThat(m.toGenericString())
                .isEqualTo("static <T extends java.lang.Number> java.util.Map<java.lang.String, ? super T>"
                        + " dev.memoize.woven.CPythonMethodsTest.documented(java.util.List<T>,int)"
                        + " throws java.io.IOException");
        assertThat(m.isAnnotationPresent(Deprecated.class)).isTrue();
        assertThat(m.getAnnotation(Memoize.class).maxSize()).isEqualTo(128);
        assertThat(m.getParameterAnnotations()[0]).hasSize(1);
        assertThat(m.isSynthetic()).isFalse();
    }

    @Test
    void lruCacheWeakrefable() {
        var memo = Memo.lru(3, (Object x) -> x);
        memo.apply(new Object());
        WeakReference<Object> ref = new WeakReference<>(memo);
        memo = null;
        NoLeaksTest.assertCollected(ref);
    }

    @Memoize
    static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    @Test
    void lruRecursion() {
        Memo.of(CPythonMethodsTest::fib).cacheClear();
        int depth = 1500;
        fib(depth);
        assertThat(Memo.of(CPythonMethodsTest::fib).cacheInfo())
                .isEqualTo(new CacheInfo(depth - 2, depth + 1, 128, 128));
    }
}
