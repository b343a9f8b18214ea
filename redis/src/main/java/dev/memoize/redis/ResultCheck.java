package dev.memoize.redis;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a whole result, before it is stored and after it was read: it is made of registered classes alone, and each
 * field and element is what it is declared to be. So a library that believes the bytes cannot hand on what the declared
 * type rules out. Thread-safe.
 */
final class ResultCheck {
    private final Type declared;
    private final Set<Class<?>> known = new HashSet<>();
    private final Map<Class<?>, Field[]> fields = new HashMap<>();

    /** Throws {@link IllegalArgumentException} if a class is in a module that does not let its fields be read. */
    ResultCheck(Type declared, RegisteredClasses classes) {
        this.declared = declared;
        known.addAll(classes.all());
        for (Class<?> type : classes.own()) {
            if (!type.isEnum()) {
                Field[] own = RegisteredClasses.fields(type).stream()
                        .filter(f -> !f.getType().isPrimitive())
                        .toArray(Field[]::new);
                try {
                    Field.setAccessible(own, true);
                } catch (InaccessibleObjectException e) {
                    throw new IllegalArgumentException(
                            "add \"opens " + type.getPackageName() + ";\" to " + type.getModule(), e);
                }
                fields.put(type, own);
            }
        }
    }

    /** Throws {@link IllegalArgumentException} that names what is not as declared. */
    void check(Object result) {
        check(declared, result, new IdentityHashMap<>());
    }

    private void check(Type type, @Nullable Object value, Map<Object, Set<Type>> seen) {
        if (value == null) {
            return;
        }
        Class<?> of = value instanceof Enum ? ((Enum<?>) value).getDeclaringClass() : value.getClass();
        if (!box(RegisteredClasses.raw(type)).isInstance(value)) {
            throw new IllegalArgumentException(of.getName() + " where there is to be " + type.getTypeName());
        }
        if (!known.contains(of)) {
            throw new IllegalArgumentException(of.getName()
                    + " is not among the registered classes; name it in memoize.redis.classes if it shall be stored");
        }
        Field[] own = fields.get(of);
        boolean holdsOthers = own != null || JdkContainers.isContainer(of) || value instanceof Object[];
        if (holdsOthers && seen.computeIfAbsent(value, v -> new HashSet<>()).add(type)) {
            if (own != null) {
                for (Field field : own) {
                    check(field.getGenericType(), get(field, value), seen);
                }
            } else {
                checkElements(type, value, seen);
            }
        }
    }

    private void checkElements(Type type, Object container, Map<Object, Set<Type>> seen) {
        if (container instanceof Map<?, ?> map) {
            checkOrder(map instanceof SortedMap<?, ?> sorted ? sorted.comparator() : null);
            map.forEach((key, element) -> {
                check(argument(type, Map.class, 0), key, seen);
                check(argument(type, Map.class, 1), element, seen);
            });
        } else if (container instanceof Collection<?> collection) {
            checkOrder(collection instanceof SortedSet<?> sorted ? sorted.comparator() : null);
            Type element = argument(type, Collection.class, 0);
            collection.forEach(e -> check(element, e, seen));
        } else if (container instanceof Optional<?> optional) {
            check(argument(type, Optional.class, 0), optional.orElse(null), seen);
        } else {
            for (int i = 0; i < Array.getLength(container); i++) {
                check(container.getClass().getComponentType(), Array.get(container, i), seen);
            }
        }
    }

    private static void checkOrder(@Nullable Object comparator) {
        if (comparator != null) {
            throw new IllegalArgumentException(
                    "an order of its own, " + comparator.getClass().getName());
        }
    }

    /** Where the declared type is of the JDK, what it says of its elements. */
    private static Type argument(Type type, Class<?> kind, int index) {
        if (type instanceof ParameterizedType p
                && kind.isAssignableFrom(RegisteredClasses.raw(p))
                && RegisteredClasses.raw(p).getName().startsWith("java.util.")
                && index < p.getActualTypeArguments().length) {
            return p.getActualTypeArguments()[index];
        }
        return Object.class;
    }

    private static Class<?> box(Class<?> type) {
        return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
    }

    private static @Nullable Object get(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("made accessible before", e);
        }
    }
}
