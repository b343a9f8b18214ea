package dev.memoize.memo;

import dev.memoize.heap.Eviction;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a memo was asked for, in one immutable value, and the one parser of it: of annotations (woven into a string such
 * as {@code "maxSize=32 ttl=10m"}), of builders and of properties, so that all of them complain in the same words.
 */
public final class Settings {
    /** The attributes that a property may override. */
    static final Set<String> OVERRIDABLE = new TreeSet<>(Set.of(
            "maxSize",
            "typed",
            "ttl",
            "jitter",
            "expireAfterAccess",
            "refreshAfterWrite",
            "staleIfError",
            "singleFlight",
            "tier",
            "version",
            "eviction",
            "record",
            "deepRecursion"));

    public static final Settings DEFAULT = new Settings();

    private static final String NOTHING_STORED =
            " but maxSize is 0, so nothing is stored that could expire; remove one of them";

    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,18})\\s*(ns|us|ms|s|m|h|d)");
    private static final Pattern TIER_NAME = Pattern.compile("[a-z][a-z0-9]{0,31}");
    /** A path; after a space and a name there may be no "=", which is where the next attribute would begin. */
    private static final Pattern PATH = Pattern.compile("(?!.* \\w+=)[^\\x00-\\x1f]{1,4096}");

    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._-]{1,32}");
    static final Duration LONGEST = Duration.ofDays(36_500);

    // Never changed once somebody else has the object.
    private int maxSize = 128;
    private boolean typed = true;
    private long ttlNanos;
    private double jitter;
    private long accessNanos;
    private long refreshNanos;
    private long staleNanos;
    private boolean singleFlight = true;
    private boolean perClass;
    private Set<Integer> ignored = Set.of();
    private String tier = "";
    private String version = "";
    private Eviction eviction = Eviction.LRU;
    private boolean deepRecursion;
    private List<TagTemplate> tags = List.of();
    private String record = "";

    private Settings() {}

    private Settings(Settings other) {
        maxSize = other.maxSize;
        typed = other.typed;
        ttlNanos = other.ttlNanos;
        jitter = other.jitter;
        accessNanos = other.accessNanos;
        refreshNanos = other.refreshNanos;
        staleNanos = other.staleNanos;
        singleFlight = other.singleFlight;
        perClass = other.perClass;
        ignored = other.ignored;
        tier = other.tier;
        version = other.version;
        eviction = other.eviction;
        deepRecursion = other.deepRecursion;
        tags = other.tags;
        record = other.record;
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
        Settings s = new Settings(this);
        switch (name) {
            case "maxSize" -> s.maxSize = check(parseMaxSize(value));
            case "typed" -> s.typed = parseBoolean(name, value);
            case "ttl" -> s.ttlNanos = parseTime(name, value, ", or maxSize = 0 to store nothing");
            case "jitter" -> s.jitter = parseShare(name, value);
            case "expireAfterAccess" -> s.accessNanos = parseTime(name, value, ", or leave it out");
            case "refreshAfterWrite" -> s.refreshNanos = parseTime(name, value, ", or leave it out");
            case "staleIfError" -> s.staleNanos = parseTime(name, value, ", or leave it out");
            case "singleFlight" -> s.singleFlight = parseBoolean(name, value);
            case "scope" -> s.perClass = value.equals("CLASS");
            case "ignore" ->
                s.ignored =
                        Arrays.stream(value.split(",")).map(Integer::valueOf).collect(Collectors.toUnmodifiableSet());
            case "tier" -> s.tier = parseName(name, value, TIER_NAME, "the name of a tier, such as redis");
            case "version" ->
                s.version = parseName(name, value, VERSION, "letters, digits, '.', '_' and '-', 32 at most");
            case "record" -> s.record = parseName(name, value, PATH, "the path of a file, such as calls.txt.gz");
            case "deepRecursion" -> s.deepRecursion = parseBoolean(name, value);
            case "tags" -> s.tags = parseTags(value);
            case "eviction" -> s.eviction = parseEviction(value);
            default ->
                throw new IllegalArgumentException("\"" + name + "\" is not an attribute of @Memoize; known: "
                        + String.join(", ", OVERRIDABLE) + ", scope, tags");
        }
        return s;
    }

    public Settings withMaxSize(int newMaxSize) {
        Settings s = new Settings(this);
        s.maxSize = check(newMaxSize);
        return s;
    }

    private static int check(int newMaxSize) {
        if (newMaxSize < 0) {
            throw new IllegalArgumentException(
                    "maxSize is " + newMaxSize + "; use 0 to disable storage or Memoize.UNBOUNDED");
        }
        return newMaxSize;
    }

    /** Throws {@link IllegalArgumentException} if results are weighed and the policy cannot do without a size. */
    public void checkWeighed(boolean weighed) {
        if (weighed && maxSize == Integer.MAX_VALUE && eviction.samples()) {
            throw new IllegalArgumentException("maxSize is UNBOUNDED; " + eviction
                    + " needs to know how many results there may be, also with a maxWeight");
        }
    }

    public Settings withTtl(Duration ttl) {
        return with("ttl", ttl);
    }

    /** {@link #with(String, String)} of a time; zero for none. */
    public Settings with(String name, Duration time) {
        checkRange(name, time);
        return with(name, time.isZero() ? "" : time.toString());
    }

    /**
     * These settings for a memo that is to store nothing, where they are overridden so: the times that were there for
     * what it stored do not contradict that.
     */
    Settings withoutTimes() {
        Settings s = new Settings(this);
        s.ttlNanos = 0;
        s.jitter = 0;
        s.accessNanos = 0;
        s.refreshNanos = 0;
        s.staleNanos = 0;
        return s;
    }

    /** {@link #conflict(boolean, boolean)} of an annotation. */
    public Map.@Nullable Entry<String, String> conflict() {
        return conflict(!tier.isEmpty(), false);
    }

    /**
     * What two attributes that do not go together are, as the first one's name and what to say; {@code null} if all do.
     *
     * @param tiered whether there is a second tier, which keeps results when the heap does not
     * @param ownTimes whether results have times of their own
     */
    public Map.@Nullable Entry<String, String> conflict(boolean tiered, boolean ownTimes) {
        if (maxSize == 0 && !tiered) {
            Map<String, Long> times = new LinkedHashMap<>();
            times.put("ttl", ttlNanos);
            times.put("expireAfterAccess", accessNanos);
            times.put("refreshAfterWrite", refreshNanos);
            times.put("staleIfError", staleNanos);
            for (Map.Entry<String, Long> time : times.entrySet()) {
                if (time.getValue() != 0) {
                    return Map.entry(
                            time.getKey(), time.getKey() + " is " + Duration.ofNanos(time.getValue()) + NOTHING_STORED);
                }
            }
            if (ownTimes) {
                return Map.entry("ttl", "ttl is a function" + NOTHING_STORED);
            }
        }
        if (refreshNanos != 0 && ttlNanos != 0 && refreshNanos >= ttlNanos) {
            return Map.entry(
                    "refreshAfterWrite",
                    "refreshAfterWrite is " + Duration.ofNanos(refreshNanos) + " but ttl is "
                            + Duration.ofNanos(ttlNanos)
                            + ", so results expire before they are refreshed; use less than the ttl");
        }
        if (jitter != 0 && ttlNanos == 0 && refreshNanos == 0) {
            return Map.entry(
                    "jitter",
                    "jitter is " + jitter
                            + " but there is no ttl or refreshAfterWrite to vary; set one or remove jitter");
        }
        if (staleNanos != 0 && ttlNanos == 0 && accessNanos == 0 && !tiered && !ownTimes) {
            return Map.entry(
                    "staleIfError",
                    "staleIfError is " + Duration.ofNanos(staleNanos)
                            + " but results never expire; set ttl or expireAfterAccess, or remove staleIfError");
        }
        return null;
    }

    public Settings withTyped(boolean newTyped) {
        return with("typed", String.valueOf(newTyped));
    }

    public Settings withSingleFlight(boolean newSingleFlight) {
        return with("singleFlight", String.valueOf(newSingleFlight));
    }

    public Settings withEviction(Eviction newEviction) {
        return with("eviction", newEviction.name());
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

    private static String parseName(String name, String value, Pattern form, String use) {
        if (!value.isEmpty() && !form.matcher(value).matches()) {
            throw new IllegalArgumentException(name + " is \"" + value + "\"; use " + use + ", or leave it out");
        }
        return value;
    }

    /** Joined by commas. */
    private static List<TagTemplate> parseTags(String value) {
        List<TagTemplate> templates = new ArrayList<>();
        for (String tag : value.isEmpty() ? new String[0] : value.split(",", -1)) {
            templates.add(TagTemplate.parse(tag));
        }
        return List.copyOf(templates);
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

    /** Empty for none. */
    private static long parseTime(String name, String value, String otherwise) {
        if (value.isEmpty()) {
            return 0;
        }
        Duration time;
        Matcher m = SHORT_DURATION.matcher(value.trim().toLowerCase(Locale.ROOT));
        try {
            time = m.matches() ? shortDuration(Long.parseLong(m.group(1)), m.group(2)) : Duration.parse(value.trim());
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException(name + " is \"" + value
                    + "\"; use a number and a unit such as 250ms, 10s, 5m, 2h or 1d, or ISO-8601 such as PT10M");
        }
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException(name + " is \"" + value + "\"; use more than 0" + otherwise);
        }
        checkRange(name, time);
        return time.toNanos();
    }

    private static void checkRange(String name, Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + " is " + time + "; use at least 1 ns and at most 100 years, or leave it out");
        }
    }

    private static double parseShare(String name, String value) {
        try {
            double share = Double.parseDouble(value);
            if (share >= 0 && share < 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                name + " is \"" + value + "\"; use a share from 0 to less than 1, such as 0.1");
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

    /** The share of the ttl and of the refresh interval by which each may be shorter. */
    public double jitter() {
        return jitter;
    }

    /** 0 for ever. */
    public long accessNanos() {
        return accessNanos;
    }

    /** 0 for never. */
    public long refreshNanos() {
        return refreshNanos;
    }

    /** For how long an expired result may stand in for one that could not be computed. */
    public long staleNanos() {
        return staleNanos;
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

    /** What results carry, so that they can be dropped together. */
    public List<TagTemplate> tags() {
        return tags;
    }

    /** The file that calls are recorded in, empty for none. */
    public String record() {
        return record;
    }

    /** Whether a recursion goes on with fresh stacks when it is deep. */
    public boolean deepRecursion() {
        return deepRecursion;
    }
}
