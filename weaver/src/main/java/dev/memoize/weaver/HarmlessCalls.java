package dev.memoize.weaver;

import java.util.Set;
import org.objectweb.asm.Type;

/**
 * What of the JDK a body may use and still be run twice, or on another thread, without anybody noticing: types whose
 * objects do not change, and methods of them that change nothing else. {@code StringBuilder} is here because no field
 * and no parameter that {@link BodyEffects} lets pass is one, so that a body can only have made it itself.
 */
final class HarmlessCalls {
    private static final Set<String> VALUES = Set.of(
            "java/lang/Boolean",
            "java/lang/Byte",
            "java/lang/Character",
            "java/lang/Short",
            "java/lang/Integer",
            "java/lang/Long",
            "java/lang/Float",
            "java/lang/Double",
            "java/lang/String",
            "java/math/BigInteger",
            "java/math/BigDecimal",
            "java/math/MathContext",
            "java/math/RoundingMode");

    private static final Set<String> FUNCTIONS = Set.of("java/lang/Math", "java/lang/StrictMath", "java/util/Objects");

    private static final Set<String> EXCEPTIONS = Set.of(
            "java/lang/ArithmeticException",
            "java/lang/AssertionError",
            "java/lang/IllegalArgumentException",
            "java/lang/IllegalStateException",
            "java/lang/IndexOutOfBoundsException",
            "java/lang/NullPointerException",
            "java/lang/NumberFormatException",
            "java/lang/UnsupportedOperationException",
            "java/util/NoSuchElementException");

    private static final String BUILDER = "java/lang/StringBuilder";

    /** They take part in random numbers, or write into an array that they are given. */
    private static final Set<String> OTHERS = Set.of("random", "getChars", "getBytes", "toChars");

    private static final Set<String> ANY_OBJECT = Set.of("java/lang/Object", "java/lang/CharSequence");

    private HarmlessCalls() {}

    /** Whether values of that type do not change, or are arrays of such. */
    static boolean isValue(Type type) {
        return switch (type.getSort()) {
            case Type.ARRAY -> isValue(type.getElementType());
            case Type.OBJECT -> VALUES.contains(type.getInternalName());
            default -> true;
        };
    }

    static boolean mayBeMade(String type) {
        return VALUES.contains(type) || EXCEPTIONS.contains(type) || type.equals(BUILDER);
    }

    static boolean mayBeReadFrom(String owner) {
        return VALUES.contains(owner);
    }

    /** @param onlyValues whether all that the caller could pass as an {@code Object} are values */
    static boolean mayBeCalled(String owner, String name, String descriptor, boolean onlyValues) {
        boolean known = EXCEPTIONS.contains(owner)
                ? name.equals("<init>")
                : VALUES.contains(owner) || FUNCTIONS.contains(owner) || owner.equals(BUILDER);
        if (!known || OTHERS.contains(name)) {
            return false;
        }
        for (Type parameter : Type.getArgumentTypes(descriptor)) {
            if (!mayBePassed(parameter, onlyValues || name.equals("equals"))) {
                return false;
            }
        }
        return true;
    }

    /** Whether an argument of that type has no code of the user's that could be called. */
    static boolean mayBePassed(Type type, boolean onlyValues) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        return isValue(element)
                || element.getInternalName().equals(BUILDER)
                || EXCEPTIONS.contains(element.getInternalName())
                || onlyValues && ANY_OBJECT.contains(element.getInternalName());
    }
}
