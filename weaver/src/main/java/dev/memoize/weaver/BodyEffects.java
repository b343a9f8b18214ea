package dev.memoize.weaver;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Looks whether a method's body has no effect but its result, and can tell neither what thread it runs on nor that it
 * runs again: it computes, reads fields of its own class whose values do not change under it, and calls methods of its
 * own class or {@link HarmlessCalls}. It handles no exceptions, for it would see the end of the stack.
 */
final class BodyEffects extends MethodVisitor {
    private static final String CONCATENATION = "java/lang/invoke/StringConcatFactory";

    private final String owner;
    /** Whether there is no object around whose methods are the user's: {@code this}, that is. */
    private final boolean onlyValues;

    private final Set<String> ownCalls = new HashSet<>();
    private boolean harmless = true;
    private boolean storesIntoArray;
    /** Whether there may be an array around that the body did not make. */
    private boolean hasForeignArray;

    BodyEffects(String owner, int access, String descriptor) {
        super(Opcodes.ASM9);
        this.owner = owner;
        this.onlyValues = (access & Opcodes.ACC_STATIC) != 0;
        for (Type parameter : Type.getArgumentTypes(descriptor)) {
            harmless &= HarmlessCalls.isValue(parameter);
            hasForeignArray |= parameter.getSort() == Type.ARRAY;
        }
    }

    /** Provided that the methods of its class that it calls are harmless too. */
    boolean isHarmless() {
        return harmless && !(storesIntoArray && hasForeignArray);
    }

    /** The methods of its class that it calls, as name and descriptor. */
    Set<String> ownCalls() {
        return ownCalls;
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
        harmless = false;
    }

    @Override
    public void visitInsn(int opcode) {
        harmless &= opcode != Opcodes.MONITORENTER && opcode != Opcodes.MONITOREXIT;
        storesIntoArray |= opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE;
    }

    @Override
    public void visitFieldInsn(int opcode, String fieldOwner, String name, String descriptor) {
        Type type = Type.getType(descriptor);
        boolean reads = opcode == Opcodes.GETFIELD || opcode == Opcodes.GETSTATIC;
        boolean known = fieldOwner.equals(owner) || HarmlessCalls.mayBeReadFrom(fieldOwner);
        harmless &= reads && known && HarmlessCalls.isValue(type);
        hasForeignArray |= type.getSort() == Type.ARRAY;
    }

    @Override
    public void visitMethodInsn(int opcode, String called, String name, String descriptor, boolean inInterface) {
        if (called.equals(owner)) {
            ownCalls.add(name + descriptor);
            hasForeignArray |= Type.getReturnType(descriptor).getSort() == Type.ARRAY;
        } else {
            harmless &= opcode != Opcodes.INVOKEINTERFACE
                    && HarmlessCalls.mayBeCalled(called, name, descriptor, onlyValues);
        }
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        harmless &= bootstrap.getOwner().equals(CONCATENATION);
        for (Type parameter : Type.getArgumentTypes(descriptor)) {
            harmless &= HarmlessCalls.mayBePassed(parameter, onlyValues);
        }
        for (Object argument : arguments) {
            harmless &= argument instanceof String;
        }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        harmless &= opcode != Opcodes.NEW || HarmlessCalls.mayBeMade(type);
    }

    @Override
    public void visitLdcInsn(Object value) {
        harmless &= !(value instanceof ConstantDynamic) && !(value instanceof Handle);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        harmless &= opcode != Opcodes.JSR;
    }
}
