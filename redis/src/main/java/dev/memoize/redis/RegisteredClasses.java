package dev.memoize.redis;

import dev.memoize.spi.ConfigurationError;
import dev.memoize.spi.RemoteMethod;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The classes that may come out of the bytes where bytes say which class is meant: those that the declared result type
 * reaches by its type arguments, its fields and its permitted subclasses, those that {@code memoize.redis.classes}
 * names, and {@link JdkContainers}. Nothing else is ever made of bytes.
 */
final class RegisteredClasses {
    private final String method;
    private final Predicate<Class<?>> mayHaveTransient;
    private final Set<Type> seen = new HashSet<>();
    private final SortedMap<String, Class<?>> own = new TreeMap<>();
    private final SortedMap<String, Class<?>> arrays = new TreeMap<>();
    /** What is not concrete, and where it was found. */
    private final Set<Class<?>> open = new LinkedHashSet<>();

    private RegisteredClasses(String method, Predicate<Class<?>> mayHaveTransient) {
        this.method = method;
        this.mayHaveTransient = mayHaveTransient;
        for (Class<?> element :
                List.of(Object.class, String.class, Serializable.class, Comparable.class, Number.class, Record.class)) {
            addArrayOf(element);
        }
    }

    /** What is behind {@code Arrays.asList}, if not because it is declared. */
    private void addArrayOf(Class<?> element) {
        Class<?> array = element.arrayType();
        arrays.put(array.getName(), array);
    }

    /**
     * Throws {@link ConfigurationError} that names a class which cannot be stored, and the fix.
     *
     * @param names of classes that are there beside those of the declared type
     * @param mayHaveTransient which classes see to their transient fields themselves
     */
    static RegisteredClasses of(RemoteMethod method, Set<String> names, Predicate<Class<?>> mayHaveTransient) {
        RegisteredClasses classes = new RegisteredClasses(method.name(), mayHaveTransient);
        classes.add(method.resultType(), "its result");
        for (String name : names) {
            classes.add(load(name, method), "memoize.redis.classes");
        }
        for (Class<?> type : classes.open) {
            if (classes.all().stream().noneMatch(type::isAssignableFrom)) {
                throw classes.refused(
                        type, "is not concrete; name the classes that it stands for in memoize.redis.classes");
            }
        }
        return classes;
    }

    private static Class<?> load(String name, RemoteMethod method) {
        List<@Nullable ClassLoader> loaders = new ArrayList<>();
        loaders.add(loader(method.resultType()));
        method.keyTypes().forEach(type -> loaders.add(loader(type)));
        loaders.add(Thread.currentThread().getContextClassLoader());
        loaders.add(RegisteredClasses.class.getClassLoader());
        for (ClassLoader loader : loaders) {
            try {
                return Class.forName(name, false, loader);
            } catch (ClassNotFoundException e) {
                // Perhaps the next one knows it.
            }
        }
        throw new ConfigurationError("memoize.redis.classes names \"" + name + "\", and " + method.name()
                + " sees no such class; use names as Class.getName gives them, separated by commas");
    }

    private static @Nullable ClassLoader loader(Type type) {
        ClassLoader found = raw(type).getClassLoader();
        if (found == null && type instanceof ParameterizedType) {
            for (Type argument : ((ParameterizedType) type).getActualTypeArguments()) {
                ClassLoader of = loader(argument);
                found = of == null ? found : of;
            }
        }
        return found;
    }

    /** The class that values of that type are instances of. */
    static Class<?> raw(Type type) {
        if (type instanceof Class) {
            return (Class<?>) type;
        }
        if (type instanceof ParameterizedType) {
            return raw(((ParameterizedType) type).getRawType());
        }
        if (type instanceof GenericArrayType) {
            return Array.newInstance(raw(((GenericArrayType) type).getGenericComponentType()), 0)
                    .getClass();
        }
        return raw(
                type instanceof WildcardType
                        ? ((WildcardType) type).getUpperBounds()[0]
                        : ((TypeVariable<?>) type).getBounds()[0]);
    }

    /** Records, enums and classes with fields, in an order that is the same in every process. */
    List<Class<?>> own() {
        return List.copyOf(own.values());
    }

    /** Classes of arrays of objects, likewise. */
    List<Class<?>> arrays() {
        return List.copyOf(arrays.values());
    }

    /** All but the JDK's scalars. */
    List<Class<?>> all() {
        List<Class<?>> all = new ArrayList<>(JdkContainers.ALL);
        all.addAll(own.values());
        all.addAll(arrays.values());
        all.addAll(ScalarCodec.types());
        all.addAll(KeyTypes.textual());
        return all;
    }

    /** Sees the user's classes and, if there are any, no other of that name. */
    @Nullable
    ClassLoader loader() {
        return own.values().stream()
                .map(Class::getClassLoader)
                .filter(loader -> loader != null)
                .findFirst()
                .orElseGet(RegisteredClasses.class::getClassLoader);
    }

    /** Another one for other classes, fields, constants or format. */
    long shape(String format) {
        StringBuilder text = new StringBuilder(format).append('\n');
        JdkContainers.ALL.forEach(c -> text.append(c.getName()).append('\n'));
        arrays.keySet().forEach(name -> text.append(name).append('\n'));
        own.forEach((name, type) -> {
            text.append(name);
            if (type.isEnum()) {
                text.append(Arrays.toString(type.getEnumConstants()));
            } else {
                for (Field field : fields(type)) {
                    text.append(' ')
                            .append(field.getDeclaringClass().getName())
                            .append('.')
                            .append(field.getName())
                            .append(':')
                            .append(field.getGenericType().getTypeName());
                }
            }
            text.append('\n');
        });
        return ByteBuffer.wrap(RedisKey.sha256(text.toString().getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    /** Those of instances, in an order that is the same in every process. */
    static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> c = type; c != null && c != Object.class && c != Record.class; c = c.getSuperclass()) {
            Field[] declared = c.getDeclaredFields();
            Arrays.sort(declared, Comparator.comparing(Field::getName));
            for (Field field : declared) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    private void add(Type type, String where) {
        if (!seen.add(type)) {
            return;
        }
        if (type instanceof Class) {
            addClass((Class<?>) type, where);
        } else if (type instanceof GenericArrayType) {
            addClass(raw(type), where);
            add(((GenericArrayType) type).getGenericComponentType(), where);
        } else {
            add(raw(type), where);
            if (type instanceof ParameterizedType) {
                for (Type argument : ((ParameterizedType) type).getActualTypeArguments()) {
                    add(argument, where);
                }
            }
        }
    }

    private void addClass(Class<?> type, String where) {
        boolean isScalar = type.isPrimitive() || ScalarCodec.of(type) != null || KeyTypes.isTextual(type);
        if (isScalar || JdkContainers.ALL.contains(type)) {
            return;
        }
        if (type.isArray()) {
            arrays.put(type.getName(), type);
            add(type.getComponentType(), where);
            return;
        }
        addArrayOf(type);
        if (type.isEnum()) {
            own.put(type.getName(), type);
        } else if (type.isInterface() || Modifier.isAbstract(type.getModifiers()) || type == Object.class) {
            Class<?>[] permitted = type.getPermittedSubclasses();
            if (permitted == null) {
                open.add(type);
            } else {
                for (Class<?> subclass : permitted) {
                    add(subclass, where);
                }
            }
        } else if (type.getName().startsWith("java.") || Throwable.class.isAssignableFrom(type)) {
            throw refused(type, "is of the JDK and none of those that can be stored (" + where + ")");
        } else {
            own.put(type.getName(), type);
            addFields(type);
        }
    }

    private void addFields(Class<?> type) {
        if (type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers())) {
            throw refused(type, "is an inner class; make it static");
        }
        if (type.isHidden() || type.isSynthetic()) {
            throw refused(type, "has no name that is the same in another process");
        }
        for (Field field : fields(type)) {
            Class<?> declaring = field.getDeclaringClass();
            if (declaring.getName().startsWith("java.")) {
                throw refused(type, "has fields of " + declaring.getName() + ", which cannot be stored");
            }
            if (Modifier.isTransient(field.getModifiers()) && !mayHaveTransient.test(declaring)) {
                throw refused(type, "has a transient field, " + field.getName() + ", which would come back empty");
            }
            add(field.getGenericType(), type.getName() + "." + field.getName());
        }
    }

    private ConfigurationError refused(Type type, String why) {
        return new ConfigurationError(method + " cannot have a tier: " + type.getTypeName() + " " + why);
    }
}
