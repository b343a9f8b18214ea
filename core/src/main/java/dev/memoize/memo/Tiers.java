package dev.memoize.memo;

import dev.memoize.config.TierProviders;
import dev.memoize.spi.ConfigurationError;
import dev.memoize.spi.RemoteTier;
import dev.memoize.spi.RemoteTierProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The second tiers in use, found by name. */
public final class Tiers {
    /** By provider and settings. Guarded by itself; providers do not wait for the network. */
    private static final Map<List<Object>, RemoteTier> OPEN = new HashMap<>();

    /** Those that memos were made with, found by name or given to a builder. Guarded by {@link #OPEN}. */
    private static final Set<RemoteTier> USED = Collections.newSetFromMap(new WeakHashMap<>());

    /** Whose settings have been looked at. Guarded by {@link #OPEN}. */
    private static final Set<ClassLoader> ASKED = Collections.newSetFromMap(new WeakHashMap<>());

    private Tiers() {}

    static void used(RemoteTier tier) {
        synchronized (OPEN) {
            USED.add(tier);
        }
    }

    /**
     * Where results may lie that carry a tag: the tiers that memos of this process have, and those that its settings
     * name, though no memo may have been called yet: other processes have results there.
     */
    static List<RemoteTier> forTags(ClassLoader loader) {
        if (isNew(loader)) {
            Configuration configuration = Configuration.of(loader);
            if (configuration.isEnabled()) {
                TierProviders.of(loader).keySet().stream()
                        .filter(name -> !configuration.ofTier(name).isEmpty())
                        .forEach(name -> named(name, loader, configuration.ofTier(name)));
            }
            synchronized (OPEN) {
                ASKED.add(loader);
            }
        }
        synchronized (OPEN) {
            Set<RemoteTier> all = Collections.newSetFromMap(new IdentityHashMap<>());
            all.addAll(OPEN.values());
            all.addAll(USED);
            return new ArrayList<>(all);
        }
    }

    private static boolean isNew(ClassLoader loader) {
        synchronized (OPEN) {
            return !ASKED.contains(loader);
        }
    }

    /** Closes what was found by name. */
    public static void closeAll() {
        List<RemoteTier> all;
        synchronized (OPEN) {
            all = new ArrayList<>(OPEN.values());
            OPEN.clear();
            ASKED.clear();
            USED.removeAll(all);
        }
        all.forEach(RemoteTier::close);
    }

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
