package dev.memoize.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Python's values in Java. Where typed, each has one type; where not, whatever type can hold a whole number does. */
final class Values {
    private final boolean typed;
    private final Random random;

    Values(boolean typed, Random random) {
        this.typed = typed;
        this.random = random;
    }

    Object[] decodeAll(String[] words) {
        return Arrays.stream(words).map(this::decode).toArray();
    }

    Object decode(String word) {
        String text = word.substring(1);
        return switch (word.charAt(0)) {
            case 'n' -> null;
            case 'b' -> text.equals("1");
            case 'i' -> whole(new BigInteger(text));
            case 'd' -> floating(text);
            case 'm' -> new BigDecimal(text);
            case 's' -> URLDecoder.decode(text, StandardCharsets.UTF_8);
            case 't' -> tuple(text);
            default -> throw new IllegalArgumentException("no such value: " + word);
        };
    }

    private Object whole(BigInteger n) {
        int freedom = typed ? 1 : 5;
        int choice = random.nextInt(freedom);
        if (choice == 4 && n.bitLength() < Byte.SIZE) {
            return n.byteValue();
        }
        if (choice == 3 && n.bitLength() < Short.SIZE) {
            return n.shortValue();
        }
        if (choice == 2 || n.bitLength() >= Long.SIZE) {
            return n;
        }
        return choice == 1 || n.bitLength() >= Integer.SIZE ? (Object) n.longValue() : (Object) n.intValue();
    }

    private Object floating(String text) {
        if (text.endsWith("inf")) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        double d = Double.parseDouble(text);
        boolean fits = d == (float) d;
        return !typed && fits && random.nextBoolean() ? (Object) (float) d : (Object) d;
    }

    /** A list where equals is Python's {@code ==}, else an array, whose elements the memo itself compares. */
    private Object tuple(String text) {
        List<Object> elements = new ArrayList<>();
        int depth = 0;
        int start = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            boolean ends = depth == 0 || (depth == 1 && c == ',');
            if (ends && i > start) {
                elements.add(decode(text.substring(start, i)));
            }
            start = ends ? i + 1 : start;
        }
        return typed ? elements : elements.toArray();
    }
}
