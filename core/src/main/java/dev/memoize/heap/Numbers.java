package dev.memoize.heap;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of the JDK compared by value across types, as {@code ==} and {@code hash} do in Python. Other kinds of
 * numbers keep their own {@code equals}.
 */
final class Numbers {
    private Numbers() {}

    static int hash(Number n) {
        if (isIntegral(n)) {
            return Long.hashCode(n.longValue());
        }
        if (n instanceof Double || n instanceof Float) {
            double d = n.doubleValue();
            long whole = (long) d;
            if (whole == d && whole != Long.MAX_VALUE) {
                return Long.hashCode(whole);
            }
            return Double.isFinite(d) ? hash(new BigDecimal(d)) : Double.hashCode(d);
        }
        if (n instanceof BigInteger) {
            BigInteger b = (BigInteger) n;
            return b.bitLength() < Long.SIZE ? Long.hashCode(b.longValue()) : hash(new BigDecimal(b));
        }
        return n instanceof BigDecimal ? hash((BigDecimal) n) : n.hashCode();
    }

    private static int hash(BigDecimal d) {
        BigDecimal stripped = d.stripTrailingZeros();
        boolean smallWhole = stripped.scale() <= 0 && (long) stripped.precision() - stripped.scale() <= 20;
        if (smallWhole) {
            BigInteger whole = stripped.toBigInteger();
            if (whole.bitLength() < Long.SIZE) {
                return Long.hashCode(whole.longValue());
            }
        }
        return stripped.hashCode();
    }

    static boolean same(Number a, Number b) {
        if (isIntegral(a) && isIntegral(b)) {
            return a.longValue() == b.longValue();
        }
        if (isFloating(a) && isFloating(b)) {
            double x = a.doubleValue();
            double y = b.doubleValue();
            return x == y || (Double.isNaN(x) && Double.isNaN(y));
        }
        BigDecimal x = exact(a);
        BigDecimal y = exact(b);
        return x != null && y != null ? x.compareTo(y) == 0 : a.equals(b);
    }

    private static boolean isIntegral(Number n) {
        return n instanceof Integer || n instanceof Long || n instanceof Short || n instanceof Byte;
    }

    private static boolean isFloating(Number n) {
        return n instanceof Double || n instanceof Float;
    }

    /** The exact value, or {@code null} for infinities, NaN and number types that are not the JDK's. */
    private static @Nullable BigDecimal exact(Number n) {
        if (isIntegral(n)) {
            return BigDecimal.valueOf(n.longValue());
        }
        if (isFloating(n)) {
            return Double.isFinite(n.doubleValue()) ? new BigDecimal(n.doubleValue()) : null;
        }
        if (n instanceof BigInteger) {
            return new BigDecimal((BigInteger) n);
        }
        return n instanceof BigDecimal ? (BigDecimal) n : null;
    }
}
