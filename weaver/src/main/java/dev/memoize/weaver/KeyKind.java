package dev.memoize.weaver;

import java.util.List;
import org.objectweb.asm.Type;

/**
 * How a method's arguments become a key. Decided from the static signature alone, so that a hit never boxes and never
 * allocates.
 */
enum KeyKind {
    /** All keyed arguments are primitive and fit into one long, or there are none. */
    LONG("dev/memoize/memo/LongKeyMemo"),
    /** One keyed argument, a reference. */
    REF("dev/memoize/memo/RefKeyMemo"),
    /** Anything else: primitives as longs, references as objects, compared in place. */
    WIDE("dev/memoize/memo/WideKeyMemo");

    final String memo;

    KeyKind(String memo) {
        this.memo = memo;
    }

    static KeyKind of(List<Argument> keyed) {
        if (keyed.size() == 1 && !keyed.get(0).isPrimitive()) {
            return REF;
        }
        int bits = 0;
        for (Argument argument : keyed) {
            if (!argument.isPrimitive()) {
                return WIDE;
            }
            bits += argument.bits();
        }
        return bits <= Long.SIZE ? LONG : WIDE;
    }

    /** One value of a call and the local variable it arrives in. */
    record Argument(Type type, int slot) {
        boolean isPrimitive() {
            return type.getSort() < Type.ARRAY;
        }

        int bits() {
            return switch (type.getSort()) {
                case Type.BOOLEAN, Type.BYTE -> Byte.SIZE;
                case Type.CHAR, Type.SHORT -> Short.SIZE;
                case Type.INT, Type.FLOAT -> Integer.SIZE;
                default -> Long.SIZE;
            };
        }
    }
}
