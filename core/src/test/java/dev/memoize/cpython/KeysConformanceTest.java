package dev.memoize.cpython;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.Memo2;
import dev.memoize.Memoize;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code TestLRU} of CPython's {@code test_functools.py}: what is one key, and what happens while keys are compared.
 */
class KeysConformanceTest {
    /** A key that counts how often it is hashed. */
    private static final class MockInt {
        int hashed;

        @Override
        public int hashCode() {
            hashed++;
            return 999;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    @Test
    void lruHashOnlyOnce() {
        MockInt mock = new MockInt();
        Memo2<Object, Integer, Integer> f =
                Memo.builder().maxSize(1).biFunction((x, y) -> (x instanceof Integer ? (int) x * 3 : 15) + y);

        assertEquals(16, f.apply(mock, 1));
        assertEquals(1, mock.hashed);
        assertEquals(new CacheInfo(0, 1, 1, 1), f.cacheInfo());

        assertEquals(16, f.apply(mock, 1));
        assertEquals(2, mock.hashed);
        assertEquals(new CacheInfo(1, 1, 1, 1), f.cacheInfo());

        assertEquals(20, f.apply(6, 2));
        assertEquals(2, mock.hashed, "an eviction hashes nothing");
        assertEquals(new CacheInfo(1, 2, 1, 1), f.cacheInfo());

        assertEquals(16, f.apply(mock, 1));
        assertEquals(3, mock.hashed);
        assertEquals(new CacheInfo(1, 3, 1, 1), f.cacheInfo());
    }

    @Test
    void lruHashOnlyOnceWhereTheArgumentIsTheOnlyOne() {
        MockInt mock = new MockInt();
        Memo1<Object, Integer> f = Memo.lru(1, x -> 7);
        for (int calls = 1; calls <= 3; calls++) {
            f.apply(mock);
            assertEquals(calls, mock.hashed);
        }
        f.apply("evicts it");
        assertEquals(3, mock.hashed);
        f.apply(mock);
        assertEquals(4, mock.hashed);
    }

    /**
     * {@code len} is memoized in CPython's test, since a cache could use it inside; here {@code hashCode} and equals.
     */
    @Test
    void lruReentrancyWithLen() {
        Memo1<String, Integer> length = Memo.lru(4, String::length);
        record Text(String text, Memo1<String, Integer> length) {
            @Override
            public int hashCode() {
                return length.apply(text);
            }

            @Override
            public boolean equals(Object other) {
                return other instanceof Text t && length.apply(text).equals(length.apply(t.text));
            }
        }
        Memo1<Text, Integer> f = Memo.lru(4, t -> t.length.apply(t.text));
        for (int i : List.of(0, 0, 1, 2, 3, 3, 4, 5, 6, 1, 7, 2, 1)) {
            assertEquals(i, f.apply(new Text("abcdefghijklmn".substring(0, i), length)));
        }
    }

    /** Varargs are an array, so that {@code f(1, 2)} and {@code f((1, 2))} differ as flat and nested arrays. */
    @Test
    void lruStarArgHandling() {
        Memo1<Object[], Object[]> f = Memo.builder().function(args -> args);
        assertArrayEquals(new Object[] {1, 2}, f.apply(new Object[] {1, 2}));
        assertArrayEquals(new Object[] {new Object[] {1, 2}}, f.apply(new Object[] {new Object[] {1, 2}}));
        assertEquals(new CacheInfo(0, 2, 128, 2), f.cacheInfo());
    }

    @Test
    void lruWithTypes() {
        for (int maxSize : List.of(Memoize.UNBOUNDED, 128)) {
            Memo1<Number, Number> square = Memo.builder()
                    .maxSize(maxSize)
                    .typed(true)
                    .function(x -> {
                        if (x instanceof Integer) {
                            return (int) x * (int) x;
                        }
                        return (double) x * (double) x;
                    });
            for (int twice = 0; twice < 2; twice++) {
                assertEquals(9, assertInstanceOf(Integer.class, square.apply(3)));
                assertEquals(9.0, assertInstanceOf(Double.class, square.apply(3.0)));
            }
            assertEquals(new CacheInfo(2, 2, maxSize, 2), square.cacheInfo());
        }
    }

    /** In CPython typed stops at the arguments; here it is {@code equals}, which looks into a list: see cpython.md. */
    @Test
    void lruCacheTypedIsNotRecursive() {
        Memo1<Object, String> cached = Memo.builder().typed(true).function(String::valueOf);
        assertEquals("1", cached.apply(1));
        assertEquals("true", cached.apply(true));
        assertEquals("1.0", cached.apply(1.0));
        assertEquals("0", cached.apply(0));
        assertEquals("false", cached.apply(false));
        assertEquals("0.0", cached.apply(0.0));

        assertEquals("[1]", cached.apply(List.of(1)));
        assertEquals("[true]", cached.apply(List.of(true)));
        assertEquals("[1.0]", cached.apply(List.of(1.0)));
        assertEquals(new CacheInfo(0, 9, 128, 9), cached.cacheInfo());
    }

    /** A key whose equals calls the memoized function again, which a plain lock would not survive. */
    @Test
    void needForRlock() {
        Memo1<Object, Object>[] test = new Memo1[1];
        record DoubleEq(int x, Memo1<Object, Object>[] test) {
            @Override
            public int hashCode() {
                return x;
            }

            @Override
            public boolean equals(Object other) {
                if (x == 2) {
                    test[0].apply(new DoubleEq(1, test));
                }
                return other instanceof DoubleEq d && x == d.x;
            }
        }
        test[0] = Memo.lru(10, x -> x);
        test[0].apply(new DoubleEq(1, test));
        test[0].apply(new DoubleEq(2, test));
        assertEquals(new DoubleEq(2, test), test[0].apply(new DoubleEq(2, test)));
    }
}
