package dev.memoize.memo;

import dev.memoize.heap.Eviction;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a memo was asked for, in one immutable value, and the one parser of it: of annotations (woven into a string such
 * as {@code "maxSize=32 ttl=10m"}), of builders and of properties, so that all of them complain in the same words.
 */
public final class Settings {
    /** The attributes that a property may override. */
    static final Set<String> OVERRIDABLE = new TreeSet<>(
            Set.of("maxSize", "typed", "ttl", "singleFlight", "tier", "version", "eviction", "deepRecursion"));

    public static final Settings DEFAULT =
            new Settings(128, true, 0, true, false, Set.of(), "", "", Eviction.LRU, false);

    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,18})\\s*(ns|us|ms|s|m|h|d)");
    private static final Pattern TIER_NAME = Pattern.compile("[a-z][a-z0-9]{0,31}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._-]{1,32}");
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final int maxSize;
    private final boolean typed;
    private final long ttlNanos;
    private final boolean singleFlight;
    private final boolean perClass;
    private final Set<Integer> ignored;
    private final String tier;
    private final String version;
    private final Eviction eviction;
    private final boolean deepRecursion;

    private Settings(
            int maxSize,
            boolean typed,
            long ttlNanos,
            boolean singleFlight,
            boolean perClass,
            Set<Integer> ignored,
            String tier,
            String version,
            Eviction eviction,
            boolean deepRecursion) {
        this.maxSize = maxSize;
        this.typed = typed;
        this.ttlNanos = ttlNanos;
        this.singleFlight = singleFlight;
        this.perClass = perClass;
        this.ignored = ignored;
        this.tier = tier;
        this.version = version;
        this.eviction = eviction;
        this.deepRecursion = deepRecursion;
    }

    /**
     * Reads {@code name=value} pairs that are joined by spaces. Throws {@link IllegalArgumentException} that names the
     * pair and the fix.
     */
    public static Settings parse(String pairs) {
        Settings s = DEFAULT;
        // A value may have a space in it: ttl=10 s
        for (String pair : pairs.isBlank() ? new String[0] : pairs.trim().split(" +(?=\\w+=)")) {
            int eq = pair.indexOf('=');
            if (eq < 0) {
                throw new IllegalArgumentException("\"" + pair + "\" is not of the form name=value");
            }
            s = s.with(pair.substring(0, eq), pair.substring(eq + 1));
        }
        return s;
    }

    /** These settings with one changed. Throws {@link IllegalArgumentException} that names the value and the fix. */
    public Settings with(String name, String value) {
        switch (name) {
            case "maxSize":
                return withMaxSize(parseMaxSize(value));
            case "typed":
                return new Settings(
                        maxSize,
                        parseBoolean(name, value),
                        ttlNanos,
                        singleFlight,
                        perClass,
                        ignored,
                        tier,
                        version,
                        eviction,
                        deepRecursion);
            case "ttl":
                return withTtl(value.isEmpty() ? Duration.ZERO : parseTtl(value));
            case "singleFlight":
                return new Settings(
                        maxSize,
                        typed,
                        ttlNanos,
                        parseBoolean(name, value),
                        perClass,
                        ignored,
                        tier,
                        version,
                        eviction,
                        deepRecursion);
            case "scope":
                return new Settings(
                        maxSize,
                        typed,
                        ttlNanos,
                        singleFlight,
                        value.equals("CLASS"),
                        ignored,
                        tier,
                        version,
                        eviction,
                        deepRecursion);
            case "ignore":
                Set<Integer> indexes = new TreeSet<>();
                for (String index : value.split(",")) {
                    indexes.add(Integer.valueOf(index));
                }
                return new Settings(
                        maxSize,
                        typed,
                        ttlNanos,
                        singleFlight,
                        perClass,
                        Set.copyOf(indexes),
                        tier,
                        version,
                        eviction,
                        deepRecursion);
            case "tier":
                return withTier(parseName(name, value, TIER_NAME, "the name of a tier, such as redis"));
            case "version":
                return withVersion(parseName(name, value, VERSION, "letters, digits, '.', '_' and '-', 32 at most"));
            case "deepRecursion":
                return new Settings(
                        maxSize,
                        typed,
                        ttlNanos,
                        singleFlight,
                        perClass,
                        ignored,
                        tier,
                        version,
                        eviction,
                        parseBoolean(name, value));
            case "eviction":
                return withEviction(parseEviction(value));
            default:
                throw new IllegalArgumentException("\"" + name + "\" is not an attribute of @Memoize; known: "
                        + String.join(", ", OVERRIDABLE) + ", scope");
        }
    }

    public Settings withMaxSize(int newMaxSize) {
        if (newMaxSize < 0) {
            throw new IllegalArgumentException(
                    "maxSize is " + newMaxSize + "; use 0 to disable storage or Memoize.UNBOUNDED");
        }
        return new Settings(
                newMaxSize, typed, ttlNanos, singleFlight, perClass, ignored, tier, version, eviction, deepRecursion);
    }

    public Settings withTtl(Duration ttl) {
        if (ttl.isNegative() || ttl.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "ttl is " + ttl + "; use at least 1 ns and at most 100 years, or leave it out");
        }
        return new Settings(
                maxSize, typed, ttl.toNanos(), singleFlight, perClass, ignored, tier, version, eviction, deepRecursion);
    }

    public Settings withTyped(boolean newTyped) {
        return with("typed", String.valueOf(newTyped));
    }

    public Settings withSingleFlight(boolean newSingleFlight) {
        return with("singleFlight", String.valueOf(newSingleFlight));
    }

    public Settings withEviction(Eviction newEviction) {
        return new Settings(
                maxSize, typed, ttlNanos, singleFlight, perClass, ignored, tier, version, newEviction, deepRecursion);
    }

    private static Eviction parseEviction(String value) {
        for (Eviction eviction : Eviction.values()) {
            if (eviction.name().equalsIgnoreCase(value)) {
                return eviction;
            }
        }
        throw new IllegalArgumentException("eviction is \"" + value + "\"; use "
                + Arrays.stream(Eviction.values()).map(Eviction::name).collect(Collectors.joining(", ")));
    }

    private Settings withTier(String newTier) {
        return new Settings(
                maxSize, typed, ttlNanos, singleFlight, perClass, ignored, newTier, version, eviction, deepRecursion);
    }

    private Settings withVersion(String newVersion) {
        return new Settings(
                maxSize, typed, ttlNanos, singleFlight, perClass, ignored, tier, newVersion, eviction, deepRecursion);
    }

    private static String parseName(String name, String value, Pattern form, String use) {
        if (!value.isEmpty() && !form.matcher(value).matches()) {
            throw new IllegalArgumentException(name + " is \"" + value + "\"; use " + use + ", or leave it out");
        }
        return value;
    }

    private static int parseMaxSize(String value) {
        if (value.equalsIgnoreCase("unbounded")) {
            return Integer.MAX_VALUE;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("maxSize is \"" + value + "\"; use a whole number from 0 to "
                    + Integer.MAX_VALUE + ", or \"unbounded\"");
        }
    }

    private static boolean parseBoolean(String name, String value) {
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        throw new IllegalArgumentException(name + " is \"" + value + "\"; use true or false");
    }

    private static Duration parseTtl(String value) {
        Duration ttl;
        Matcher m = SHORT_DURATION.matcher(value.trim().toLowerCase(Locale.ROOT));
        try {
            ttl = m.matches() ? shortDuration(Long.parseLong(m.group(1)), m.group(2)) : Duration.parse(value.trim());
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException("ttl is \"" + value
                    + "\"; use a number and a unit such as 250ms, 10s, 5m, 2h or 1d, or ISO-8601 such as PT10M");
        }
        if (ttl.isZero() || ttl.isNegative()) {
            throw new IllegalArgumentException(
                    "ttl is \"" + value + "\"; use more than 0, or maxSize = 0 to store nothing");
        }
        return ttl;
    }

    private static Duration shortDuration(long n, String unit) {
        switch (unit) {
            case "ns":
                return Duration.ofNanos(n);
            case "us":
                return Duration.ofNanos(Math.multiplyExact(n, 1_000L));
            case "ms":
                return Duration.ofMillis(n);
            case "s":
                return Duration.ofSeconds(n);
            case "m":
                return Duration.ofMinutes(n);
            case "h":
                return Duration.ofHours(n);
            default:
                return Duration.ofDays(n);
        }
    }

    public int maxSize() {
        return maxSize;
    }

    public boolean typed() {
        return typed;
    }

    /** 0 for ever. */
    public long ttlNanos() {
        return ttlNanos;
    }

    public boolean singleFlight() {
        return singleFlight;
    }

    /** Whether an instance method has one cache for its class, with the instance as the first part of the key. */
    public boolean perClass() {
        return perClass;
    }

    /** The indexes, from 0, of the parameters that are not part of the key. */
    public Set<Integer> ignored() {
        return ignored;
    }

    /** The name of the second tier, empty for none. */
    public String tier() {
        return tier;
    }

    /** Tells results of one version of the code from another's in the second tier. */
    public String version() {
        return version;
    }

    /** What goes when there are too many. */
    public Eviction eviction() {
        return eviction;
    }

    /** Whether a recursion goes on with fresh stacks when it is deep. */
    public boolean deepRecursion() {
        return deepRecursion;
    }
}
