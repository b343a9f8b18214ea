package dev.memoize.memo;

import dev.memoize.spi.CodeVersion;
import dev.memoize.spi.ConfigurationError;
import dev.memoize.spi.RemoteMemo;
import dev.memoize.spi.RemoteMethod;
import dev.memoize.spi.RemoteTier;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes methods to a second tier. */
final class TierMethods {
    private TierMethods() {}

    static RemoteMemo open(
            Configuration configuration, MemoizedMethod method, Class<?> declaringClass, boolean receiverKeyed) {
        String name = method.settings().tier();
        ClassLoader loader = declaringClass.getClassLoader();
        RemoteTier tier = Tiers.named(name, loader, configuration.ofTier(name));
        Method reflected = reflected(method, declaringClass);
        List<Type> types = new ArrayList<>();
        if (receiverKeyed) {
            types.add(declaringClass);
        }
        Collections.addAll(types, reflected.getGenericParameterTypes());
        String version = method.settings().version();
        if (version.isEmpty()) {
            version = fingerprint(method, declaringClass);
        }
        return open(tier, method, version, reflected.getGenericReturnType(), types);
    }

    /** Empty if it cannot be found out. */
    private static String fingerprint(MemoizedMethod method, Class<?> declaringClass) {
        ClassLoader ours = CodeVersion.class.getClassLoader();
        for (CodeVersion versions : ServiceLoader.load(CodeVersion.class, ours)) {
            String version = versions.of(declaringClass, method.name(), method.descriptor());
            if (version != null) {
                // The same keys would mean other arguments.
                Set<Integer> ignored = new TreeSet<>(method.settings().ignored());
                return ignored.isEmpty()
                        ? version
                        : version + ignored.stream().map(i -> "." + i).collect(Collectors.joining());
            }
        }
        return "";
    }

    static RemoteMemo open(RemoteTier tier, MemoizedMethod method, Type resultType) {
        int arity = method.signature().arity();
        return open(tier, method, method.settings().version(), resultType, Collections.nCopies(arity, Object.class));
    }

    private static RemoteMemo open(
            RemoteTier tier, MemoizedMethod method, String version, Type resultType, List<Type> types) {
        List<Type> keyed = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            if (method.signature().isKeyed(i)) {
                keyed.add(types.get(i));
            }
        }
        Tiers.used(tier);
        Settings s = method.settings();
        return tier.open(new RemoteMethod(
                method.id(),
                version,
                resultType,
                List.copyOf(keyed),
                s.typed(),
                time(s.ttlNanos()),
                time(s.refreshNanos()),
                time(s.accessNanos()),
                time(s.staleNanos())));
    }

    private static @Nullable Duration time(long nanos) {
        return nanos == 0 ? null : Duration.ofNanos(nanos);
    }

    private static Method reflected(MemoizedMethod method, Class<?> declaringClass) {
        MethodType type = MethodType.fromMethodDescriptorString(method.descriptor(), declaringClass.getClassLoader());
        try {
            return declaringClass.getDeclaredMethod(method.name(), type.parameterArray());
        } catch (NoSuchMethodException e) {
            throw new ConfigurationError(method + " is not there: compile the class anew");
        }
    }
}
