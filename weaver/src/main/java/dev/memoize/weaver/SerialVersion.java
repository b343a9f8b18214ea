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
    private boolean isRecord;

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
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        isRecord = "java/lang/Record".equals(superName);
        super.visit(version, access, name, signature, superName, interfaces);
    }

    /** A record's default is 0, whatever its methods. */
    @Override
    protected void addSVUID(long uid) {
        if (isRecord) {
            return;
        }
        int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC;
        FieldVisitor field = cv.visitField(access, "serialVersionUID", "J", null, uid);
        field.visitEnd();
    }
}
