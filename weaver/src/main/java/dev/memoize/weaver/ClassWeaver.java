package dev.memoize.weaver;

import dev.memoize.weaver.AnnotatedMethod.Timing;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes a class anew with its annotated methods woven. Methods that are not annotated pass unseen, byte for byte. */
final class ClassWeaver extends ClassVisitor {
    private static final int BODY_KEEPS = Opcodes.ACC_STATIC | Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_STRICT;

    private final Map<String, AnnotatedMethod> methods;
    private final Map<String, Set<String>> recursions;
    /** Those that the class does not have, as it does if a part of it was woven before. */
    private final Set<RowLookup> lookups = new LinkedHashSet<>();

    /** @param recursions see {@link PureRecursion#found()} */
    ClassWeaver(ClassVisitor target, Map<String, AnnotatedMethod> methods, Map<String, Set<String>> recursions) {
        super(Opcodes.ASM9, target);
        this.methods = methods;
        this.recursions = recursions;
        methods.values().stream().filter(RowLookup::isNeeded).map(RowLookup::of).forEach(lookups::add);
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        // Dynamic constants need 55. The minor version in the upper half is 0 below that.
        super.visit(
                (version & 0xffff) < Opcodes.V11 ? Opcodes.V11 : version,
                access,
                name,
                signature,
                superName,
                interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        AnnotatedMethod method = methods.get(name + descriptor);
        if (name.equals(Names.ROW_LOOKUP)) {
            lookups.removeIf(lookup -> lookup.descriptor().equals(descriptor));
        }
        if (method == null) {
            return super.visitMethod(access, name, descriptor, signature, exceptions);
        }
        if (!method.memoized()) {
            return new Advised(super.visitMethod(access, name, descriptor, signature, exceptions), method);
        }
        MethodVisitor call =
                super.visitMethod(access & ~Opcodes.ACC_SYNCHRONIZED, name, descriptor, signature, exceptions);
        int bodyAccess = access & BODY_KEEPS | Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC;
        MethodVisitor body = super.visitMethod(bodyAccess, method.bodyName(), descriptor, null, exceptions);
        Set<String> recursion = recursions.get(name + descriptor);
        if (recursion == null) {
            return new Split(call, body, method, null);
        }
        MethodVisitor level = super.visitMethod(bodyAccess, method.levelName(), descriptor, null, exceptions);
        return new Split(call, new LevelCalls(body, method.owner(), recursion), method, level);
    }

    @Override
    public void visitEnd() {
        for (AnnotatedMethod method : methods.values()) {
            if (method.memoized() && method.perInstance() && !method.field().isEmpty()) {
                String type = Names.descriptor(method.keyKind().memo);
                super.visitField(
                                Opcodes.ACC_PRIVATE | Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC,
                                method.field(),
                                type,
                                null,
                                null)
                        .visitEnd();
            }
        }
        lookups.forEach(lookup -> lookup.emit(cv));
        super.visitEnd();
    }

    /** Keeps its body where it is. */
    private static final class Advised extends MethodVisitor {
        private final AnnotatedMethod method;

        Advised(MethodVisitor target, AnnotatedMethod method) {
            super(Opcodes.ASM9, target);
            this.method = method;
        }

        @Override
        public void visitCode() {
            int maxLocals = method.maxLocals();
            boolean invalidates = !method.invalidates().isEmpty();
            if (method.timing() != Timing.NONE) {
                mv.visitAnnotation(Names.TIMED, true).visitEnd();
            }
            if (invalidates) {
                mv.visitAnnotation(Names.INVALIDATING, true).visitEnd();
            }
            if (method.timing() != Timing.NONE) {
                // The time of the invalidation counts, so its variables come first.
                mv = new TimingAdvice(mv, method, maxLocals + (invalidates ? InvalidationAdvice.locals(method) : 0));
            }
            if (invalidates) {
                mv = new InvalidationAdvice(mv, method, maxLocals);
            }
            mv.visitCode();
        }
    }

    /** Has a body call the levels of its recursion where it called the methods. */
    private static final class LevelCalls extends MethodVisitor {
        private final String owner;
        private final Set<String> recursion;

        LevelCalls(MethodVisitor target, String owner, Set<String> recursion) {
            super(Opcodes.ASM9, target);
            this.owner = owner;
            this.recursion = recursion;
        }

        @Override
        public void visitMethodInsn(int opcode, String called, String name, String descriptor, boolean inInterface) {
            if (called.equals(owner) && recursion.contains(name + descriptor)) {
                int direct = opcode == Opcodes.INVOKESTATIC ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL;
                super.visitMethodInsn(direct, called, Names.LEVEL_PREFIX + name, descriptor, inInterface);
            } else {
                super.visitMethodInsn(opcode, called, name, descriptor, inInterface);
            }
        }
    }

    /** What is declared goes to the method that callers see, what is executed to the body. */
    private static final class Split extends MethodVisitor {
        private final MethodVisitor body;
        private final AnnotatedMethod method;
        private final @Nullable MethodVisitor level;

        /** @param level what the levels of a recursion are to call, if {@code call} is to know where it begins */
        Split(MethodVisitor call, MethodVisitor body, AnnotatedMethod method, @Nullable MethodVisitor level) {
            super(Opcodes.ASM9, call);
            this.body = body;
            this.method = method;
            this.level = level;
        }

        @Override
        public void visitCode() {
            AnnotationVisitor woven = mv.visitAnnotation(Names.WOVEN, true);
            woven.visit("kind", method.keyKind().name());
            woven.visit("settings", method.settings());
            woven.visit("field", method.perInstance() ? method.field() : "");
            woven.visitEnd();
            int argumentSlots =
                    (Type.getArgumentsAndReturnSizes(method.descriptor()) >> 2) - (method.isStatic() ? 1 : 0);
            new Trampoline(
                            method.timing() == Timing.CALL
                                    ? new TimingAdvice(mv, method, Math.max(1, argumentSlots))
                                    : mv,
                            method,
                            level != null)
                    .emit();
            if (level != null) {
                new Trampoline(level, method, false).emit();
            }
            mv = method.timing() == Timing.BODY ? new TimingAdvice(body, method, method.maxLocals()) : body;
            mv.visitCode();
        }
    }
}
