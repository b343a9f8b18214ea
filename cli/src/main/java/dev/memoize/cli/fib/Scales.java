package dev.memoize.cli.fib;

import dev.memoize.cli.Words;
import dev.memoize.cli.picture.NamedTicksAxis;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** The logarithmic axes of the picture: which marks they get, few enough to be read. */
final class Scales {
    private static final double DECADES_WITH_A_MARK_EACH = 9.5;
    /** In seconds. What took less was not long enough to be timed. */
    private static final double SHORTEST = 1e-9;

    private static final double HOUR = 3600;
    private static final double YEAR = 365.25 * 24 * HOUR;

    private Scales() {}

    static NamedTicksAxis counts(double highest) {
        Map<Double, String> marks = new TreeMap<>();
        int step = Math.log10(highest) > DECADES_WITH_A_MARK_EACH ? 3 : 1;
        for (int power = 0; Math.pow(10, power) <= highest * 10; power += step) {
            BigDecimal count = BigDecimal.ONE.scaleByPowerOfTen(power);
            marks.put(count.doubleValue(), Words.roundCount(count.toBigInteger()));
        }
        return axis(marks, 1, highest);
    }

    static NamedTicksAxis seconds(double highest) {
        Map<Double, String> marks = new TreeMap<>();
        if (Math.log10(highest / SHORTEST) <= DECADES_WITH_A_MARK_EACH) {
            String[] units = {"ns", "µs", "ms", "s"};
            for (int power = 0; power <= 11; power++) {
                String[] digits = {"1 ", "10 ", "100 "};
                marks.put(Math.pow(10, power - 9), digits[power % 3] + units[power / 3]);
            }
            return axis(marks, SHORTEST, highest);
        }
        marks.put(1e-9, "1 ns");
        marks.put(1e-6, "1 µs");
        marks.put(1e-3, "1 ms");
        marks.put(1.0, "1 s");
        marks.put(HOUR, "1 hour");
        marks.put(YEAR, "1 year");
        marks.put(1000 * YEAR, "1,000 years");
        return axis(marks, SHORTEST, highest);
    }

    /** With a little room below the lowest and above the highest, where a label is. */
    private static NamedTicksAxis axis(Map<Double, String> marks, double lowest, double highest) {
        double room = Math.pow(highest / lowest, 0.06);
        return new NamedTicksAxis(marks, lowest / Math.sqrt(room), highest * room);
    }
}
