package dev.memoize.weaver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Records how long a method took, in place: no extra frame, whether it returns or throws.
 *
 * <p>The start time has a variable behind all others, so nothing is renumbered; frames are filled up to it.
 */
final class TimingAdvice extends MethodVisitor {
    private final AnnotatedMethod method;
    private final int startedAt;
    private final List<Label[]> timed = new ArrayList<>();
    private Label open = new Label();

    TimingAdvice(MethodVisitor target, AnnotatedMethod method, int maxLocals) {
        super(Opcodes.ASM9, target);
        this.method = method;
        this.startedAt = maxLocals;
    }

    @Override
    public void visitCode() {
        super.visitCode();
        super.visitMethodInsn(Opcodes.INVOKESTATIC, Names.LOG_SITE, "start", "()J", false);
        super.visitVarInsn(Opcodes.LSTORE, startedAt);
        beginRange();
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN) {
            super.visitInsn(opcode);
            return;
        }
        // The range ends here: what record itself throws must not be recorded again.
        endRange();
        record();
        super.visitInsn(opcode);
        beginRange();
    }

    @Override
    public void visitFrame(int type, int numLocal, Object[] local, int numStack, Object[] stack) {
        List<Object> locals = new ArrayList<>(Arrays.asList(local).subList(0, numLocal));
        for (int slots = Frames.slots(local, numLocal); slots < startedAt; slots++) {
            locals.add(Opcodes.TOP);
        }
        locals.add(Opcodes.LONG);
        super.visitFrame(type, locals.size(), locals.toArray(), numStack, stack);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        endRange();
        Label handler = new Label();
        // Last, so that the method's own handlers come first.
        timed.forEach(range -> super.visitTryCatchBlock(range[0], range[1], handler, null));
        super.visitLabel(handler);
        visitFrame(Opcodes.F_NEW, 0, new Object[0], 1, new Object[] {"java/lang/Throwable"});
        record();
        super.visitInsn(Opcodes.ATHROW);
        super.visitMaxs(maxStack, maxLocals);
    }

    private void record() {
        super.visitLdcInsn(Constants.logSite(method));
        super.visitVarInsn(Opcodes.LLOAD, startedAt);
        super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Names.LOG_SITE, "record", "(J)V", false);
    }

    private void beginRange() {
        open = new Label();
        super.visitLabel(open);
    }

    private void endRange() {
        Label end = new Label();
        super.visitLabel(end);
        // Two returns in a row leave nothing between them, and an empty range is invalid.
        if (end.getOffset() > open.getOffset()) {
            timed.add(new Label[] {open, end});
        }
    }
}
