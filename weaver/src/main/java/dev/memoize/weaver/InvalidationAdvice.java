package dev.memoize.weaver;

import dev.memoize.weaver.KeyKind.Argument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Invalidates when a method has ended, in place: no extra frame.
 *
 * <pre>{@code
 * invalidation = constant;
 * arguments = {this, a, b};
 * try {
 *     body, in which "return x" has become
 *         result = x;
 *         invalidation.returned(arguments);
 *         return result;
 * } catch (Throwable t) {             // if asked for
 *     invalidation.thrown(arguments);
 *     throw t;
 * }
 * }</pre>
 *
 * <p>The arguments are taken at the beginning: the body may assign to its parameters. What {@code returned} throws must
 * not be caught by the handler here, nor by those of the method, so each return is outside of the handler's range; it
 * may be inside of a handler of the method, which would have caught what a last statement throws.
 */
final class InvalidationAdvice extends MethodVisitor {
    private static final String THROWABLE = "java/lang/Throwable";
    private static final String OBJECTS = "[Ljava/lang/Object;";

    private final AnnotatedMethod method;
    private final int argumentsAt;
    /** The result, or the exception. */
    private final int outcome;

    private final boolean onException;
    private final List<Label[]> body = new ArrayList<>();
    private Label open = new Label();

    InvalidationAdvice(MethodVisitor target, AnnotatedMethod method, int maxLocals) {
        super(Opcodes.ASM9, target);
        this.method = method;
        this.argumentsAt = maxLocals;
        this.outcome = maxLocals + 1;
        this.onException = method.invalidates().stream().anyMatch(InvalidationSpec::onException);
    }

    /** How many local variables it takes. */
    static int locals(AnnotatedMethod method) {
        return 1 + Math.max(1, method.result().getSize());
    }

    @Override
    public void visitCode() {
        super.visitCode();
        // Resolved here, before the body does anything: what cannot work is told now.
        super.visitLdcInsn(Constants.invalidation(method));
        super.visitInsn(Opcodes.POP);
        pushArguments();
        super.visitVarInsn(Opcodes.ASTORE, argumentsAt);
        super.visitLabel(open);
    }

    private void pushArguments() {
        List<Argument> arguments = method.arguments();
        int shift = method.isStatic() ? 1 : 0;
        push(arguments.size() + shift);
        super.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            super.visitInsn(Opcodes.DUP);
            push(i + shift);
            super.visitVarInsn(argument.type().getOpcode(Opcodes.ILOAD), argument.slot());
            box(argument.type());
            super.visitInsn(Opcodes.AASTORE);
        }
    }

    private void push(int value) {
        super.visitIntInsn(Opcodes.SIPUSH, value);
    }

    private void box(Type type) {
        if (type.getSort() < Type.ARRAY) {
            Type boxed = Type.getType(Constants.boxed(type));
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    boxed.getInternalName(),
                    "valueOf",
                    Type.getMethodDescriptor(boxed, type),
                    false);
        }
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN) {
            super.visitInsn(opcode);
            return;
        }
        if (opcode != Opcodes.RETURN) {
            super.visitVarInsn(method.result().getOpcode(Opcodes.ISTORE), outcome);
        }
        Label end = new Label();
        super.visitLabel(end);
        close(end);
        tell("returned");
        if (opcode != Opcodes.RETURN) {
            super.visitVarInsn(method.result().getOpcode(Opcodes.ILOAD), outcome);
        }
        super.visitInsn(opcode);
        open = new Label();
        super.visitLabel(open);
    }

    /** Two returns in a row leave nothing between them, and an empty range is invalid. */
    private void close(Label end) {
        if (end.getOffset() > open.getOffset()) {
            body.add(new Label[] {open, end});
        }
    }

    private void tell(String what) {
        super.visitLdcInsn(Constants.invalidation(method));
        super.visitVarInsn(Opcodes.ALOAD, argumentsAt);
        super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Names.INVALIDATION, what, '(' + OBJECTS + ")V", false);
    }

    @Override
    public void visitFrame(int type, int numLocal, Object[] local, int numStack, Object @Nullable [] stack) {
        List<Object> all = new ArrayList<>(Arrays.asList(local).subList(0, numLocal));
        for (int slot = Frames.slots(local, numLocal); slot < argumentsAt; slot++) {
            all.add(Opcodes.TOP);
        }
        all.add(OBJECTS);
        super.visitFrame(Opcodes.F_NEW, all.size(), all.toArray(), numStack, stack);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        if (onException) {
            Label thrown = new Label();
            super.visitLabel(thrown);
            close(thrown);
            // Last, so that the method's own handlers come first.
            body.forEach(range -> super.visitTryCatchBlock(range[0], range[1], thrown, null));
            visitFrame(Opcodes.F_NEW, 0, new Object[0], 1, new Object[] {THROWABLE});
            super.visitVarInsn(Opcodes.ASTORE, outcome);
            tell("thrown");
            super.visitVarInsn(Opcodes.ALOAD, outcome);
            super.visitInsn(Opcodes.ATHROW);
        }
        super.visitMaxs(maxStack, maxLocals);
    }
}
