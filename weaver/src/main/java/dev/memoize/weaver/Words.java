package dev.memoize.weaver;

import dev.memoize.weaver.KeyKind.Argument;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Primitive values as longs: arguments on their way into a key, results on their way into and out of a memo. */
final class Words {
    private Words() {}

    /** Pushes all arguments side by side in one long. */
    static void pushPacked(MethodVisitor code, List<Argument> arguments) {
        if (arguments.isEmpty()) {
            code.visitInsn(Opcodes.LCONST_0);
            return;
        }
        boolean first = true;
        for (Argument argument : arguments) {
            if (!first) {
                code.visitIntInsn(Opcodes.BIPUSH, argument.bits());
                code.visitInsn(Opcodes.LSHL);
            }
            push(code, argument);
            if (!first) {
                code.visitInsn(Opcodes.LOR);
            }
            first = false;
        }
    }

    /** Pushes one argument as the long made of its bits, zero-extended. */
    static void push(MethodVisitor code, Argument argument) {
        code.visitVarInsn(argument.type().getOpcode(Opcodes.ILOAD), argument.slot());
        switch (argument.type().getSort()) {
            case Type.BOOLEAN, Type.CHAR -> code.visitInsn(Opcodes.I2L);
            case Type.BYTE -> maskedInt(code, 0xff);
            case Type.SHORT -> maskedInt(code, 0xffff);
            case Type.INT -> maskedLong(code);
            case Type.FLOAT -> {
                bits(code, "java/lang/Float", "floatToIntBits", "(F)I");
                maskedLong(code);
            }
            case Type.DOUBLE -> bits(code, "java/lang/Double", "doubleToLongBits", "(D)J");
            default -> {}
        }
    }

    private static void maskedInt(MethodVisitor code, int mask) {
        code.visitLdcInsn(mask);
        code.visitInsn(Opcodes.IAND);
        code.visitInsn(Opcodes.I2L);
    }

    private static void maskedLong(MethodVisitor code) {
        code.visitInsn(Opcodes.I2L);
        code.visitLdcInsn(0xffffffffL);
        code.visitInsn(Opcodes.LAND);
    }

    /** Replaces a result on the stack by the long it is stored as. Raw bits, so that a NaN comes back as it was. */
    static void fromResult(MethodVisitor code, Type type) {
        switch (type.getSort()) {
            case Type.LONG -> {}
            case Type.FLOAT -> {
                bits(code, "java/lang/Float", "floatToRawIntBits", "(F)I");
                code.visitInsn(Opcodes.I2L);
            }
            case Type.DOUBLE -> bits(code, "java/lang/Double", "doubleToRawLongBits", "(D)J");
            default -> code.visitInsn(Opcodes.I2L);
        }
    }

    /** The reverse of {@link #fromResult}. */
    static void toResult(MethodVisitor code, Type type) {
        if (type.getSort() == Type.LONG) {
            return;
        }
        if (type.getSort() == Type.DOUBLE) {
            bits(code, "java/lang/Double", "longBitsToDouble", "(J)D");
            return;
        }
        code.visitInsn(Opcodes.L2I);
        switch (type.getSort()) {
            case Type.BYTE -> code.visitInsn(Opcodes.I2B);
            case Type.SHORT -> code.visitInsn(Opcodes.I2S);
            case Type.CHAR -> code.visitInsn(Opcodes.I2C);
            case Type.FLOAT -> bits(code, "java/lang/Float", "intBitsToFloat", "(I)F");
            default -> {}
        }
    }

    private static void bits(MethodVisitor code, String owner, String name, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }
}
