package dev.memoize.cli.simulate;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The calls of a program in their order: a key for each, what its result weighs, and what it costs to compute.
 *
 * <p>A file has one call on each line, {@code key [weight [cost]]}, separated by spaces or tabs, plain or gzip. A key
 * is any text. Empty lines and lines that begin with {@code #} do not count. A call that does not say what it weighs or
 * costs is like the one before it with the same key, or else the next; a key of which that is not known at all weighs 1
 * and costs as much as the mean.
 */
final class Trace {
    private static final int GZIP = 0x8b1f;

    /** What a recording says where it has one. */
    private static final Pattern GAP = Pattern.compile("# (\\d{1,18}) calls are missing here");

    private final String name;
    private final long[] keys;
    private final int[] next;
    private final int unique;
    private final int[] weights;
    private final float[] costs;
    private final long totalWeight;
    private final boolean cutOff;
    private final long missing;

    private Trace(
            String name,
            long[] keys,
            int[] next,
            int unique,
            int[] weights,
            float[] costs,
            long totalWeight,
            boolean cutOff,
            long missing) {
        this.name = name;
        this.keys = keys;
        this.next = next;
        this.unique = unique;
        this.weights = weights;
        this.costs = costs;
        this.totalWeight = totalWeight;
        this.cutOff = cutOff;
        this.missing = missing;
    }

    /** Throws {@link IllegalArgumentException} that names a line of which the weight or the cost is no number. */
    static Trace read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " is a folder; name the files in it");
        }
        Builder builder = new Builder();
        boolean cutOff = false;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(2);
            boolean zipped = (in.read() | in.read() << 8) == GZIP;
            in.reset();
            CutOff plain = new CutOff(zipped ? new GZIPInputStream(in, 1 << 16) : in);
            BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String text = line.strip();
                if (text.startsWith("#")) {
                    builder.comment(text);
                } else if (!text.isEmpty()) {
                    builder.parse(text, file, number);
                }
            }
            cutOff = plain.happened;
        } catch (ZipException e) {
            throw new IllegalArgumentException(
                    file + " begins as gzip does and cannot be unpacked: " + e.getMessage(), e);
        }
        String name = file.getFileName().toString().replaceFirst("(\\.(txt|trace|csv))?(\\.gz)?$", "");
        return builder.build(name, cutOff);
    }

    static Trace of(String name, long... keys) {
        Builder builder = new Builder();
        for (long key : keys) {
            builder.add(Long.toString(key), -1, -1);
        }
        return builder.build(name, false);
    }

    /** Of the lines of a file. */
    static Trace of(String name, String... lines) {
        Builder builder = new Builder();
        for (int i = 0; i < lines.length; i++) {
            builder.parse(lines[i], Path.of(name), i + 1);
        }
        return builder.build(name, false);
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

    /** Whether sizes are in the unit of the weights rather than in entries. */
    boolean hasWeights() {
        return weights.length > 0;
    }

    int weight(int access) {
        return weights.length == 0 ? 1 : weights[access];
    }

    /** What the different keys weigh together: of each, its last weight. */
    long totalWeight() {
        return totalWeight;
    }

    boolean hasCosts() {
        return costs.length > 0;
    }

    float cost(int access) {
        return costs.length == 0 ? 1 : costs[access];
    }

    double totalCost() {
        double sum = 0;
        for (float cost : costs) {
            sum += cost;
        }
        return sum;
    }

    /** Whether the end of a compressed file was missing. */
    boolean isCutOff() {
        return cutOff;
    }

    /** How many calls the program could not record. */
    long missing() {
        return missing;
    }

    /** Ends where a file ends that was compressed by a program that has not ended, or was killed. */
    private static final class CutOff extends FilterInputStream {
        private boolean happened;

        CutOff(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return happened ? -1 : super.read(bytes, offset, length);
            } catch (EOFException e) {
                happened = true;
                return -1;
            }
        }
    }

    private static final class Builder {
        private final Map<String, Integer> ids = new HashMap<>();
        private long[] keys = new long[1 << 10];
        private int[] key = new int[1 << 10];
        // Negative where that is not said.
        private int[] weights = new int[1 << 10];
        private float[] costs = new float[1 << 10];
        private boolean weighed;
        private boolean costly;
        private int size;
        private long missing;

        void comment(String line) {
            Matcher gap = GAP.matcher(line);
            if (gap.lookingAt()) {
                missing += Long.parseLong(gap.group(1));
            }
        }

        void parse(String line, Path file, int number) {
            StringTokenizer words = new StringTokenizer(line);
            String text = words.nextToken();
            try {
                int weight = words.hasMoreTokens() ? weight(words.nextToken()) : -1;
                float cost = words.hasMoreTokens() ? cost(words.nextToken()) : -1;
                if (words.hasMoreTokens()) {
                    throw new NumberFormatException("a fourth");
                }
                weighed |= weight >= 0 && weight != 1;
                costly |= cost > 0;
                add(text, weight, cost);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        file + ", line " + number + ": \"" + line + "\" is not of the form: key [weight [cost]];"
                                + " a weight is a whole number, a cost any number, neither is negative, and neither"
                                + " may have a space in it",
                        e);
            }
        }

        private static int weight(String word) {
            int weight = Integer.parseInt(word);
            if (weight < 0) {
                throw new NumberFormatException(word);
            }
            return weight;
        }

        private static float cost(String word) {
            float cost = Float.parseFloat(word);
            if (!(cost >= 0 && cost < Float.POSITIVE_INFINITY)) {
                throw new NumberFormatException(word);
            }
            return cost;
        }

        void add(String text, int weight, float cost) {
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, size * 2);
                key = Arrays.copyOf(key, size * 2);
                weights = Arrays.copyOf(weights, size * 2);
                costs = Arrays.copyOf(costs, size * 2);
            }
            int id = ids.computeIfAbsent(text, t -> ids.size());
            key[size] = id;
            weights[size] = weight;
            costs[size] = cost;
            keys[size++] = number(text, id);
        }

        /** Numbers are keys as they are, as they would be in a memo; other texts are numbered. */
        private static long number(String text, int id) {
            boolean digits = text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits ? Long.parseLong(text) : ~(long) id;
        }

        Trace build(String name, boolean cutOff) {
            int[] next = new int[size];
            int[] last = new int[ids.size()];
            Arrays.fill(last, Integer.MAX_VALUE);
            for (int i = size - 1; i >= 0; i--) {
                next[i] = last[key[i]];
                last[key[i]] = i;
            }
            long total = fillWeights();
            fillCosts();
            return new Trace(
                    name,
                    Arrays.copyOf(keys, size),
                    next,
                    ids.size(),
                    weighed ? Arrays.copyOf(weights, size) : new int[0],
                    costly ? Arrays.copyOf(costs, size) : new float[0],
                    total,
                    cutOff,
                    missing);
        }

        private long fillWeights() {
            int[] known = new int[ids.size()];
            Arrays.fill(known, -1);
            for (int i = size - 1; i >= 0; i--) {
                known[key[i]] = weights[i] >= 0 ? weights[i] : known[key[i]];
            }
            // What is known now is the first of each key, for those that come before it.
            for (int i = 0; i < size; i++) {
                known[key[i]] = weights[i] >= 0 ? weights[i] : known[key[i]];
                weights[i] = known[key[i]] >= 0 ? known[key[i]] : 1;
            }
            long total = 0;
            for (int weight : known) {
                total += weight >= 0 ? weight : 1;
            }
            return total;
        }

        private void fillCosts() {
            float[] known = new float[ids.size()];
            Arrays.fill(known, -1);
            double sum = 0;
            int n = 0;
            for (int i = size - 1; i >= 0; i--) {
                if (costs[i] >= 0) {
                    known[key[i]] = costs[i];
                    sum += costs[i];
                    n++;
                }
            }
            float mean = n == 0 ? 1 : (float) (sum / n);
            for (int i = 0; i < size; i++) {
                known[key[i]] = costs[i] >= 0 ? costs[i] : known[key[i]];
                costs[i] = known[key[i]] >= 0 ? known[key[i]] : mean;
            }
        }
    }
}
