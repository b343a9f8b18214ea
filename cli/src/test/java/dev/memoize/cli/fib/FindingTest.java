package dev.memoize.cli.fib;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FindingTest {
    @Test
    void titleSaysWhatWasMeasured() {
        assertThat(Finding.title(ComparisonTest.madeUp(20, 20)))
                .containsExactly("fib(20) memoized: 21 calls instead of 21,891, 2.0 times faster");
    }

    @Test
    void titleDoesNotHideThatMemoizingWasSlower() {
        assertThat(Finding.title(ComparisonTest.madeUp(5, 5)))
                .containsExactly("fib(5) memoized: 6 calls instead of 15, 2.0 times slower");
    }

    @Test
    void estimateIsCalledOne() {
        Comparison c = ComparisonTest.madeUp(90, 30);
        assertThat(Finding.title(c))
                .containsExactly("fib(90) memoized: 91 calls, 10.0 s", "Plain: 9.32 quintillion calls, about 90.0 s");
        assertThat(String.join(" ", Finding.caption(c))).contains("dotted: estimated");
        assertThat(String.join(" ", Finding.caption(ComparisonTest.madeUp(20, 20))))
                .doesNotContain("estimated");
    }
}
