package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.CacheInfo;
import dev.memoize.Eviction;
import dev.memoize.Memo;
import dev.memoize.Memoize;
import org.junit.jupiter.api.Test;

class EvictionTest {
    @Memoize(maxSize = 2, eviction = Eviction.FIFO)
    static int firstInFirstOut(int n) {
        return n;
    }

    @Memoize(maxSize = 2)
    static int leastRecentlyUsed(int n) {
        return n;
    }

    @Memoize(maxSize = 300, eviction = Eviction.ADAPTIVE)
    static String adaptive(String s) {
        return s + s;
    }

    @Test
    void firstInGoesFirstEvenIfItWasUsedLast() {
        for (int n : new int[] {1, 2, 1, 3, 1}) {
            firstInFirstOut(n);
            leastRecentlyUsed(n);
        }
        assertThat(Memo.of(EvictionTest::firstInFirstOut).cacheInfo()).isEqualTo(new CacheInfo(1, 4, 2, 2));
        assertThat(Memo.of(EvictionTest::leastRecentlyUsed).cacheInfo()).isEqualTo(new CacheInfo(2, 3, 2, 2));
        assertThat(Memo.of(EvictionTest::firstInFirstOut).cacheParameters().eviction())
                .isEqualTo(Eviction.FIFO);
    }

    @Test
    void aLoopThatDoesNotFitIsKeptInPartWhereTheMemoAdapts() {
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < 400; i++) {
                assertThat(adaptive("k" + i)).isEqualTo("k" + i + "k" + i);
            }
        }
        CacheInfo info = Memo.of(EvictionTest::adaptive).cacheInfo();
        assertThat(info.hits()).isGreaterThan(20_000);
        assertThat(info.hits() + info.misses()).isEqualTo(40_000);
        assertThat(info.currSize()).isEqualTo(300);
    }

    @Memoize(maxSize = 10, eviction = Eviction.COST_AWARE)
    static int costly(int n) {
        if (n < 5) {
            for (long until = System.nanoTime() + 20_000_000; System.nanoTime() < until; ) {
                Thread.onSpinWait();
            }
        }
        return n;
    }

    @Test
    void whatTookLongIsKeptWhereCostsCount() {
        for (int n = 0; n < 200; n++) {
            costly(n);
        }
        long misses = Memo.of(EvictionTest::costly).cacheInfo().misses();
        for (int n = 0; n < 5; n++) {
            costly(n);
        }
        assertThat(Memo.of(EvictionTest::costly).cacheInfo().misses()).isEqualTo(misses);
    }
}
