package dev.memoize.memo;

import dev.memoize.config.TierProviders;
import dev.memoize.spi.ConfigurationError;
import dev.memoize.spi.RemoteTier;
import dev.memoize.spi.RemoteTierProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The second tiers in use, found by name. */
final class Tiers {
    /** By provider and settings. Guarded by itself; providers do not wait for the network. */
    private static final Map<List<Object>, RemoteTier> OPEN = new HashMap<>();

    private Tiers() {}

    /** The tier of that name as {@code loader} sees it. Throws {@link ConfigurationError} if there is none. */
    static RemoteTier named(String name, @Nullable ClassLoader loader, Map<String, String> settings) {
        Map<String, RemoteTierProvider> providers = TierProviders.of(loader);
        RemoteTierProvider provider = providers.get(name);
        if (provider == null) {
            throw new ConfigurationError(
                    "tier is \"" + name + "\", and nothing on the class path provides it; add dev.memoize:memoize-"
                            + name + ", or use one of " + providers.keySet());
        }
        synchronized (OPEN) {
            return OPEN.computeIfAbsent(List.of(provider.getClass(), settings), key -> provider.create(settings));
        }
    }
}
