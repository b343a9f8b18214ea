package dev.memoize.weaver;

import dev.memoize.weaver.KeyKind.Argument;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A method to be woven, as its class file describes it. */
record AnnotatedMethod(
        String owner,
        boolean inInterface,
        int access,
        String name,
        String descriptor,
        boolean memoized,
        String settings,
        boolean classScope,
        boolean deepRecursion,
        BitSet ignored,
        Timing timing,
        String timingSettings,
        int maxLocals,
        Map<Integer, Local> argumentNames,
        List<InvalidationSpec> invalidates,
        String field) {

    /** An entry of the local variable table. */
    record Local(String name, String descriptor, String signature) {}

    /**
     * Where {@code @LogTime} stands relative to {@code @Memoize}: as with Python's decorators, the nearer to the method
     * is the inner one.
     */
    enum Timing {
        NONE,
        BODY,
        CALL
    }

    boolean isStatic() {
        return (access & Opcodes.ACC_STATIC) != 0;
    }

    boolean perInstance() {
        return !isStatic() && !classScope;
    }

    String bodyName() {
        return Names.BODY_PREFIX + name;
    }

    /** The method that stands for it inside a recursion that is to know where it began. */
    String levelName() {
        return Names.LEVEL_PREFIX + name;
    }

    Type result() {
        return Type.getReturnType(descriptor);
    }

    /** Everything the body is called with, {@code this} included. */
    List<Argument> arguments() {
        List<Argument> all = new ArrayList<>();
        int slot = 0;
        if (!isStatic()) {
            all.add(new Argument(Type.getObjectType(owner), slot++));
        }
        for (Type type : Type.getArgumentTypes(descriptor)) {
            all.add(new Argument(type, slot));
            slot += type.getSize();
        }
        return all;
    }

    /** The arguments that make up the key, in order. */
    List<Argument> keyed() {
        List<Argument> all = arguments();
        int first = isStatic() ? 0 : 1;
        List<Argument> keyed = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            boolean isKeyed = i < first ? classScope : !ignored.get(i - first);
            if (isKeyed) {
                keyed.add(all.get(i));
            }
        }
        return keyed;
    }

    KeyKind keyKind() {
        return KeyKind.of(keyed());
    }

    String describe() {
        return owner.replace('/', '.') + '.' + name + descriptor;
    }
}
