package dev.memoize.weaver;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Finds the methods of a class that are to be woven. */
final class ClassScan extends ClassVisitor {
    private static final int NEVER =
            Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE;

    private final Map<String, AnnotatedMethod> found = new LinkedHashMap<>();
    private final Set<String> members = new HashSet<>();
    private String owner = "";
    private int classAccess;

    private final ParameterNames names;

    ClassScan(ParameterNames names) {
        super(Opcodes.ASM9);
        this.names = names;
    }

    Map<String, AnnotatedMethod> found() {
        return found;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        owner = name;
        classAccess = access;
    }

    @Override
    public @Nullable FieldVisitor visitField(
            int access, String name, String descriptor, String signature, Object value) {
        members.add(name);
        return null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        members.add(name + descriptor);
        if ((access & NEVER) != 0 || name.startsWith("<")) {
            return null;
        }
        return new Candidate(access, name, descriptor);
    }

    @Override
    public void visitEnd() {
        for (AnnotatedMethod method : found.values()) {
            if (method.memoized() && members.contains(method.bodyName() + method.descriptor())) {
                throw new WeavingException(method.describe() + " cannot be memoized: the class has a method named "
                        + method.bodyName() + " already. Rename that method.");
            }
        }
    }

    private final class Candidate extends MethodVisitor {
        private final MethodScan scan;
        private final int access;
        private final String name;
        private final String descriptor;

        Candidate(int access, String name, String descriptor) {
            super(Opcodes.ASM9, new MethodScan());
            this.scan = (MethodScan) mv;
            this.access = access;
            this.name = name;
            this.descriptor = descriptor;
        }

        @Override
        public void visitEnd() {
            boolean returnsNothing = Type.getReturnType(descriptor).getSort() == Type.VOID;
            if (!scan.isWanted() || returnsNothing && scan.isMemoized()) {
                return;
            }
            boolean fieldAllowed = (classAccess & Opcodes.ACC_INTERFACE) == 0;
            String field = fieldAllowed && (access & Opcodes.ACC_STATIC) == 0 ? fieldName() : "";
            found.put(name + descriptor, scan.toMethod(owner, classAccess, access, name, descriptor, field, names));
        }

        private String fieldName() {
            int n = found.size();
            while (members.contains("memo$" + name + '$' + n)) {
                n++;
            }
            String field = "memo$" + name + '$' + n;
            members.add(field);
            return field;
        }
    }
}
