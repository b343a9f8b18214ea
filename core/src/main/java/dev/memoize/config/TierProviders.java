package dev.memoize.config;

import dev.memoize.spi.RemoteTierProvider;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The second tiers on the class path. */
public final class TierProviders {
    private TierProviders() {}

    /** By name: those that {@code loader} sees, and those beside core. Asks loaders, so call it under no lock. */
    public static Map<String, RemoteTierProvider> of(@Nullable ClassLoader loader) {
        Map<String, RemoteTierProvider> found = new TreeMap<>();
        for (RemoteTierProvider p :
                ServiceLoader.load(RemoteTierProvider.class, TierProviders.class.getClassLoader())) {
            found.put(p.name(), p);
        }
        for (RemoteTierProvider p : ServiceLoader.load(RemoteTierProvider.class, loader)) {
            found.put(p.name(), p);
        }
        return found;
    }
}
