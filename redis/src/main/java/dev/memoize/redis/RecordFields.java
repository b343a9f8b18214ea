package dev.memoize.redis;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** The components of records whose {@code equals} is the one that the compiler writes. */
final class RecordFields {
    /** Stands for a class that is refused; told from a record of no components by identity. */
    private static final Field[] REFUSED = {};

    private static final ClassValue<Field[]> FIELDS = new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
            return find(type);
        }
    };

    private RecordFields() {}

    /** The components' values; {@code null} if the class is not accessible or has an {@code equals} of its own. */
    static @Nullable Object @Nullable [] of(Object record) {
        Field[] fields = FIELDS.get(record.getClass());
        if (fields == REFUSED) {
            return null;
        }
        @Nullable Object[] values = new Object[fields.length];
        try {
            for (int i = 0; i < fields.length; i++) {
                values[i] = fields[i].get(record);
            }
        } catch (IllegalAccessException e) {
            return null;
        }
        return values;
    }

    private static Field[] find(Class<?> type) {
        try {
            Method equals = type.getDeclaredMethod("equals", Object.class);
            // The compiler's own is final; those that people write hardly ever are.
            if (!Modifier.isFinal(equals.getModifiers())) {
                return REFUSED;
            }
            RecordComponent[] components = type.getRecordComponents();
            Field[] fields = new Field[components.length];
            for (int i = 0; i < components.length; i++) {
                fields[i] = type.getDeclaredField(components[i].getName());
                fields[i].setAccessible(true);
            }
            return fields;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return REFUSED;
        }
    }
}
