package dev.memoize.weaver;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Finds the compiler's own environment inside those that build tools put around it: a class with a delegate, or a
 * proxy. Neither offers a way back, so their fields are read.
 */
final class Unwrapped {
    private final Set<ProcessingEnvironment> found = new LinkedHashSet<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> open = new ArrayDeque<>();

    private Unwrapped() {}

    /** The environment and those that are found behind it. */
    static Set<ProcessingEnvironment> of(ProcessingEnvironment environment) {
        Unwrapped walk = new Unwrapped();
        walk.add(environment);
        while (!walk.open.isEmpty()) {
            walk.addFields(walk.open.remove());
        }
        return walk.found;
    }

    private void add(@Nullable Object value) {
        boolean isEnvironment = value instanceof ProcessingEnvironment;
        if (value == null || !(isEnvironment || value instanceof InvocationHandler) || !seen.add(value)) {
            return;
        }
        if (isEnvironment) {
            found.add((ProcessingEnvironment) value);
        }
        if (Proxy.isProxyClass(value.getClass())) {
            add(Proxy.getInvocationHandler(value));
        } else {
            open.add(value);
        }
    }

    private void addFields(Object owner) {
        for (Class<?> type = owner.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    add(read(field, owner));
                }
            }
        }
    }

    private static @Nullable Object read(Field field, Object owner) {
        try {
            field.setAccessible(true);
            return field.get(owner);
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            // javac's own, which is where the walk was to end.
            return null;
        }
    }
}
