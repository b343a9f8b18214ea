package dev.memoize.config;

import dev.memoize.spi.ConfigurationError;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@code memoize.*} properties that a class is under: {@code memoize.properties} on its class path, and over it the
 * system properties. Read once for each class loader; safe from any thread.
 *
 * <p>A key is one of the constants below, {@code memoize.<class>.<method>.<attribute>}, or
 * {@code memoize.<tier>.<setting>} of a second tier that is on the class path. Any other, or a switch that is neither
 * {@code true} nor {@code false}, is a {@link ConfigurationError}, whichever annotation is used first.
 */
public final class Environment {
    public static final String PREFIX = "memoize.";
    /** The kill switch of memoization. */
    public static final String ENABLED = PREFIX + "enabled";

    /** The folder that the calls of every memoized method are recorded in. */
    public static final String RECORD = PREFIX + "record";

    /** Whether a recursion that has ended with its stack may be tried again on a larger one. */
    public static final String RETRY_OVERFLOW = PREFIX + "retryOverflow";

    private static final String LOGTIME = PREFIX + "logtime.";
    /** Whether {@code @LogTime} records anything. */
    public static final String LOGTIME_ENABLED = LOGTIME + "enabled";
    /** Where the files of {@code @LogTime} go. */
    public static final String LOGTIME_FOLDER = LOGTIME + "folder";

    private static final List<String> SWITCHES = List.of(ENABLED, RETRY_OVERFLOW, LOGTIME_ENABLED);
    private static final List<String> FOLDERS = List.of(RECORD, LOGTIME_FOLDER);
    private static final String KNOWN = "; use " + ENABLED + ", " + RETRY_OVERFLOW + ", " + RECORD + ", "
            + LOGTIME_ENABLED + ", " + LOGTIME_FOLDER + " or " + PREFIX + "<class>.<method>.<attribute>";
    /** What builds call the version of Memoize they use; Maven hands every -D to the tests. */
    private static final String VERSION = PREFIX + "version";

    private static final String FILE = "memoize.properties";

    /** Guarded by itself. Values do not refer to their loader. */
    private static final Map<@Nullable ClassLoader, Environment> BY_LOADER = new WeakHashMap<>();

    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, String> origins = new TreeMap<>();

    private final Set<String> tiers;

    private Environment(@Nullable ClassLoader loader) {
        // A copy: the providers belong to the loader.
        tiers = new TreeSet<>(TierProviders.of(loader).keySet());
        Properties file = new Properties();
        URL url = loader == null ? ClassLoader.getSystemResource(FILE) : loader.getResource(FILE);
        if (url != null) {
            try (InputStream in = url.openStream()) {
                file.load(in);
            } catch (IOException e) {
                throw new ConfigurationError(url + " cannot be read: " + e);
            }
        }
        for (String key : file.stringPropertyNames()) {
            put(key, file.getProperty(key), "in " + url);
        }
        for (String key : System.getProperties().stringPropertyNames()) {
            String value = key.startsWith(PREFIX) && !key.equals(VERSION) ? System.getProperty(key) : null;
            if (value != null) {
                put(key, value, "in the system properties");
            }
        }
        for (String key : SWITCHES) {
            String on = values.getOrDefault(key, "true");
            if (!on.equals("true") && !on.equals("false")) {
                throw new ConfigurationError(key + " is \"" + on + "\"; use true or false");
            }
        }
    }

    /** What classes of that loader are under; {@code null} is the boot loader. */
    public static Environment of(@Nullable ClassLoader loader) {
        synchronized (BY_LOADER) {
            Environment known = BY_LOADER.get(loader);
            if (known != null) {
                return known;
            }
        }
        // A loader is the user's code, so it is asked without the lock.
        Environment fresh = new Environment(loader);
        synchronized (BY_LOADER) {
            Environment raced = BY_LOADER.putIfAbsent(loader, fresh);
            return raced != null ? raced : fresh;
        }
    }

    private void put(String key, String value, String origin) {
        origins.put(key, origin);
        values.put(key, value.trim());
        if (!SWITCHES.contains(key) && !FOLDERS.contains(key) && !isOfMethod(key) && !isOfTier(key)) {
            StringBuilder known = new StringBuilder(KNOWN);
            tiers.forEach(
                    tier -> known.append(", or ").append(PREFIX).append(tier).append(".<setting>"));
            throw unknown(key, known.toString());
        }
    }

    /** A tier checks its settings itself, once it is used. */
    private boolean isOfTier(String key) {
        int dot = key.lastIndexOf('.');
        return dot > PREFIX.length() && tiers.contains(key.substring(PREFIX.length(), dot));
    }

    private static boolean isOfMethod(String key) {
        int attribute = key.lastIndexOf('.');
        int method = key.lastIndexOf('.', attribute - 1);
        return key.startsWith(PREFIX)
                && method > PREFIX.length() - 1
                && attribute > method + 1
                && attribute < key.length() - 1;
    }

    /** The error for a key that is here and means nothing; {@code known} says what to use. */
    public ConfigurationError unknown(String key, String known) {
        return new ConfigurationError("unknown key \"" + key + "\" " + origins.get(key) + known);
    }

    /**
     * Whether that switch, {@link #ENABLED}, {@link #RETRY_OVERFLOW} or {@link #LOGTIME_ENABLED}, is on, as it is
     * unless it is set.
     */
    public boolean isOn(String key) {
        return values.getOrDefault(key, "true").equals("true");
    }

    public @Nullable String get(String key) {
        return values.get(key);
    }

    /** What is set for the tier of that name, by the last part of the keys. */
    public Map<String, String> ofTier(String tier) {
        String prefix = PREFIX + tier + ".";
        Map<String, String> settings = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix) && isOfTier(key)) {
                settings.put(key.substring(prefix.length()), value);
            }
        });
        return Collections.unmodifiableMap(settings);
    }

    /** The keys of the form {@code memoize.<class>.<method>.<attribute>} with their values, sorted; unmodifiable. */
    public Map<String, String> ofMethods() {
        Map<String, String> ofMethods = new TreeMap<>(values);
        ofMethods.keySet().removeAll(SWITCHES);
        ofMethods.keySet().removeAll(FOLDERS);
        ofMethods.keySet().removeIf(this::isOfTier);
        return Collections.unmodifiableMap(ofMethods);
    }
}
