package dev.memoize.memo;

import dev.memoize.heap.Entry;
import dev.memoize.heap.Equality;
import dev.memoize.heap.Layout;
import dev.memoize.heap.LongEntry;
import dev.memoize.heap.RefEntry;
import dev.memoize.heap.WideEntry;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the arguments of a method become a key, and back: what woven code does in place, here for the handles, which have
 * them boxed.
 */
final class Signature {
    /** A method may have 255, and the look-up of a row has two more than its key. */
    private static final int MOST_SLOTS = 253;

    /**
     * A type character of each argument, arrays and classes as {@code L}; with the receiver first if it is part of the
     * key.
     */
    private final char[] types;

    private final boolean[] keyed;
    private final char result;
    private final KeyKind kind;

    private Signature(char[] types, boolean[] keyed, char result) {
        this.types = types;
        this.keyed = keyed;
        this.result = result;
        this.kind = kindOf();
    }

    /**
     * @param receiverKeyed whether the receiver is an argument, the first one
     * @param ignored indexes of the descriptor's parameters that are not part of the key
     */
    static Signature of(String descriptor, boolean receiverKeyed, Set<Integer> ignored) {
        StringBuilder types = new StringBuilder(receiverKeyed ? "L" : "");
        int i = 1;
        while (descriptor.charAt(i) != ')') {
            int start = i;
            while (descriptor.charAt(i) == '[') {
                i++;
            }
            char c = descriptor.charAt(i);
            i = c == 'L' ? descriptor.indexOf(';', i) + 1 : i + 1;
            types.append(descriptor.charAt(start) == '[' ? 'L' : c);
        }
        char result = descriptor.charAt(i + 1) == '[' ? 'L' : descriptor.charAt(i + 1);
        boolean[] keyed = new boolean[types.length()];
        int shift = receiverKeyed ? 1 : 0;
        for (int p = 0; p < keyed.length; p++) {
            keyed[p] = !ignored.contains(p - shift);
        }
        return new Signature(types.toString().toCharArray(), keyed, result);
    }

    private KeyKind kindOf() {
        int width = 0;
        int refs = 0;
        int count = 0;
        for (int i = 0; i < types.length; i++) {
            if (keyed[i]) {
                count++;
                if (types[i] == 'L') {
                    refs++;
                } else {
                    width += width(types[i]);
                }
            }
        }
        if (refs == 0 && width <= Long.SIZE) {
            return KeyKind.LONG;
        }
        return count == 1 ? KeyKind.REF : KeyKind.WIDE;
    }

    KeyKind kind() {
        return kind;
    }

    /** How keys lie in arrays; {@code null} if there is more to a key than woven code can hand to a look-up of rows. */
    @Nullable
    Layout layout(long missing) {
        if (kind == KeyKind.LONG) {
            return new Layout(1, 0, missing);
        }
        int words = 0;
        int refs = 0;
        for (int i = 0; i < types.length; i++) {
            words += keyed[i] && types[i] != 'L' ? 1 : 0;
            refs += keyed[i] && types[i] == 'L' ? 1 : 0;
        }
        return 2 * words + refs > MOST_SLOTS ? null : new Layout(words, refs, missing);
    }

    int arity() {
        return types.length;
    }

    boolean returnsPrimitive() {
        return result != 'L';
    }

    private static int width(char type) {
        switch (type) {
            case 'Z':
            case 'B':
                return 8;
            case 'S':
            case 'C':
                return 16;
            case 'I':
            case 'F':
                return 32;
            default:
                return 64;
        }
    }

    private static long mask(int width) {
        return width == Long.SIZE ? -1L : (1L << width) - 1;
    }

    /** An entry with the key of these arguments. Runs {@code hashCode} of the keys. */
    Entry probe(Object[] arguments, Equality equality) {
        if (arguments.length != types.length) {
            throw new IllegalArgumentException(
                    "got " + arguments.length + " arguments; this memo takes " + types.length);
        }
        for (int i = 0; i < types.length; i++) {
            if (keyed[i] && types[i] != 'L') {
                checkPrimitive(i, arguments[i]);
            }
        }
        switch (kind) {
            case LONG:
                long key = pack(arguments);
                return new LongEntry(Keys.hash(key), key);
            case REF:
                Object ref = onlyKeyed(arguments);
                return new RefEntry(Keys.spread(equality.hash(ref)), Equality.keep(ref));
            default:
                return wide(arguments, equality);
        }
    }

    private void checkPrimitive(int index, @Nullable Object argument) {
        boolean fits;
        switch (types[index]) {
            case 'Z':
                fits = argument instanceof Boolean;
                break;
            case 'C':
                fits = argument instanceof Character;
                break;
            default:
                fits = argument instanceof Number;
        }
        if (!fits) {
            String got = argument == null ? "null" : argument.getClass().getName();
            throw new IllegalArgumentException(
                    "argument " + (index + 1) + " is " + got + "; this memo's is a primitive " + nameOf(types[index]));
        }
    }

    private static String nameOf(char type) {
        return MethodType.fromMethodDescriptorString("()" + type, null)
                .returnType()
                .getName();
    }

    private long pack(Object[] arguments) {
        long key = 0;
        for (int i = 0; i < types.length; i++) {
            if (keyed[i]) {
                int width = width(types[i]);
                key = (width == Long.SIZE ? 0 : key << width) | word(types[i], arguments[i]);
            }
        }
        return key;
    }

    private Object onlyKeyed(Object[] arguments) {
        int i = 0;
        while (!keyed[i]) {
            i++;
        }
        return arguments[i];
    }

    private Entry wide(Object[] arguments, Equality equality) {
        long[] words = new long[types.length];
        Object[] refs = new Object[types.length];
        int w = 0;
        int r = 0;
        int hash = 0;
        for (int i = 0; i < types.length; i++) {
            if (!keyed[i]) {
                continue;
            }
            if (types[i] == 'L') {
                hash = Keys.mix(hash, equality.hash(arguments[i]));
                refs[r++] = arguments[i];
            } else {
                words[w] = word(types[i], arguments[i]);
                hash = Keys.mix(hash, Keys.hash(words[w++]));
            }
        }
        return WideKeyMemo.probe(hash, Arrays.copyOf(words, w), Arrays.copyOf(refs, r));
    }

    /** The arguments of an entry's key, boxed; those that are not part of the key are {@code null}. */
    Object[] arguments(Entry entry) {
        Object[] arguments = new Object[types.length];
        long key = entry instanceof LongEntry ? ((LongEntry) entry).key : 0;
        int w = 0;
        int r = 0;
        for (int i = types.length - 1; i >= 0; i--) {
            if (!keyed[i]) {
                continue;
            }
            if (kind == KeyKind.REF) {
                arguments[i] = ((RefEntry) entry).key;
            } else if (kind == KeyKind.LONG) {
                int width = width(types[i]);
                arguments[i] = unword(types[i], key & mask(width));
                key = width == Long.SIZE ? 0 : key >>> width;
            } else if (types[i] == 'L') {
                Object[] refs = ((WideEntry) entry).refs;
                arguments[i] = refs[refs.length - ++r];
            } else {
                long[] words = ((WideEntry) entry).words;
                arguments[i] = unword(types[i], words[words.length - ++w]);
            }
        }
        return arguments;
    }

    /** The arguments of an entry's key, boxed, without those that are not part of it. */
    @Nullable
    Object[] keyedArguments(Entry entry) {
        Object[] all = arguments(entry);
        int n = 0;
        for (int i = 0; i < all.length; i++) {
            if (keyed[i]) {
                all[n++] = all[i];
            }
        }
        return n == all.length ? all : Arrays.copyOf(all, n);
    }

    boolean isPrimitive(int argument) {
        return types[argument] != 'L';
    }

    boolean isKeyed(int argument) {
        return keyed[argument];
    }

    /** The bits of a boxed argument, zero-extended. */
    private static long word(char type, Object boxed) {
        switch (type) {
            case 'Z':
                return (Boolean) boxed ? 1 : 0;
            case 'C':
                return (Character) boxed;
            case 'F':
                return Float.floatToIntBits(((Number) boxed).floatValue()) & mask(32);
            case 'D':
                return Double.doubleToLongBits(((Number) boxed).doubleValue());
            default:
                return ((Number) boxed).longValue() & mask(width(type));
        }
    }

    private static Object unword(char type, long word) {
        switch (type) {
            case 'Z':
                return word != 0;
            case 'B':
                return (byte) word;
            case 'S':
                return (short) word;
            case 'C':
                return (char) word;
            case 'I':
                return (int) word;
            case 'F':
                return Float.intBitsToFloat((int) word);
            case 'D':
                return Double.longBitsToDouble(word);
            default:
                return word;
        }
    }

    /** The bits in which a boxed primitive result travels. */
    long resultBits(@Nullable Object boxed) {
        if (boxed == null) {
            throw new IllegalArgumentException("null cannot be the result of a method that returns a primitive");
        }
        switch (result) {
            case 'Z':
                return (Boolean) boxed ? 1 : 0;
            case 'C':
                return (Character) boxed;
            case 'F':
                return Float.floatToRawIntBits(((Number) boxed).floatValue());
            case 'D':
                return Double.doubleToRawLongBits(((Number) boxed).doubleValue());
            default:
                return ((Number) boxed).longValue();
        }
    }

    /** The result of a live entry as an object. */
    @Nullable
    Object boxedResult(long bits, Object value) {
        if (value == Entry.PRIMITIVE) {
            return unword(result, bits);
        }
        return value == Entry.NULL ? null : value;
    }
}
