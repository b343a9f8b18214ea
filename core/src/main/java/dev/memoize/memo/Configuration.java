package dev.memoize.memo;

import dev.memoize.config.Environment;
import dev.memoize.spi.ConfigurationError;
import java.io.File;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link Environment} overrides of {@code @Memoize}.
 *
 * <p>{@code memoize.enabled=false} is the kill switch; {@code memoize.<class>.<method>.<attribute>=<value>} overrides
 * one attribute of one method. An attribute that there is not, or a bad value, is a {@link ConfigurationError}. Made
 * once for each class loader.
 */
final class Configuration {
    private static final String PREFIX = Environment.PREFIX;

    private static final Map<String, String> COMPILED_IN = Map.of(
            "scope", "it decides what the key is that the compiled method looks up",
            "tags", "the compiler finds the arguments that they name");

    // Guarded by itself. Values do not refer to their loader.
    private static final Map<ClassLoader, Configuration> BY_LOADER = new WeakHashMap<>();

    private final Map<String, String> values;
    private final Environment environment;
    private final boolean enabled;
    private final @Nullable String recordFolder;

    private Configuration(Environment environment) {
        this.environment = environment;
        enabled = environment.isOn(Environment.ENABLED);
        values = environment.ofMethods();
        recordFolder = environment.get(Environment.RECORD);
        if (recordFolder != null && recordFolder.isEmpty()) {
            throw new ConfigurationError(
                    Environment.RECORD + " is empty; use the path of a folder, such as traces, or leave it out");
        }
        for (String key : values.keySet()) {
            String attribute = key.substring(key.lastIndexOf('.') + 1);
            String reason = COMPILED_IN.get(attribute);
            if (reason != null) {
                throw new ConfigurationError(key + ": " + attribute + " cannot be overridden, since " + reason
                        + "; write @Memoize(" + attribute + " = ...) and compile again");
            }
            if (!Settings.OVERRIDABLE.contains(attribute)) {
                throw environment.unknown(
                        key, "; the attributes that can be overridden are " + String.join(", ", Settings.OVERRIDABLE));
            }
        }
    }

    static Configuration of(ClassLoader loader) {
        // A loader is the user's code, so it is asked without the lock.
        Environment environment = Environment.of(loader);
        synchronized (BY_LOADER) {
            return BY_LOADER.computeIfAbsent(loader, l -> new Configuration(environment));
        }
    }

    /** What is set for the tier of that name. */
    Map<String, String> ofTier(String tier) {
        return environment.ofTier(tier);
    }

    boolean isEnabled() {
        return enabled;
    }

    /** Whether a recursion that has ended with its stack may be tried again on a larger one. */
    boolean retriesOverflow() {
        return environment.isOn(Environment.RETRY_OVERFLOW);
    }

    /** {@code settings} of that method with what is overridden. */
    Settings override(String className, String methodName, Settings settings) {
        String prefix = PREFIX + className + "." + methodName + ".";
        // Who switches a memo off here should not have to look up which times it was compiled with.
        settings = "0".equals(values.get(prefix + "maxSize")) ? settings.withoutTimes() : settings;
        for (String attribute : Settings.OVERRIDABLE) {
            String value = values.get(prefix + attribute);
            if (value != null) {
                try {
                    settings = settings.with(attribute, value);
                } catch (IllegalArgumentException e) {
                    String inJava = String.valueOf(e.getMessage());
                    throw new ConfigurationError(
                            prefix + attribute + ": " + inJava.replace("Memoize.UNBOUNDED", "\"unbounded\""));
                }
            }
        }
        if (recordFolder != null
                && !values.containsKey(prefix + "record")
                && settings.record().isEmpty()) {
            settings = settings.with("record", new File(recordFolder, fileName(className, methodName)).getPath());
        }
        Map.Entry<String, String> conflict = settings.conflict();
        if (conflict != null) {
            throw new ConfigurationError(className + "." + methodName + ": " + conflict.getValue());
        }
        return settings;
    }

    /** Without what a shell or a file system takes for something else. */
    private static String fileName(String className, String methodName) {
        return (className + "." + methodName).replaceAll("[^\\p{L}\\p{N}_-]", ".") + ".txt.gz";
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
