package dev.memoize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void countsBelowAMillionAreExact() {
        assertThat(Words.count(0)).isEqualTo("0");
        assertThat(Words.count(21_891)).isEqualTo("21,891");
        assertThat(Words.count(999_999)).isEqualTo("999,999");
    }

    @Test
    void largerCountsHaveThreeDigitsAndAWord() {
        assertThat(Words.count(1_000_000)).isEqualTo("1.00 million");
        assertThat(Words.count(11_405_773)).isEqualTo("11.4 million");
        assertThat(Words.count(999_600_000)).isEqualTo("1.00 billion");
        assertThat(Words.count(new BigInteger("9320093220751060617"))).isEqualTo("9.32 quintillion");
        assertThat(Words.count(new BigInteger("93200932207510606170000"))).isEqualTo("93,201 quintillion");
    }

    @Test
    void powersOfTenHaveNoZerosBehindThePoint() {
        assertThat(Words.roundCount(BigInteger.TEN)).isEqualTo("10");
        assertThat(Words.roundCount(BigInteger.TEN.pow(6))).isEqualTo("1 million");
        assertThat(Words.roundCount(BigInteger.TEN.pow(10))).isEqualTo("10 billion");
        assertThat(Words.roundCount(BigInteger.TEN.pow(14))).isEqualTo("100 trillion");
    }

    @Test
    void durationsChangeUnitWhereAPersonWould() {
        assertThat(Words.duration(7.91e-9)).isEqualTo("7.91 ns");
        assertThat(Words.duration(999.6e-9)).isEqualTo("1.00 µs");
        assertThat(Words.duration(0.0314)).isEqualTo("31.4 ms");
        assertThat(Words.duration(0.9996)).isEqualTo("1.00 s");
        assertThat(Words.duration(90)).isEqualTo("90.0 s");
        assertThat(Words.duration(204)).isEqualTo("3.4 minutes");
        assertThat(Words.duration(3 * 3600)).isEqualTo("3.0 hours");
        assertThat(Words.duration(5 * 86400)).isEqualTo("5.0 days");
        assertThat(Words.duration(1478 * 365.25 * 86400)).isEqualTo("1,500 years");
    }

    @Test
    void bytesAreDecimal() {
        assertThat(Words.bytes(38)).isEqualTo("38 bytes");
        assertThat(Words.bytes(831_858)).isEqualTo("830 kB");
        assertThat(Words.bytes(7.8e9)).isEqualTo("7.8 GB");
    }

    @Test
    void ratiosHaveTwoDigits() {
        assertThat(Words.times(1.44)).isEqualTo("1.4");
        assertThat(Words.times(22.9)).isEqualTo("23");
        assertThat(Words.times(5219)).isEqualTo("5,200");
    }
}
