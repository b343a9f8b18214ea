package dev.memoize.cli.simulate;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The calls of a program in their order: a key for each, and what it took to compute.
 *
 * <p>A file has one call on each line, {@code key [weight [cost]]}, separated by spaces or tabs, plain or gzip. A key
 * is any text. Empty lines and lines that begin with {@code #} do not count.
 */
final class Trace {
    private static final int GZIP = 0x8b1f;

    private final String name;
    private final long[] keys;
    private final int[] next;
    private final int unique;

    private Trace(String name, long[] keys, int[] next, int unique) {
        this.name = name;
        this.keys = keys;
        this.next = next;
        this.unique = unique;
    }

    static Trace read(Path file) throws IOException {
        Builder builder = new Builder();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(2);
            boolean zipped = (in.read() | in.read() << 8) == GZIP;
            in.reset();
            InputStream plain = zipped ? new GZIPInputStream(in, 1 << 16) : in;
            BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String text = line.strip();
                if (!text.isEmpty() && text.charAt(0) != '#') {
                    builder.add(firstWord(text));
                }
            }
        }
        String name = file.getFileName().toString().replaceFirst("(\\.(txt|trace|csv))?(\\.gz)?$", "");
        return builder.build(name);
    }

    static Trace of(String name, long... keys) {
        Builder builder = new Builder();
        for (long key : keys) {
            builder.add(Long.toString(key));
        }
        return builder.build(name);
    }

    private static String firstWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isWhitespace(text.charAt(i))) {
                return text.substring(0, i);
            }
        }
        return text;
    }

    String name() {
        return name;
    }

    int accesses() {
        return keys.length;
    }

    int unique() {
        return unique;
    }

    long key(int access) {
        return keys[access];
    }

    /** The next access of the same key, or {@link Integer#MAX_VALUE}. */
    int next(int access) {
        return next[access];
    }

    private static final class Builder {
        private final Map<String, Integer> ids = new HashMap<>();
        private long[] keys = new long[1 << 10];
        private int[] key = new int[1 << 10];
        private int size;

        void add(String text) {
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, size * 2);
                key = Arrays.copyOf(key, size * 2);
            }
            int id = ids.computeIfAbsent(text, t -> ids.size());
            key[size] = id;
            keys[size++] = number(text, id);
        }

        /** Numbers are keys as they are, as they would be in a memo; other texts are numbered. */
        private static long number(String text, int id) {
            boolean digits = text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits ? Long.parseLong(text) : ~(long) id;
        }

        Trace build(String name) {
            int[] next = new int[size];
            int[] last = new int[ids.size()];
            Arrays.fill(last, Integer.MAX_VALUE);
            for (int i = size - 1; i >= 0; i--) {
                next[i] = last[key[i]];
                last[key[i]] = i;
            }
            return new Trace(name, Arrays.copyOf(keys, size), next, ids.size());
        }
    }
}
