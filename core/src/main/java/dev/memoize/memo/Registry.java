package dev.memoize.memo;

import dev.memoize.spi.Ticker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Every memo there is. Those of a class hang on the class, so that they go with its loader; the list of all is weak.
 */
public final class Registry {
    private static final ClassValue<Map<String, Memoized>> BY_CLASS = new ClassValue<>() {
        @Override
        protected Map<String, Memoized> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    /** Guarded by itself. */
    private static final Set<Memoized> LIVE = Collections.newSetFromMap(new WeakHashMap<>());

    /** Those whose results have tags. Guarded by {@link #LIVE}. */
    private static final Set<Memoized> TAGGED = Collections.newSetFromMap(new WeakHashMap<>());

    /** What woven methods tell the time by whose memos are made from now on. Set by tests only. */
    static volatile Ticker wovenTicker = Ticker.system();

    private Registry() {}

    /** The memo of a woven method, made at the first request, whether that is its first call or a handle's. */
    static Memoized of(
            Class<?> type,
            String name,
            String descriptor,
            boolean isStatic,
            KeyKind kind,
            String field,
            String settings) {
        Map<String, Memoized> ofClass = BY_CLASS.get(type);
        Memoized known = ofClass.get(name + descriptor);
        if (known != null) {
            return known;
        }
        Configuration.of(type.getClassLoader()).checkMethods(type.getName(), () -> memoizedNames(type));
        MemoizedMethod method = MemoizedMethod.woven(type, name, descriptor, isStatic, Settings.parse(settings));
        boolean perInstance = !isStatic && !method.settings().perClass();
        Memoized fresh = perInstance ? new Instances(method, kind, field) : kind.memo(method, null, wovenTicker);
        Memoized raced = ofClass.putIfAbsent(name + descriptor, fresh);
        if (raced != null) {
            return raced;
        }
        add(fresh);
        return fresh;
    }

    /** The memo of that method, or {@code null} if the method is not woven. */
    public static @Nullable Memoized find(Method method) {
        WovenGenerated mark = method.getAnnotation(WovenGenerated.class);
        if (mark == null) {
            return null;
        }
        Class<?> type = method.getDeclaringClass();
        String descriptor = MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .toMethodDescriptorString();
        return of(
                type,
                method.getName(),
                descriptor,
                Modifier.isStatic(method.getModifiers()),
                KeyKind.valueOf(mark.kind()),
                mark.field(),
                mark.settings());
    }

    static Memoized linked(
            MethodHandles.Lookup lookup,
            String name,
            String descriptor,
            boolean isStatic,
            KeyKind kind,
            String field,
            String settings) {
        Class<?> type = lookup.lookupClass();
        Memoized memo = of(type, name, descriptor, isStatic, kind, field, settings);
        memo.method().lookup(lookup);
        return memo;
    }

    private static Set<String> memoizedNames(Class<?> type) {
        Set<String> memoized = new TreeSet<>();
        for (Method m : type.getDeclaredMethods()) {
            if (m.isAnnotationPresent(WovenGenerated.class)) {
                memoized.add(m.getName());
            }
        }
        return memoized;
    }

    /** Adds the memo of a function, which lives as long as somebody holds it. */
    public static void add(Memoized memo) {
        synchronized (LIVE) {
            LIVE.add(memo);
            if (!memo.method().tags().isEmpty()) {
                TAGGED.add(memo);
            }
        }
    }

    /** Those whose results have tags. */
    static List<Memoized> tagged() {
        synchronized (LIVE) {
            return new ArrayList<>(TAGGED);
        }
    }

    public static List<Memoized> all() {
        synchronized (LIVE) {
            return new ArrayList<>(LIVE);
        }
    }
}
