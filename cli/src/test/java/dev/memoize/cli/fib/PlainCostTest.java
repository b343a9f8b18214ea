package dev.memoize.cli.fib;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainCostTest {
    private static final long GIGABYTE = 1_000_000_000;

    @Test
    void lineIsAsLongAsSaid() {
        assertThat(PlainCost.of(0).bytes()).isEqualTo("2026-11-24 10:00:00.123456\tfib\t0.0000\n".length());
    }

    @Test
    void largestIsBearableAndTheNextIsNot() {
        for (long free = 0; free < 100_000 * GIGABYTE; free = 2 * free + 1) {
            int largest = PlainCost.largestBearable(free);
            assertThat(largest < 0 || PlainCost.of(largest).isBearable(free)).isTrue();
            assertThat(PlainCost.of(largest + 1).isBearable(free)).isFalse();
        }
    }

    @Test
    void diskLimitsFirstThenTime() {
        assertThat(PlainCost.largestBearable(0)).isEqualTo(-1);
        assertThat(PlainCost.largestBearable(5 * GIGABYTE)).isEqualTo(33);
        assertThat(PlainCost.largestBearable(80 * GIGABYTE)).isEqualTo(39);
        assertThat(PlainCost.largestBearable(Long.MAX_VALUE)).isEqualTo(41);
    }
}
