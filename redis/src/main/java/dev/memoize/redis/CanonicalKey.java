package dev.memoize.redis;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Arguments as bytes that are equal in every process if and only if the arguments are: every value has a tag for its
 * type and, where its length varies, the length before it.
 *
 * <p>What is equal here is what is one key in the heap. So arrays count by content where they are arguments, and are
 * refused inside a collection or a record, whose {@code equals} compares them by identity.
 *
 * <p>Not thread-safe; one for each key.
 */
final class CanonicalKey {
    /** Deeper structures are refused: they may contain themselves. */
    private static final int DEEPEST = 32;

    /** Thrown, and caught in this class, for a value that is not the same in every process. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused() {
            super(null, null, false, false);
        }
    }

    private ByteBuffer out = ByteBuffer.allocate(128);
    private int depth;

    private CanonicalKey() {}

    /** The bytes of these arguments; {@code null} if one of them is not the same in every process. */
    static byte @Nullable [] of(@Nullable Object[] arguments, boolean typed) {
        CanonicalKey key = new CanonicalKey();
        try {
            key.length(arguments.length);
            for (Object argument : arguments) {
                key.argument(argument, typed);
            }
            return Arrays.copyOf(key.out.array(), key.out.position());
        } catch (RuntimeException e) {
            // Refused, or a collection that somebody changes at the same time.
            return null;
        }
    }

    /** An argument, or an element of an array that is one. */
    private void argument(@Nullable Object value, boolean typed) {
        if (value != null && value.getClass().isArray()) {
            enter();
            array(value, typed);
            depth--;
        } else if (!typed && value instanceof Number) {
            number((Number) value);
        } else {
            value(value);
        }
    }

    private void enter() {
        if (++depth > DEEPEST) {
            throw new Refused();
        }
    }

    private void array(Object array, boolean typed) {
        tag('[');
        string(array.getClass().getName());
        int length = Array.getLength(array);
        length(length);
        if (array instanceof byte[]) {
            bytes((byte[]) array);
            return;
        }
        for (int i = 0; i < length; i++) {
            argument(Array.get(array, i), typed || !(array instanceof Object[]));
        }
    }

    /** By value across types: 1, 1L, 1.0 and 1.00 are one key. */
    private void number(Number n) {
        if (n instanceof Double || n instanceof Float) {
            double d = n.doubleValue();
            if (Double.isNaN(d) || Double.isInfinite(d)) {
                tag('n');
                room(8).putLong(Double.doubleToLongBits(d));
                return;
            }
            decimal(new BigDecimal(d));
        } else if (n instanceof Byte || n instanceof Short || n instanceof Integer || n instanceof Long) {
            decimal(BigDecimal.valueOf(n.longValue()));
        } else if (n.getClass() == BigInteger.class) {
            decimal(new BigDecimal((BigInteger) n));
        } else if (n.getClass() == BigDecimal.class) {
            decimal((BigDecimal) n);
        } else {
            throw new Refused();
        }
    }

    private void decimal(BigDecimal d) {
        BigDecimal stripped = d.stripTrailingZeros();
        tag('#');
        lengthAndBytes(stripped.unscaledValue().toByteArray());
        room(4).putInt(stripped.scale());
    }

    private void value(@Nullable Object v) {
        if (v == null) {
            tag('0');
        } else if (v instanceof String) {
            tag('s');
            string((String) v);
        } else if (v instanceof Integer) {
            tag('i');
            room(4).putInt((Integer) v);
        } else if (v instanceof Long) {
            tag('l');
            room(8).putLong((Long) v);
        } else if (v instanceof Boolean) {
            tag((Boolean) v ? 'T' : 'F');
        } else if (v instanceof Double) {
            tag('d');
            room(8).putLong(Double.doubleToLongBits((Double) v));
        } else if (v instanceof Float) {
            tag('f');
            room(4).putInt(Float.floatToIntBits((Float) v));
        } else if (v instanceof Short) {
            tag('h');
            room(2).putShort((Short) v);
        } else if (v instanceof Byte) {
            tag('b');
            room(1).put((Byte) v);
        } else if (v instanceof Character) {
            tag('c');
            room(2).putChar((Character) v);
        } else if (v instanceof Enum) {
            tag('e');
            string(((Enum<?>) v).getDeclaringClass().getName());
            string(((Enum<?>) v).name());
        } else if (v instanceof UUID) {
            tag('u');
            room(16).putLong(((UUID) v).getMostSignificantBits()).putLong(((UUID) v).getLeastSignificantBits());
        } else if (v.getClass() == BigInteger.class) {
            tag('I');
            lengthAndBytes(((BigInteger) v).toByteArray());
        } else if (v.getClass() == BigDecimal.class) {
            tag('D');
            lengthAndBytes(((BigDecimal) v).unscaledValue().toByteArray());
            room(4).putInt(((BigDecimal) v).scale());
        } else {
            structure(v);
        }
    }

    private void structure(Object v) {
        enter();
        if (v instanceof Optional) {
            tag('o');
            value(((Optional<?>) v).orElse(null));
        } else if (v instanceof List) {
            tag('L');
            List<?> list = (List<?>) v;
            length(list.size());
            list.forEach(this::value);
        } else if (v instanceof Set && isNaturallySorted(v)) {
            tag('S');
            unordered((Set<?>) v, null);
        } else if (v instanceof Map && isNaturallySorted(v)) {
            tag('M');
            unordered(((Map<?, ?>) v).keySet(), (Map<?, ?>) v);
        } else if (KeyTypes.isTextual(v.getClass())) {
            tag('t');
            string(v.getClass().getName());
            string(v.toString());
        } else if (v.getClass().isRecord()) {
            Object[] components = RecordFields.of(v);
            if (components == null) {
                throw new Refused();
            }
            tag('r');
            string(v.getClass().getName());
            length(components.length);
            for (Object component : components) {
                value(component);
            }
        } else {
            throw new Refused();
        }
        depth--;
    }

    /** A comparator of its own may make things equal that are not. */
    private static boolean isNaturallySorted(Object v) {
        return !(v instanceof SortedSet && ((SortedSet<?>) v).comparator() != null)
                && !(v instanceof SortedMap && ((SortedMap<?, ?>) v).comparator() != null);
    }

    /** The elements in the order of their bytes, each with its value if there is a map. */
    private void unordered(Collection<?> elements, @Nullable Map<?, ?> map) {
        byte[][] encoded = new byte[elements.size()][];
        ByteBuffer outer = out;
        int i = 0;
        for (Object element : elements) {
            out = ByteBuffer.allocate(64);
            value(element);
            if (map != null) {
                value(map.get(element));
            }
            if (i == encoded.length) {
                throw new Refused();
            }
            encoded[i++] = Arrays.copyOf(out.array(), out.position());
        }
        if (i < encoded.length) {
            throw new Refused();
        }
        out = outer;
        Arrays.sort(encoded, Arrays::compare);
        length(encoded.length);
        for (byte[] e : encoded) {
            lengthAndBytes(e);
        }
    }

    private void tag(char tag) {
        room(1).put((byte) tag);
    }

    private void length(int length) {
        room(4).putInt(length);
    }

    private void lengthAndBytes(byte[] bytes) {
        length(bytes.length);
        bytes(bytes);
    }

    private void bytes(byte[] bytes) {
        room(bytes.length).put(bytes);
    }

    /** As UTF-16, in which no two strings are the same, lone surrogates included. */
    private void string(String s) {
        length(s.length());
        ByteBuffer b = room(Math.multiplyExact(2, s.length()));
        for (int i = 0; i < s.length(); i++) {
            b.putChar(s.charAt(i));
        }
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            int capacity = Math.max(Math.addExact(out.position(), bytes), out.capacity() * 2);
            out = ByteBuffer.allocate(capacity).put(out.flip());
        }
        return out;
    }
}
