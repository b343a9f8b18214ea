package dev.memoize.cli.fib;

import dev.memoize.cli.Words;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** Which marks a logarithmic axis gets, few enough to be read. */
final class Scales {
    private static final double DECADES_WITH_A_MARK_EACH = 7.5;
    private static final double HOUR = 3600;
    private static final double YEAR = 365.25 * 24 * HOUR;

    private Scales() {}

    static Map<Double, String> counts(double high) {
        Map<Double, String> marks = new TreeMap<>();
        int step = Math.log10(high) > DECADES_WITH_A_MARK_EACH ? 3 : 1;
        for (int power = 0; Math.pow(10, power) <= high; power += step) {
            BigDecimal count = BigDecimal.ONE.scaleByPowerOfTen(power);
            marks.put(count.doubleValue(), Words.roundCount(count.toBigInteger()));
        }
        return marks;
    }

    static Map<Double, String> seconds(double low, double high) {
        Map<Double, String> marks = new TreeMap<>();
        if (Math.log10(high / low) <= DECADES_WITH_A_MARK_EACH) {
            String[] units = {"ns", "µs", "ms", "s"};
            for (int power = 0; power <= 11; power++) {
                String[] digits = {"1 ", "10 ", "100 "};
                marks.put(Math.pow(10, power - 9), digits[power % 3] + units[power / 3]);
            }
            return marks;
        }
        marks.put(1e-9, "1 ns");
        marks.put(1e-6, "1 µs");
        marks.put(1e-3, "1 ms");
        marks.put(1.0, "1 s");
        marks.put(HOUR, "1 hour");
        marks.put(YEAR, "1 year");
        marks.put(1000 * YEAR, "1,000 years");
        return marks;
    }
}
