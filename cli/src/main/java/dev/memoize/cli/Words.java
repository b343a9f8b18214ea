package dev.memoize.cli;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as a person says them: two or three digits that count, and a unit. */
public final class Words {
    private static final String[] THOUSANDS = {
        "", " thousand", " million", " billion", " trillion", " quadrillion", " quintillion"
    };
    private static final double MINUTE = 60;
    private static final double HOUR = 60 * MINUTE;
    private static final double DAY = 24 * HOUR;
    private static final double YEAR = 365.25 * DAY;

    private Words() {}

    /** {@code 21,891}, {@code 4.06 million}, {@code 24.4 quintillion}. */
    public static String count(BigInteger number) {
        double value = number.doubleValue();
        if (value < 1e6) {
            return String.format(Locale.ROOT, "%,d", number);
        }
        int thousands = 0;
        while (value >= 999.5 && thousands < THOUSANDS.length - 1) {
            value /= 1000;
            thousands++;
        }
        return threeDigits(value) + THOUSANDS[thousands];
    }

    public static String count(long number) {
        return count(BigInteger.valueOf(number));
    }

    /** A power of ten: {@code 10,000}, {@code 1 million}. */
    public static String roundCount(BigInteger power) {
        return count(power).replace(".00 ", " ").replace(".0 ", " ");
    }

    /** {@code 850 ns}, {@code 31.4 ms}, {@code 2.10 s}, {@code 3.4 minutes}, {@code 440 years}. */
    public static String duration(double seconds) {
        if (seconds < 0.9995e-6) {
            return threeDigits(seconds * 1e9) + " ns";
        }
        if (seconds < 0.9995e-3) {
            return threeDigits(seconds * 1e6) + " µs";
        }
        if (seconds < 0.9995) {
            return threeDigits(seconds * 1e3) + " ms";
        }
        if (seconds < 2 * MINUTE) {
            return threeDigits(seconds) + " s";
        }
        if (seconds < 2 * HOUR) {
            return twoDigits(seconds / MINUTE) + " minutes";
        }
        if (seconds < 2 * DAY) {
            return twoDigits(seconds / HOUR) + " hours";
        }
        if (seconds < 2 * YEAR) {
            return twoDigits(seconds / DAY) + " days";
        }
        return twoDigits(seconds / YEAR) + " years";
    }

    /** {@code 832 kB}, {@code 7.8 GB}. */
    public static String bytes(double bytes) {
        String[] units = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
        int unit = 0;
        while (bytes >= 999.5 && unit < units.length - 1) {
            bytes /= 1000;
            unit++;
        }
        return (unit == 0 ? String.format(Locale.ROOT, "%.0f", bytes) : twoDigits(bytes)) + " " + units[unit];
    }

    /** How many times as much: {@code 1.4}, {@code 23}, {@code 1,400}. */
    public static String times(double ratio) {
        return twoDigits(ratio);
    }

    private static String threeDigits(double value) {
        return digits(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
    }

    private static String twoDigits(double value) {
        double round = value < 99.5
                ? value
                : new BigDecimal(value).round(new MathContext(2)).doubleValue();
        return digits(round, round < 9.95 ? 1 : 0);
    }

    private static String digits(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
