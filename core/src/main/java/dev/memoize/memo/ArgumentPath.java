package dev.memoize.memo;

import dev.memoize.memo.TagTemplate.Selector;
import dev.memoize.spi.ConfigurationError;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One argument of a call, or what its properties lead to. */
final class ArgumentPath {
    private final int index;
    private final Selector selector;
    private final Supplier<Types> types;
    /** Each from object to object; found at the first use, since only then woven code has given its lookup away. */
    private volatile @Nullable List<MethodHandle> properties;

    /** The declared types of the arguments, and who may look into them. */
    record Types(MethodType arguments, MethodHandles.Lookup lookup) {}

    /** @param shift how many values stand before the parameters in an array of arguments */
    ArgumentPath(Selector selector, int shift, Supplier<Types> types) {
        this.selector = selector;
        this.index = selector.index() + shift;
        this.types = types;
        this.properties = selector.properties().isEmpty() ? List.of() : null;
    }

    /** A parameter as it is, in an array of arguments after {@code this}. */
    static ArgumentPath ofParameter(int index) {
        Selector selector = new Selector(String.valueOf(index), List.of());
        return new ArgumentPath(selector, 1, () -> {
            throw new IllegalStateException();
        });
    }

    /** What its properties throw is thrown; {@code null} has {@code null} for all its properties. */
    @Nullable
    Object of(@Nullable Object[] arguments) {
        Object value = arguments[index];
        for (MethodHandle property : properties()) {
            if (value == null) {
                return null;
            }
            try {
                value = property.invoke(value);
            } catch (Throwable t) {
                throw Sneaky.<RuntimeException>uncheck(t);
            }
        }
        return value;
    }

    /** As it stands in a tag: the same in every process. */
    String text(@Nullable Object[] arguments) {
        Object value = of(arguments);
        return value instanceof Enum ? ((Enum<?>) value).name() : String.valueOf(value);
    }

    /** Complains now of properties that are not there. */
    List<MethodHandle> properties() {
        List<MethodHandle> known = properties;
        if (known == null) {
            Types t = types.get();
            Class<?> type = t.arguments().parameterType(selector.index());
            known = new ArrayList<>();
            for (String name : selector.properties()) {
                MethodHandle property = property(t.lookup(), type, name);
                type = property.type().returnType();
                known.add(property.asType(MethodType.methodType(Object.class, Object.class)));
            }
            properties = known;
        }
        return known;
    }

    private MethodHandle property(MethodHandles.Lookup lookup, Class<?> type, String name) {
        String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        try {
            for (String method : List.of(name, "get" + capital, "is" + capital)) {
                Method found = accessor(type, method);
                if (found != null) {
                    return lookup.unreflect(found);
                }
            }
            for (Class<?> c = type; c != null; c = c.getSuperclass()) {
                for (Field f : c.getDeclaredFields()) {
                    if (f.getName().equals(name) && !Modifier.isStatic(f.getModifiers())) {
                        return lookup.unreflectGetter(f);
                    }
                }
            }
        } catch (IllegalAccessException e) {
            throw new ConfigurationError("{" + selector + "}: " + name + " of " + type.getName()
                    + " cannot be seen from " + lookup.lookupClass().getName() + "; make it accessible there");
        }
        throw new ConfigurationError("{" + selector + "}: " + type.getName() + " has no method " + name + "(), get"
                + capital + "() or is" + capital + "() and no field " + name);
    }

    private static @Nullable Method accessor(@Nullable Class<?> type, String name) {
        if (type == null) {
            return null;
        }
        for (Method m : type.getDeclaredMethods()) {
            if (m.getName().equals(name)
                    && m.getParameterCount() == 0
                    && m.getReturnType() != void.class
                    && !m.isBridge()
                    && !Modifier.isStatic(m.getModifiers())) {
                return m;
            }
        }
        Method inherited = accessor(type.getSuperclass(), name);
        for (Class<?> i : type.getInterfaces()) {
            inherited = inherited != null ? inherited : accessor(i, name);
        }
        return inherited;
    }
}
