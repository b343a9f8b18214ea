package dev.memoize.weaver;

import java.util.Collection;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.SerialVersionUIDAdder;

/**
 * Keeps a class's default serialVersionUID by writing it down. Needed only where {@code synchronized} moves from a
 * non-private method to its body: that modifier is part of the default.
 */
final class SerialVersion extends SerialVersionUIDAdder {
    SerialVersion(ClassVisitor target) {
        super(Opcodes.ASM9, target);
    }

    static boolean wouldChange(Collection<AnnotatedMethod> methods) {
        return methods.stream()
                .anyMatch(m -> m.memoized()
                        && (m.access() & Opcodes.ACC_SYNCHRONIZED) != 0
                        && (m.access() & Opcodes.ACC_PRIVATE) == 0);
    }

    @Override
    protected void addSVUID(long uid) {
        int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC;
        FieldVisitor field = cv.visitField(access, "serialVersionUID", "J", null, uid);
        field.visitEnd();
    }
}
