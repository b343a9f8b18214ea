package dev.memoize.weaver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Records how long a method took, in place: no extra frame, whether it returns or throws.
 *
 * <pre>{@code
 * start = site.start();
 * try {
 *     body, in which "return x" has become
 *         result = x;
 *         try { site.record(start); } catch (Throwable lost) {}
 *         return result;
 * } catch (Throwable t) {
 *     try { site.record(start); } catch (Throwable lost) {}
 *     throw t;
 * }
 * }</pre>
 *
 * <p>Recording stands at each return, and not once behind the body: a return may leave more on the stack than its
 * result, a jump may not. Errors of recording itself, which are those of a stack that has no room for one call more,
 * change nothing. The variables stand behind all others, so nothing is renumbered; frames are filled up to them.
 */
final class TimingAdvice extends MethodVisitor {
    private static final String THROWABLE = "java/lang/Throwable";

    private final AnnotatedMethod method;
    private final TimingCalls calls;
    private final int startedAt;
    /** The result, or the exception. */
    private final int outcome;

    private final List<Label[]> body = new ArrayList<>();
    private final List<Label[]> recordings = new ArrayList<>();
    private Label open = new Label();

    TimingAdvice(MethodVisitor target, AnnotatedMethod method, int maxLocals) {
        super(Opcodes.ASM9, target);
        this.method = method;
        this.calls = TimingCalls.of(method);
        this.startedAt = maxLocals;
        this.outcome = maxLocals + calls.token().getSize();
    }

    @Override
    public void visitCode() {
        super.visitCode();
        // The constant is resolved here, before the body does anything: what the environment says wrong is told now.
        super.visitLdcInsn(Constants.logSite(method));
        super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Names.LOG_SITE, calls.start(), calls.startDescriptor(), false);
        super.visitVarInsn(calls.token().getOpcode(Opcodes.ISTORE), startedAt);
        super.visitLabel(open);
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
        Label[] recording = record();
        recordings.add(recording);
        // Two returns in a row leave nothing between them, and an empty range is invalid.
        if (recording[0].getOffset() > open.getOffset()) {
            body.add(new Label[] {open, recording[0]});
        }
        returnOutcome(opcode);
        open = new Label();
        super.visitLabel(open);
    }

    private void returnOutcome(int opcode) {
        if (opcode != Opcodes.RETURN) {
            super.visitVarInsn(method.result().getOpcode(Opcodes.ILOAD), outcome);
        }
        super.visitInsn(opcode);
    }

    @Override
    public void visitFrame(int type, int numLocal, Object[] local, int numStack, Object[] stack) {
        frame(Arrays.asList(local).subList(0, numLocal), Frames.slots(local, numLocal), null, numStack, stack);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        Label thrown = new Label();
        super.visitLabel(thrown);
        if (thrown.getOffset() > open.getOffset()) {
            body.add(new Label[] {open, thrown});
        }
        // Last, so that the method's own handlers come first.
        body.forEach(range -> super.visitTryCatchBlock(range[0], range[1], thrown, null));
        frame(List.of(), 0, null, 1, THROWABLE);
        super.visitVarInsn(Opcodes.ASTORE, outcome);
        Label[] recording = record();
        Label rethrow = new Label();
        super.visitLabel(rethrow);
        frame(List.of(), 0, THROWABLE, 0);
        super.visitVarInsn(Opcodes.ALOAD, outcome);
        super.visitInsn(Opcodes.ATHROW);
        lost(List.<Label[]>of(recording), THROWABLE);
        super.visitJumpInsn(Opcodes.GOTO, rethrow);
        if (!recordings.isEmpty()) {
            lost(recordings, method.result().getSort() == Type.VOID ? null : Frames.type(method.result()));
            returnOutcome(method.result().getOpcode(Opcodes.IRETURN));
        }
        super.visitMaxs(maxStack, maxLocals);
    }

    /** Where it begins and ends. */
    private Label[] record() {
        Label start = new Label();
        Label end = new Label();
        super.visitLabel(start);
        super.visitLdcInsn(Constants.logSite(method));
        super.visitVarInsn(calls.token().getOpcode(Opcodes.ILOAD), startedAt);
        super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Names.LOG_SITE, calls.record(), calls.recordDescriptor(), false);
        super.visitLabel(end);
        return new Label[] {start, end};
    }

    /** The handler that forgets what these recordings throw. */
    private void lost(List<Label[]> ranges, @Nullable Object kept) {
        Label handler = new Label();
        ranges.forEach(range -> super.visitTryCatchBlock(range[0], range[1], handler, null));
        super.visitLabel(handler);
        frame(List.of(), 0, kept, 1, THROWABLE);
        super.visitInsn(Opcodes.POP);
    }

    /** {@code kept} is what is in the variable {@link #outcome}, if it counts. */
    private void frame(List<Object> locals, int slots, @Nullable Object kept, int numStack, Object... stack) {
        List<Object> all = new ArrayList<>(locals);
        for (int slot = slots; slot < startedAt; slot++) {
            all.add(Opcodes.TOP);
        }
        all.add(Frames.type(calls.token()));
        if (kept != null) {
            all.add(kept);
        }
        super.visitFrame(Opcodes.F_NEW, all.size(), all.toArray(), numStack, stack);
    }
}
