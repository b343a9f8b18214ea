package dev.memoize.redis;

import dev.memoize.spi.ConfigurationError;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything a declared result type is made of. Refuses what is not concrete, since bytes that choose their class are
 * how caches get attacked; says by {@link #shape} whether bytes were written by the same classes.
 */
final class TypeClosure {
    private final String method;
    private final Set<Class<?>> beans = new LinkedHashSet<>();
    private final StringBuilder description = new StringBuilder();

    private TypeClosure(String method) {
        this.method = method;
    }

    /** Throws {@link ConfigurationError} that names the type which is not concrete. */
    static TypeClosure of(String method, Type result) {
        TypeClosure closure = new TypeClosure(method);
        closure.add(result, "its result");
        for (Class<?> a : closure.beans) {
            for (Class<?> b : closure.beans) {
                if (a != b && a.isAssignableFrom(b)) {
                    throw closure.refused(
                            b,
                            "is a subclass of " + a.getName() + ", which is there too; bytes do not say which it was");
                }
            }
        }
        return closure;
    }

    /** Classes that are written field by field. */
    Set<Class<?>> beans() {
        return beans;
    }

    long shape() {
        return ByteBuffer.wrap(RedisKey.sha256(description.toString().getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    private void add(Type type, String where) {
        description.append(type.getTypeName()).append(';');
        if (type instanceof ParameterizedType) {
            ParameterizedType p = (ParameterizedType) type;
            Class<?> raw = (Class<?>) p.getRawType();
            if (!isContainer(raw)) {
                throw refused(type, "is generic; use a class without type parameters (" + where + ")");
            }
            for (Type argument : p.getActualTypeArguments()) {
                add(argument, where);
            }
        } else if (type instanceof GenericArrayType) {
            add(((GenericArrayType) type).getGenericComponentType(), where);
        } else if (type instanceof Class) {
            addClass((Class<?>) type, where);
        } else {
            throw refused(type, "is not a concrete type (" + where + ")");
        }
    }

    private static boolean isContainer(Class<?> raw) {
        return raw == Optional.class
                || raw == List.class
                || raw == Set.class
                || raw == Map.class
                || ((java.util.Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw))
                        && raw.getName().startsWith("java.util.")
                        && !raw.isInterface()
                        && !SortedSet.class.isAssignableFrom(raw)
                        && !SortedMap.class.isAssignableFrom(raw));
    }

    private void addClass(Class<?> type, String where) {
        if (type.isArray()) {
            add(type.getComponentType(), where);
        } else if (type.isPrimitive() || ScalarCodec.of(type) != null || KeyTypes.isTextual(type)) {
            return;
        } else if (type.isEnum()) {
            description.append(Arrays.toString(type.getEnumConstants()));
        } else if (isContainer(type) || type.getTypeParameters().length > 0) {
            throw refused(type, "has no type arguments; say of what it is (" + where + ")");
        } else if (type.isInterface() || Modifier.isAbstract(type.getModifiers()) || type == Object.class) {
            throw refused(type, "is not concrete, so bytes would have to choose its class (" + where + ")");
        } else if (type.getName().startsWith("java.") || Throwable.class.isAssignableFrom(type)) {
            throw refused(type, "is of the JDK and none of those that can be stored (" + where + ")");
        } else if (beans.add(type)) {
            addFields(type);
        }
    }

    private void addFields(Class<?> type) {
        if (type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers())) {
            throw refused(type, "is an inner class; make it static");
        }
        if (!type.isRecord() && !hasConstructor(type)) {
            throw refused(
                    type, "has no constructor without parameters; add one, of any visibility, or make it a record");
        }
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            Field[] fields = c.getDeclaredFields();
            Arrays.sort(fields, Comparator.comparing(Field::getName));
            for (Field field : fields) {
                int modifiers = field.getModifiers();
                if (Modifier.isStatic(modifiers) || field.isSynthetic()) {
                    continue;
                }
                if (Modifier.isTransient(modifiers)) {
                    throw refused(type, "has a transient field, " + field.getName() + ", which would come back empty");
                }
                if (Modifier.isFinal(modifiers) && !type.isRecord()) {
                    throw refused(type, "has a final field, " + field.getName() + "; make it a record");
                }
                description.append(field.getName()).append(':');
                add(field.getGenericType(), type.getName() + "." + field.getName());
            }
            description.append('|');
        }
    }

    private static boolean hasConstructor(Class<?> type) {
        for (Constructor<?> c : type.getDeclaredConstructors()) {
            if (c.getParameterCount() == 0) {
                return true;
            }
        }
        return false;
    }

    private ConfigurationError refused(Type type, @Nullable String why) {
        return new ConfigurationError(method + " cannot have a tier: " + type.getTypeName() + " " + why);
    }
}
