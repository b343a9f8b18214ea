package dev.memoize.cli.fib;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComparisonTest {
    /** Made up: memoized takes 10 s whatever n, plain n s. */
    static Comparison madeUp(int n, int measuredTo) {
        double[] plainCalls = new double[n + 1];
        double[] memoizedCalls = new double[n + 1];
        double[] plain = new double[n + 1];
        double[] memoized = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            plainCalls[i] = Fibonacci.plainCalls(i).doubleValue();
            memoizedCalls[i] = i + 1;
            plain[i] = i;
            memoized[i] = 10;
        }
        return new Comparison(n, plainCalls, memoizedCalls, plain, memoized, measuredTo, 7);
    }

    @Test
    void callsAreCountedForEveryN() {
        Comparison c = Comparison.measure(20, 20);
        assertThat(c.plainCalls()).hasSize(21).startsWith(1, 1, 3, 5, 9).endsWith(21_891);
        assertThat(c.memoizedCalls()).hasSize(21).startsWith(1, 1, 3, 4, 5).endsWith(21);
        assertThat(c.isEstimated()).isFalse();
    }

    @Test
    void everyTimeIsMeasured() {
        Comparison c = Comparison.measure(12, 12);
        assertThat(c.plainSeconds()).hasSize(13);
        assertThat(c.memoizedSeconds()).hasSize(13);
        for (int n = 0; n <= 12; n++) {
            assertThat(c.plainSeconds()[n]).isPositive().isLessThan(1);
            assertThat(c.memoizedSeconds()[n]).isPositive().isLessThan(1);
        }
        assertThat(c.rounds()).isPositive();
    }

    @Test
    void beyondTheMeasuredTimeGrowsAsTheCallsDo() {
        Comparison c = Comparison.measure(60, 15);
        assertThat(c.isEstimated()).isTrue();
        assertThat(c.measuredTo()).isEqualTo(15);
        double secondsPerCall = c.plainSeconds()[16] / c.plainCalls()[16];
        assertThat(c.plainSeconds()[60] / c.plainCalls()[60]).isBetween(0.999 * secondsPerCall, 1.001 * secondsPerCall);
    }

    @Test
    void fasterFromIsTheFirstNThatStaysFaster() {
        assertThat(madeUp(20, 20).fasterFrom()).isEqualTo(11);
        assertThat(madeUp(10, 10).fasterFrom()).isEqualTo(11);
        assertThat(madeUp(20, 20).timesFaster()).isEqualTo(2);
    }
}
