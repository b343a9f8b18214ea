package dev.memoize.weaver;

import dev.memoize.weaver.KeyKind.Argument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The code that takes the place of a memoized method: look up, or open a flight, compute, complete.
 *
 * <p>Every level of a recursion has one frame of this code, so it has no local variables but the arguments: the memo,
 * the hash and the entry live on the operand stack, which is empty again when the body is called, and the flight takes
 * the place of the first argument once the arguments are on the stack. Only the level where a recursion begins may keep
 * them.
 */
final class Trampoline {
    private static final String KEY_LONG = "J";

    private final MethodVisitor code;
    private final AnnotatedMethod method;
    private final KeyKind kind;
    private final List<Argument> keyed;
    private final Type result;
    private final boolean longResult;
    private final Object[] entryLocals;
    private final boolean retries;
    private final int flightSlot;

    /** @param retries whether a recursion begins here that may be tried again: one frame, which keeps its arguments */
    Trampoline(MethodVisitor code, AnnotatedMethod method, boolean retries) {
        this.code = code;
        this.method = method;
        this.retries = retries;
        this.kind = method.keyKind();
        this.keyed = method.keyed();
        this.result = method.result();
        this.longResult = result.getSort() < Type.ARRAY;
        this.entryLocals =
                method.arguments().stream().map(a -> Frames.type(a.type())).toArray();
        this.flightSlot = retries ? Frames.slots(entryLocals, entryLocals.length) : 0;
    }

    void emit() {
        code.visitCode();
        Label begin = new Label();
        code.visitLabel(begin);
        pushMemo();
        switch (kind) {
            case LONG -> {
                code.visitInsn(Opcodes.DUP);
                Words.pushPacked(code, keyed);
                find(KEY_LONG, kind.memo);
                Words.pushPacked(code, keyed);
                open(KEY_LONG);
            }
            case REF -> {
                code.visitInsn(Opcodes.DUP);
                load(keyed.get(0));
                memoCall("hash", "(Ljava/lang/Object;)I");
                code.visitInsn(Opcodes.DUP2);
                load(keyed.get(0));
                find("ILjava/lang/Object;", kind.memo, Opcodes.INTEGER);
                load(keyed.get(0));
                open("ILjava/lang/Object;");
            }
            case WIDE -> new WideKey(this, code, method).lookUp();
        }
        Label joined = new Label();
        code.visitInsn(Opcodes.DUP);
        call(Names.FLIGHT, "mustCompute", "()Z");
        code.visitJumpInsn(Opcodes.IFEQ, joined);
        Label argumentsGone = compute();
        frame(entryLocals, Names.FLIGHT, joined);
        if (method.deepRecursion()) {
            continueOn();
        }
        returnResultOfFlight();
        nameArguments(begin, argumentsGone);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /** With the memo and the key on the stack above what a miss needs: returns a hit, leaves only what a miss needs. */
    private void find(String key, Object... below) {
        memoCall(longResult ? "findLong" : "find", '(' + key + (longResult ? ")J" : ")Ljava/lang/Object;"));
        returnIfHit(below);
    }

    /** With the memo and a wide entry on the stack: replaces them by the entry's value. */
    void hit() {
        memoCall(
                longResult ? "hitLong" : "hit",
                '(' + Names.descriptor(Names.WIDE_ENTRY) + (longResult ? ")J" : ")Ljava/lang/Object;"));
    }

    /** With a looked-up value on the stack above {@code below}: returns it unless it is the sign for a miss. */
    void returnIfHit(Object... below) {
        Label miss = new Label();
        if (longResult) {
            code.visitInsn(Opcodes.DUP2);
            code.visitFieldInsn(Opcodes.GETSTATIC, Names.KEYED_MEMO, "MISS", "J");
            code.visitInsn(Opcodes.LCMP);
            code.visitJumpInsn(Opcodes.IFEQ, miss);
            returnStored();
            frame(entryLocals, miss, below, Opcodes.LONG);
            code.visitInsn(Opcodes.POP2);
            return;
        }
        Label value = new Label();
        code.visitInsn(Opcodes.DUP);
        code.visitJumpInsn(Opcodes.IFNULL, miss);
        code.visitInsn(Opcodes.DUP);
        code.visitFieldInsn(Opcodes.GETSTATIC, Names.KEYED_MEMO, "NULL", "Ljava/lang/Object;");
        code.visitJumpInsn(Opcodes.IF_ACMPNE, value);
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitInsn(Opcodes.ARETURN);
        frame(entryLocals, value, below, "java/lang/Object");
        returnStored();
        frame(entryLocals, miss, below, "java/lang/Object");
        code.visitInsn(Opcodes.POP);
    }

    void open(String key) {
        memoCall("open", '(' + key + ')' + Names.descriptor(Names.FLIGHT));
    }

    void memoCall(String name, String descriptor) {
        call(kind.memo, name, descriptor);
    }

    /** Pushes this method's or this instance's memo. */
    private void pushMemo() {
        if (!method.perInstance()) {
            code.visitLdcInsn(Constants.memo(method));
            return;
        }
        Label attached = new Label();
        if (!method.field().isEmpty()) {
            // A clone starts with its original's field, so a memo counts only for its owner.
            Label detached = new Label();
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(Opcodes.GETFIELD, method.owner(), method.field(), Names.descriptor(kind.memo));
            code.visitInsn(Opcodes.DUP);
            code.visitJumpInsn(Opcodes.IFNULL, detached);
            code.visitInsn(Opcodes.DUP);
            memoCall("owner", "()Ljava/lang/Object;");
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitJumpInsn(Opcodes.IF_ACMPEQ, attached);
            frame(entryLocals, kind.memo, detached);
            code.visitInsn(Opcodes.POP);
        }
        code.visitLdcInsn(Constants.instances(method));
        code.visitVarInsn(Opcodes.ALOAD, 0);
        call(Names.INSTANCES, "attach", "(Ljava/lang/Object;)" + Names.descriptor(Names.KEYED_MEMO));
        code.visitTypeInsn(Opcodes.CHECKCAST, kind.memo);
        if (!method.field().isEmpty()) {
            frame(entryLocals, kind.memo, attached);
        }
    }

    /**
     * With the flight on the stack: calls the body and completes or fails the flight. Returns where the first argument
     * is overwritten.
     */
    private Label compute() {
        List<Argument> arguments = method.arguments();
        if (!retries) {
            putFlightBelow(arguments);
        }
        code.visitVarInsn(Opcodes.ASTORE, flightSlot);
        Label argumentsGone = new Label();
        code.visitLabel(argumentsGone);
        arguments.stream().skip(retries ? 0 : 1).forEach(this::load);
        Label start = new Label();
        Label end = new Label();
        Label failed = new Label();
        code.visitTryCatchBlock(start, end, failed, null);
        code.visitLabel(start);
        code.visitMethodInsn(
                method.isStatic() ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL,
                method.owner(),
                method.bodyName(),
                method.descriptor(),
                method.inInterface());
        complete();
        code.visitLabel(end);
        code.visitInsn(result.getOpcode(Opcodes.IRETURN));
        Object[] locals = failedLocals();
        frame(locals, "java/lang/Throwable", failed);
        // A field first: after a StackOverflowError even a call may be too much.
        code.visitInsn(Opcodes.DUP);
        putFlightBelowThrowable();
        code.visitFieldInsn(Opcodes.PUTFIELD, Names.FLIGHT, "failure", "Ljava/lang/Throwable;");
        code.visitInsn(Opcodes.DUP);
        putFlightBelowThrowable();
        call(Names.FLIGHT, "recovers", "(Ljava/lang/Throwable;)Z");
        Label recovered = new Label();
        code.visitJumpInsn(Opcodes.IFNE, recovered);
        if (retries) {
            retry(locals);
        }
        code.visitInsn(Opcodes.ATHROW);
        frame(locals, "java/lang/Throwable", recovered);
        code.visitInsn(Opcodes.POP);
        code.visitVarInsn(Opcodes.ALOAD, flightSlot);
        returnResultOfFlight();
        return argumentsGone;
    }

    private Object[] failedLocals() {
        Object[] locals = retries ? Arrays.copyOf(entryLocals, entryLocals.length + 1) : new Object[1];
        locals[locals.length - 1] = Names.FLIGHT;
        return locals;
    }

    private void putFlightBelowThrowable() {
        code.visitVarInsn(Opcodes.ALOAD, flightSlot);
        code.visitInsn(Opcodes.SWAP);
    }

    /** With what was thrown on the stack: computes on another one if that may help, else leaves it there. */
    private void retry(Object[] locals) {
        Label hopeless = new Label();
        code.visitInsn(Opcodes.DUP);
        putFlightBelowThrowable();
        call(Names.FLIGHT, "mayRetry", "(Ljava/lang/Throwable;)Z");
        code.visitJumpInsn(Opcodes.IFEQ, hopeless);
        putFlightBelowThrowable();
        pushCallable(method.levelName());
        call(
                Names.FLIGHT,
                "retry",
                "(Ljava/lang/Throwable;Ljava/util/concurrent/Callable;)" + Names.descriptor(Names.FLIGHT));
        returnResultOfFlight();
        frame(locals, "java/lang/Throwable", hopeless);
    }

    private void pushCallable(String name) {
        method.arguments().forEach(this::load);
        code.visitInvokeDynamicInsn(
                "call", Constants.callableDescriptor(method), Constants.LAMBDA, Constants.callable(method, name));
    }

    /** With the flight on the stack: has it computed on a fresh stack if it has to be. */
    private void continueOn() {
        Label settled = new Label();
        code.visitInsn(Opcodes.DUP);
        call(Names.FLIGHT, "mustContinue", "()Z");
        code.visitJumpInsn(Opcodes.IFEQ, settled);
        pushCallable(method.bodyName());
        call(Names.FLIGHT, "continueOn", "(Ljava/util/concurrent/Callable;)" + Names.descriptor(Names.FLIGHT));
        frame(entryLocals, Names.FLIGHT, settled);
    }

    private void putFlightBelow(List<Argument> arguments) {
        if (arguments.isEmpty()) {
            return;
        }
        load(arguments.get(0));
        if (arguments.get(0).type().getSize() == 1) {
            code.visitInsn(Opcodes.SWAP);
        } else {
            code.visitInsn(Opcodes.DUP2_X1);
            code.visitInsn(Opcodes.POP2);
        }
    }

    private void complete() {
        code.visitInsn(result.getSize() == 1 ? Opcodes.DUP : Opcodes.DUP2);
        if (longResult) {
            Words.fromResult(code, result);
            code.visitVarInsn(Opcodes.ALOAD, flightSlot);
            code.visitInsn(Opcodes.DUP_X2);
            code.visitInsn(Opcodes.POP);
        } else {
            code.visitVarInsn(Opcodes.ALOAD, flightSlot);
            code.visitInsn(Opcodes.SWAP);
        }
        call(Names.FLIGHT, "complete", longResult ? "(J)V" : "(Ljava/lang/Object;)V");
    }

    private void returnResultOfFlight() {
        call(Names.FLIGHT, longResult ? "longResult" : "result", longResult ? "()J" : "()Ljava/lang/Object;");
        returnStored();
    }

    private void returnStored() {
        if (longResult) {
            Words.toResult(code, result);
        } else if (!result.getInternalName().equals("java/lang/Object")) {
            code.visitTypeInsn(Opcodes.CHECKCAST, result.getInternalName());
        }
        code.visitInsn(result.getOpcode(Opcodes.IRETURN));
    }

    /** Some frameworks find parameter names here when a class was compiled without {@code -parameters}. */
    private void nameArguments(Label begin, Label end) {
        method.argumentNames()
                .forEach((slot, local) ->
                        code.visitLocalVariable(local.name(), local.descriptor(), local.signature(), begin, end, slot));
    }

    void load(Argument argument) {
        code.visitVarInsn(argument.type().getOpcode(Opcodes.ILOAD), argument.slot());
    }

    void call(String owner, String name, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
    }

    private void frame(Object[] locals, Object onStack, Label at) {
        frame(locals, at, new Object[] {onStack});
    }

    /** A jump target of the look-up, where the arguments are still in their variables. */
    void frame(Label at, Object... stack) {
        frame(entryLocals, at, stack);
    }

    private void frame(Object[] locals, Label at, Object[] below, Object... above) {
        List<Object> stack = new ArrayList<>(below.length + above.length);
        Collections.addAll(stack, below);
        Collections.addAll(stack, above);
        code.visitLabel(at);
        code.visitFrame(Opcodes.F_NEW, locals.length, locals, stack.size(), stack.toArray());
    }
}
