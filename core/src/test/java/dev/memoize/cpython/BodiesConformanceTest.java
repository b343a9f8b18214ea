package dev.memoize.cpython;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.Memoize;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code TestLRU} of CPython's {@code test_functools.py}: bodies that throw or that call themselves. */
class BodiesConformanceTest {
    @Test
    void lruBug35780() {
        boolean[] once = {true};
        Memo1<Integer, String> f = Memo.builder().maxSize(10).recursive((self, x) -> {
            if (x == 20 && once[0]) {
                once[0] = false;
                return self.apply(x);
            }
            return "." + x + ".";
        });
        for (int x = 0; x < 15; x++) {
            assertEquals("." + x + ".", f.apply(x));
        }
        assertEquals(10, f.cacheInfo().currSize());

        assertEquals(".20.", f.apply(20));
        assertEquals(new CacheInfo(0, 17, 10, 10), f.cacheInfo());
    }

    /** Not in test_functools: found by comparing traces. */
    @Test
    void aKeyThatIsEvictedWhileItIsComputedInsideItselfIsStoredByTheOuterCall() {
        boolean[] once = {true};
        Memo1<Integer, String> f = Memo.builder().maxSize(1).recursive((self, x) -> {
            if (x == 1 && once[0]) {
                once[0] = false;
                assertEquals(".1.", self.apply(1));
                assertEquals(".2.", self.apply(2));
            }
            return "." + x + ".";
        });
        assertEquals(".1.", f.apply(1));
        assertEquals(new CacheInfo(0, 3, 1, 1), f.cacheInfo());
        assertEquals(".1.", f.apply(1));
        assertEquals(new CacheInfo(1, 3, 1, 1), f.cacheInfo());
    }

    @Test
    void lruWithExceptions() {
        for (int maxSize : List.of(Memoize.UNBOUNDED, 128)) {
            Memo1<Integer, Character> f = Memo.lru(maxSize, "abc"::charAt);
            assertEquals('a', f.apply(0));
            Throwable thrown = assertThrows(IndexOutOfBoundsException.class, () -> f.apply(15));
            assertNull(thrown.getCause());
            assertEquals(0, thrown.getSuppressed().length);
            assertThrows(IndexOutOfBoundsException.class, () -> f.apply(15));
            assertEquals(new CacheInfo(0, 3, maxSize, 1), f.cacheInfo());
        }
    }

    /** CPython takes a negative size for 0; here it is refused, since it can only be a mistake. */
    @Test
    void lruWithMaxsizeNegative() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> Memo.builder().maxSize(-10));
        assertEquals(true, refused.getMessage().contains("-10"), refused.getMessage());
    }
}
