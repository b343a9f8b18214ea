package dev.memoize.logtime;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/**
 * Lines as bytes: {@code yyyy-MM-dd HH:mm:ss.SSSSSS<TAB>name<TAB>seconds.ffff}. One date is formatted for all lines of
 * a second. For one thread at a time.
 */
final class Lines {
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    /** A line without its name and its date: microseconds, tabs, seconds, newline. */
    private static final int REST = 48;

    private static final long NANOS = 1_000_000_000L;

    byte[] bytes;
    int size;

    private long second = Long.MIN_VALUE;
    private byte[] date = {};
    private ZoneId zone = ZoneOffset.UTC;

    Lines(int capacity) {
        bytes = new byte[capacity];
    }

    /** Looks which zone local time is in, which a program may change. */
    void localTime() {
        ZoneId now = ZoneId.systemDefault();
        if (!now.equals(zone)) {
            zone = now;
            second = Long.MIN_VALUE;
        }
    }

    boolean hasRoomFor(byte[] name) {
        return bytes.length - size >= name.length + date.length + REST;
    }

    /** Appends a line; grows if it is a giant. */
    void append(byte[] name, long epochNanos, long nanos) {
        long newSecond = Math.floorDiv(epochNanos, NANOS);
        if (newSecond != second) {
            LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochSecond(newSecond), zone);
            date = SECOND.format(local).getBytes(StandardCharsets.US_ASCII);
            second = newSecond;
        }
        if (!hasRoomFor(name)) {
            bytes = Arrays.copyOf(bytes, size + name.length + date.length + REST);
        }
        put(date);
        put('.');
        digits(Math.floorMod(epochNanos, NANOS) / 1_000, 6);
        put('\t');
        put(name);
        put('\t');
        long tenthsOfMillis = (Math.max(0, nanos) + 50_000) / 100_000;
        long seconds = tenthsOfMillis / 10_000;
        int width = 1;
        for (long rest = seconds; rest >= 10; rest /= 10) {
            width++;
        }
        digits(seconds, width);
        put('.');
        digits(tenthsOfMillis % 10_000, 4);
        put('\n');
    }

    private void put(byte[] text) {
        System.arraycopy(text, 0, bytes, size, text.length);
        size += text.length;
    }

    private void put(char ascii) {
        bytes[size++] = (byte) ascii;
    }

    private void digits(long value, int width) {
        long rest = value;
        for (int i = width - 1; i >= 0; i--) {
            bytes[size + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += width;
    }
}
