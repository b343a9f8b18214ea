package dev.memoize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** This module's tests are compiled as a user's: nothing but the dependency. */
class WovenByDependencyAloneTest {
    @Memoize(maxSize = 32)
    static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    @Test
    void fibCountsAsCPythonDoes() {
        assertThat(fib(20)).isEqualTo(6765);
        assertThat(Memo.of(WovenByDependencyAloneTest::fib).cacheInfo())
                .hasToString("CacheInfo[hits=18, misses=21, maxSize=32, currSize=21]");
    }
}
