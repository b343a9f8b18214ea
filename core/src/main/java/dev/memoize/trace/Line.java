package dev.memoize.trace;

import java.nio.charset.StandardCharsets;

/** One line of a trace as bytes, made anew for each call without an allocation. For one thread. */
final class Line {
    /** Six bits to a letter, in an order that text editors take for a word. */
    private static final byte[] LETTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-".getBytes(StandardCharsets.US_ASCII);

    private static final int LETTER_BITS = 6;
    private static final int NAME_LENGTH = 11;
    private static final int LONGEST = 256;

    final byte[] bytes = new byte[LONGEST];
    int size;

    /** A call; without its cost, which is 0 then, and without its weight as well if that is 1. */
    void of(long name, int weight, float nanos) {
        for (int i = 0; i < NAME_LENGTH; i++) {
            bytes[i] = LETTERS[(int) (name >>> i * LETTER_BITS) & 63];
        }
        size = NAME_LENGTH;
        if (weight != 1 || nanos > 0) {
            append(weight);
        }
        if (nanos > 0) {
            append((long) nanos);
        }
        bytes[size++] = '\n';
    }

    private void append(long number) {
        bytes[size++] = ' ';
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = size + digits - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
    }

    void comment(String text) {
        byte[] all = ("# " + text + "\n").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(all, 0, bytes, 0, all.length);
        size = all.length;
    }
}
