package dev.memoize.heap;

import java.lang.reflect.Array;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When two references are the same key: by {@code equals}, arrays by content to any depth, and, if untyped, numbers of
 * different types by their value.
 *
 * <p>Hashing and comparing run the user's {@code hashCode} and {@code equals}, so no lock may be held.
 */
public enum Equality {
    /** Java's own: {@code 1} and {@code 1L} differ. */
    TYPED,
    /** Python's rule: 1, 1L, 1.0 and {@code new BigDecimal("1.00")} are one key. */
    UNTYPED;

    public static Equality of(boolean typed) {
        return typed ? TYPED : UNTYPED;
    }

    public int hash(@Nullable Object key) {
        if (key == null) {
            return 0;
        }
        if (key.getClass().isArray()) {
            return hashArray(key);
        }
        return this == UNTYPED && key instanceof Number ? Numbers.hash((Number) key) : key.hashCode();
    }

    public boolean same(@Nullable Object a, @Nullable Object b) {
        if (a == b) {
            return true;
        }
        if (a == null || b == null) {
            return false;
        }
        if (this == UNTYPED && a instanceof Number && b instanceof Number) {
            return Numbers.same((Number) a, (Number) b);
        }
        // First, for nearly always it is true: hashes agree already. Arrays say no here unless they are one.
        if (a.equals(b)) {
            return true;
        }
        return a.getClass() == b.getClass() && a.getClass().isArray() && sameArray(a, b);
    }

    // By type rather than by java.lang.reflect.Array, which would box every element of every hit.
    private int hashArray(Object array) {
        if (array instanceof Object[]) {
            int h = 1;
            for (Object element : (Object[]) array) {
                h = h * 31 + hash(element);
            }
            return h;
        }
        if (array instanceof int[]) {
            return Arrays.hashCode((int[]) array);
        }
        if (array instanceof long[]) {
            return Arrays.hashCode((long[]) array);
        }
        if (array instanceof byte[]) {
            return Arrays.hashCode((byte[]) array);
        }
        if (array instanceof char[]) {
            return Arrays.hashCode((char[]) array);
        }
        if (array instanceof double[]) {
            return Arrays.hashCode((double[]) array);
        }
        if (array instanceof float[]) {
            return Arrays.hashCode((float[]) array);
        }
        return array instanceof short[] ? Arrays.hashCode((short[]) array) : Arrays.hashCode((boolean[]) array);
    }

    private boolean sameArray(Object a, Object b) {
        if (a instanceof Object[]) {
            return sameElements((Object[]) a, (Object[]) b);
        }
        if (a instanceof int[]) {
            return Arrays.equals((int[]) a, (int[]) b);
        }
        if (a instanceof long[]) {
            return Arrays.equals((long[]) a, (long[]) b);
        }
        if (a instanceof byte[]) {
            return Arrays.equals((byte[]) a, (byte[]) b);
        }
        if (a instanceof char[]) {
            return Arrays.equals((char[]) a, (char[]) b);
        }
        if (a instanceof double[]) {
            return Arrays.equals((double[]) a, (double[]) b);
        }
        if (a instanceof float[]) {
            return Arrays.equals((float[]) a, (float[]) b);
        }
        return a instanceof short[]
                ? Arrays.equals((short[]) a, (short[]) b)
                : Arrays.equals((boolean[]) a, (boolean[]) b);
    }

    private boolean sameElements(Object[] a, Object[] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int i = 0; i < a.length; i++) {
            if (!same(a[i], b[i])) {
                return false;
            }
        }
        return true;
    }

    /** The key to store: an array is copied, with the arrays in it, since its owner may write to it later. */
    public static @Nullable Object keep(@Nullable Object key) {
        if (key == null || !key.getClass().isArray()) {
            return key;
        }
        int length = Array.getLength(key);
        Object copy = Array.newInstance(key.getClass().getComponentType(), length);
        System.arraycopy(key, 0, copy, 0, length);
        if (copy instanceof Object[]) {
            Object[] elements = (Object[]) copy;
            for (int i = 0; i < length; i++) {
                elements[i] = keep(elements[i]);
            }
        }
        return copy;
    }
}
