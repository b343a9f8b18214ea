package dev.memoize.memo;

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
        return open(tier, method, reflected.getGenericReturnType(), types);
    }

    static RemoteMemo open(RemoteTier tier, MemoizedMethod method, Type resultType) {
        int arity = method.signature().arity();
        return open(tier, method, resultType, Collections.nCopies(arity, Object.class));
    }

    private static RemoteMemo open(RemoteTier tier, MemoizedMethod method, Type resultType, List<Type> types) {
        List<Type> keyed = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            if (method.signature().isKeyed(i)) {
                keyed.add(types.get(i));
            }
        }
        Settings s = method.settings();
        Duration ttl = s.ttlNanos() == 0 ? null : Duration.ofNanos(s.ttlNanos());
        return tier.open(new RemoteMethod(method.id(), s.version(), resultType, List.copyOf(keyed), s.typed(), ttl));
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
