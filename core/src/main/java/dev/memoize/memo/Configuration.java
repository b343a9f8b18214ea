package dev.memoize.memo;

import dev.memoize.spi.ConfigurationError;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/**
 * What the environment overrides: {@code memoize.properties} on the class path of the memoized class, and over it the
 * system properties.
 *
 * <p>{@code memoize.enabled=false} is the kill switch; {@code memoize.<class>.<method>.<attribute>=<value>} overrides
 * one attribute of one method. A key of any other form, or a bad value, is a {@link ConfigurationError}. Read once for
 * each class loader.
 */
final class Configuration {
    private static final String PREFIX = "memoize.";
    private static final String ENABLED = PREFIX + "enabled";
    /** Read by {@code dev.memoize.logtime}. */
    private static final String LOGTIME = PREFIX + "logtime.";

    private static final String FILE = "memoize.properties";

    // Guarded by itself. Values do not refer to their loader.
    private static final Map<ClassLoader, Configuration> BY_LOADER = new WeakHashMap<>();

    private final Map<String, String> values = new TreeMap<>();
    private final boolean enabled;

    private Configuration(ClassLoader loader) {
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
            check(key, "in " + url);
            values.put(key, file.getProperty(key).trim());
        }
        for (String key : System.getProperties().stringPropertyNames()) {
            if (key.startsWith(PREFIX)) {
                check(key, "in the system properties");
                values.put(key, System.getProperty(key).trim());
            }
        }
        String on = values.getOrDefault(ENABLED, "true");
        if (!on.equals("true") && !on.equals("false")) {
            throw new ConfigurationError(ENABLED + " is \"" + on + "\"; use true or false");
        }
        enabled = on.equals("true");
    }

    static Configuration of(ClassLoader loader) {
        synchronized (BY_LOADER) {
            return BY_LOADER.computeIfAbsent(loader, Configuration::new);
        }
    }

    private static void check(String key, String where) {
        if (key.equals(ENABLED) || key.startsWith(LOGTIME)) {
            return;
        }
        int attribute = key.lastIndexOf('.');
        int method = key.lastIndexOf('.', attribute - 1);
        boolean wellFormed = key.startsWith(PREFIX) && method > PREFIX.length() - 1 && attribute > method + 1;
        if (!wellFormed || !Settings.OVERRIDABLE.contains(key.substring(attribute + 1))) {
            throw new ConfigurationError("unknown key \"" + key + "\" " + where + "; use " + ENABLED + " or "
                    + PREFIX + "<class>.<method>.<attribute> with one of the attributes "
                    + String.join(", ", Settings.OVERRIDABLE));
        }
    }

    boolean isEnabled() {
        return enabled;
    }

    /** {@code settings} of that method with what is overridden. */
    Settings override(String className, String methodName, Settings settings) {
        String prefix = PREFIX + className + "." + methodName + ".";
        for (String attribute : Settings.OVERRIDABLE) {
            String value = values.get(prefix + attribute);
            if (value != null) {
                try {
                    settings = settings.with(attribute, value);
                } catch (IllegalArgumentException e) {
                    throw new ConfigurationError(prefix + attribute + ": " + e.getMessage());
                }
            }
        }
        return settings;
    }

    /**
     * Complains about an override of a method that the class does not have, memoized. Asks for their names only if
     * there is an override of the class.
     */
    void checkMethods(String className, Supplier<Set<String>> memoizedNames) {
        String prefix = PREFIX + className + ".";
        for (String key : values.keySet()) {
            if (key.startsWith(prefix)) {
                String rest = key.substring(prefix.length());
                int dot = rest.indexOf('.');
                boolean ofThisClass = dot > 0 && dot == rest.lastIndexOf('.');
                if (ofThisClass && !memoizedNames.get().contains(rest.substring(0, dot))) {
                    throw new ConfigurationError("unknown key \"" + key + "\": " + className
                            + " has no memoized method \"" + rest.substring(0, dot) + "\"; it has "
                            + memoizedNames.get());
                }
            }
        }
    }
}
