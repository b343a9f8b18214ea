package dev.memoize.spi;

import java.util.Map;

/**
 * Makes tiers, found by {@link java.util.ServiceLoader}: {@code @Memoize(tier = "redis")} takes the provider of that
 * name.
 */
public interface RemoteTierProvider {
    /** What {@code tier} names: lower-case letters and digits. */
    String name();

    /**
     * A tier with these settings: the properties {@code memoize.<name>.<setting>}, by the last part of their keys. Does
     * not wait for the network. Throws {@link ConfigurationError} that names an unknown setting or a bad value. Called
     * once for each different map.
     */
    RemoteTier create(Map<String, String> settings);
}
