package dev.memoize.cli.fib;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class FibonacciTest {
    private long calls;

    private long counted(int n) {
        calls++;
        return n < 2 ? n : counted(n - 1) + counted(n - 2);
    }

    @Test
    void callsArePredictedAsTheyAreCounted() {
        for (int n = 0; n <= 25; n++) {
            calls = 0;
            assertThat(Fibonacci.number(n)).isEqualTo(BigInteger.valueOf(counted(n)));
            assertThat(Fibonacci.plainCalls(n)).as("calls of fib(%d)", n).isEqualTo(BigInteger.valueOf(calls));
        }
        assertThat(Fibonacci.plainCalls(20)).isEqualTo(21_891);
    }

    @Test
    void lastNumberOfALongIsTheLast() {
        assertThat(Fibonacci.number(Fibonacci.LAST_IN_LONG)).isLessThanOrEqualTo(BigInteger.valueOf(Long.MAX_VALUE));
        assertThat(Fibonacci.number(Fibonacci.LAST_IN_LONG + 1)).isGreaterThan(BigInteger.valueOf(Long.MAX_VALUE));
    }

    @Test
    void memoizedIsRightToTheLastDigitUpToTheEndOfLong() {
        for (int n = 0; n <= Fibonacci.LAST_IN_LONG; n++) {
            assertThat(Unlogged.fibMemoization(n)).isEqualTo(Fibonacci.number(n).longValueExact());
        }
    }
}
