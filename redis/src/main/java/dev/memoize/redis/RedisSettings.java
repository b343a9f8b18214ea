package dev.memoize.redis;

import dev.memoize.spi.ConfigurationError;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The properties {@code memoize.redis.*}. Immutable; says nothing of its secrets.
 *
 * <p>Throws {@link ConfigurationError} that names the key and the fix, and the value unless it may have a password in
 * it.
 */
final class RedisSettings {
    private static final String PREFIX = "memoize.redis.";
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Map<String, String> unread;

    final RedisURI uri;
    final boolean cluster;
    /** What every key and the channel begin with. */
    final String namespace;
    /** How long a call waits for a command. */
    final Duration timeout;
    /** How long an attempt to connect may take, and the first call waits for the first of them. */
    final Duration connectTimeout;
    /** The longest that a result is served from the heap. */
    final Duration heapTtl;
    /** The longest that a result stays in Redis. */
    final Duration ttl;
    /** How long a computation is waited for without a sign of life. */
    final Duration lease;
    /** How often a server that did not answer is tried again. */
    final Duration probe;
    /** Consecutive failures that make the breaker open. */
    final int failures;
    /** Results with more bytes are not stored. */
    final int maxPayload;
    /** By how much earlier than they expire results are computed again, in times of what they took; 0 for never. */
    final double earlyRefresh;
    /** What writes results that are not scalars. */
    final Codecs.Kind codec;
    /** Names of classes that may come out of the bytes of such a codec, beside those of the declared types. */
    final Set<String> classes;
    /** Whether heaps follow what others than tiers do to the keys. */
    final boolean tracking;
    /** {@code null} if results are stored as they are. */
    final @Nullable Encryption encryption;

    RedisSettings(Map<String, String> settings) {
        unread = new TreeMap<>(settings);
        String user = text("username", "");
        String password = text("password", "");
        uri = uri(text("uri", "redis://127.0.0.1:6379"), user, password);
        cluster = flag("cluster");
        namespace = text("namespace", "memoize");
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw wrong("namespace", namespace, "use letters, digits, '.', '_' and '-', 64 at most");
        }
        timeout = duration("timeout", "50ms", Duration.ofMillis(1), Duration.ofMinutes(1));
        connectTimeout = duration("connectTimeout", "1s", Duration.ofMillis(1), Duration.ofMinutes(1));
        heapTtl = duration("heapTtl", "60s", Duration.ofMillis(1), Duration.ofDays(1));
        ttl = duration("ttl", "7d", Duration.ofMillis(1), Duration.ofDays(3650));
        lease = duration("lease", "2s", Duration.ofMillis(50), Duration.ofSeconds(30));
        probe = duration("probe", "200ms", Duration.ofMillis(10), Duration.ofMinutes(1));
        failures = number("failures", 5, 1, 1000);
        maxPayload = number("maxPayload", 1 << 20, 64, 512 << 20);
        earlyRefresh = factor("earlyRefresh");
        tracking = flag("tracking");
        codec = codec();
        classes = classes();
        encryption = encryption();
        if (!unread.isEmpty()) {
            throw new ConfigurationError(
                    "unknown key \"" + PREFIX + unread.keySet().iterator().next() + "\"; use one of "
                            + new TreeSet<>(Set.of(
                                    "uri",
                                    "username",
                                    "password",
                                    "cluster",
                                    "namespace",
                                    "timeout",
                                    "connectTimeout",
                                    "heapTtl",
                                    "ttl",
                                    "lease",
                                    "probe",
                                    "failures",
                                    "maxPayload",
                                    "earlyRefresh",
                                    "tracking",
                                    "codec",
                                    "classes",
                                    "encryptionKeys",
                                    "encryptionKeysFile",
                                    "encryptionKeysFrom")));
        }
    }

    private Codecs.Kind codec() {
        String value = text("codec", "cbor");
        List<String> names = new ArrayList<>();
        for (Codecs.Kind kind : Codecs.Kind.values()) {
            names.add(Codecs.name(kind));
            if (value.equals(Codecs.name(kind))) {
                return kind;
            }
        }
        throw wrong("codec", value, "use one of " + names);
    }

    private Set<String> classes() {
        String value = text("classes", "");
        Set<String> names = new TreeSet<>();
        for (String name : value.split(",")) {
            if (!name.isBlank()) {
                names.add(name.trim());
            }
        }
        if (!names.isEmpty() && codec == Codecs.Kind.CBOR) {
            throw wrong(
                    "classes", value, "leave it out, or set " + PREFIX + "codec: CBOR takes the declared type alone");
        }
        return names;
    }

    private @Nullable Encryption encryption() {
        String keys = text("encryptionKeys", "");
        String file = text("encryptionKeysFile", "");
        String from = text("encryptionKeysFrom", "");
        if ((keys.isEmpty() ? 0 : 1) + (file.isEmpty() ? 0 : 1) + (from.isEmpty() ? 0 : 1) > 1) {
            throw new ConfigurationError(
                    PREFIX
                            + "encryptionKeys, encryptionKeysFile and encryptionKeysFrom are three ways to say one thing; use one");
        }
        if (!keys.isEmpty()) {
            return Encryption.of(PREFIX + "encryptionKeys", keys);
        }
        if (!file.isEmpty()) {
            return Encryption.ofFile(PREFIX + "encryptionKeysFile", file);
        }
        return from.isEmpty() ? null : Encryption.ofSupplier(PREFIX + "encryptionKeysFrom", from);
    }

    /** How many bytes the longest value has that is read. */
    int maxValue() {
        return maxPayload + Envelope.MOST_OVERHEAD;
    }

    private static RedisURI uri(String text, String user, String password) {
        RedisURI uri;
        try {
            uri = RedisURI.create(text);
        } catch (RuntimeException e) {
            // Neither the value nor the cause: there may be a password in them.
            throw new ConfigurationError(
                    PREFIX
                            + "uri is not one that Lettuce reads; use redis://host:port/database, rediss:// for TLS, or redis-sentinel://host:port,host:port/database#master");
        }
        if (!password.isEmpty()) {
            uri.setCredentialsProvider(RedisCredentialsProvider.from(
                    () -> io.lettuce.core.RedisCredentials.just(user.isEmpty() ? null : user, password)));
        }
        return uri;
    }

    private String text(String key, String otherwise) {
        String value = unread.remove(key);
        return value == null ? otherwise : value;
    }

    private boolean flag(String key) {
        String value = text(key, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw wrong(key, value, "use true or false");
        }
        return value.equals("true");
    }

    private int number(String key, int otherwise, int least, int most) {
        String value = text(key, String.valueOf(otherwise));
        try {
            int n = Integer.parseInt(value);
            if (n >= least && n <= most) {
                return n;
            }
        } catch (NumberFormatException e) {
            // The same message.
        }
        throw wrong(key, value, "use a whole number from " + least + " to " + most);
    }

    private double factor(String key) {
        String value = text(key, "0");
        try {
            double factor = Double.parseDouble(value);
            if (factor >= 0 && factor <= 100) {
                return factor;
            }
        } catch (NumberFormatException e) {
            // The same message.
        }
        throw wrong(key, value, "use a number from 0, for never, to 100; 1 is usual");
    }

    private Duration duration(String key, String otherwise, Duration least, Duration most) {
        String value = text(key, otherwise);
        Duration d = parse(value);
        if (d == null || d.compareTo(least) < 0 || d.compareTo(most) > 0) {
            throw wrong(key, value, "use a number and a unit such as 50ms, 10s or 5m, from " + least + " to " + most);
        }
        return d;
    }

    private static @Nullable Duration parse(String value) {
        Matcher m = DURATION.matcher(value.trim().toLowerCase(Locale.ROOT));
        if (!m.matches()) {
            return null;
        }
        long n = Long.parseLong(m.group(1));
        switch (m.group(2)) {
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

    private static ConfigurationError wrong(String key, String value, String fix) {
        return new ConfigurationError(PREFIX + key + " is \"" + value + "\"; " + fix);
    }

    /** Where the server is: hosts and ports alone. */
    @Override
    public String toString() {
        if (uri.getSentinels().isEmpty()) {
            return uri.getHost() + ":" + uri.getPort();
        }
        StringBuilder s = new StringBuilder("sentinels of " + uri.getSentinelMasterId());
        uri.getSentinels()
                .forEach(u -> s.append(' ').append(u.getHost()).append(':').append(u.getPort()));
        return s.toString();
    }
}
