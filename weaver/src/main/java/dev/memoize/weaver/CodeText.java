package dev.memoize.weaver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What a method does, as text: its instructions and exception handlers, without what has no effect on results (lines,
 * names of variables, frames, the layout of the constant pool and of jumps). And what it uses, in the order of the
 * code.
 */
class CodeText extends MethodVisitor {
    /** Something that the method uses. */
    record Use(Kind kind, String owner, String name, String descriptor) {}

    enum Kind {
        /** A call of exactly that method. */
        CALL,
        /** A call of that method or of one that overrides it. */
        VIRTUAL,
        /** An instance is made. */
        NEW,
        STATIC_FIELD,
        FIELD
    }

    /** Methods that every object has: javac names the receiver's class or Object, as it likes. */
    private static final List<String> OF_OBJECT = List.of(
            "equals(Ljava/lang/Object;)Z",
            "hashCode()I",
            "toString()Ljava/lang/String;",
            "getClass()Ljava/lang/Class;");

    private final StringBuilder text = new StringBuilder();
    private final List<Use> uses = new ArrayList<>();
    private final Map<Label, Integer> labels = new HashMap<>();

    CodeText() {
        super(Opcodes.ASM9);
    }

    String text() {
        return text.toString();
    }

    List<Use> uses() {
        return uses;
    }

    private void line(Object... parts) {
        for (Object part : parts) {
            text.append(part).append(' ');
        }
        text.append('\n');
    }

    private String at(Label label) {
        return "@" + labels.computeIfAbsent(label, l -> labels.size());
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
            line("int", opcode - Opcodes.ICONST_0);
        } else if (opcode == Opcodes.LCONST_0 || opcode == Opcodes.LCONST_1) {
            line(constant((long) opcode - Opcodes.LCONST_0));
        } else if (opcode >= Opcodes.FCONST_0 && opcode <= Opcodes.FCONST_2) {
            line(constant((float) opcode - Opcodes.FCONST_0));
        } else if (opcode == Opcodes.DCONST_0 || opcode == Opcodes.DCONST_1) {
            line(constant((double) opcode - Opcodes.DCONST_0));
        } else {
            line(opcode);
        }
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        line(opcode == Opcodes.NEWARRAY ? opcode : "int", operand);
    }

    @Override
    public void visitVarInsn(int opcode, int variable) {
        line(opcode, variable);
    }

    @Override
    public void visitIincInsn(int variable, int increment) {
        line(Opcodes.IINC, variable, increment);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        line(opcode, type);
        if (opcode == Opcodes.NEW) {
            uses.add(new Use(Kind.NEW, type, "", ""));
        }
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        line(Opcodes.MULTIANEWARRAY, descriptor, dimensions);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        line(opcode, owner, name, descriptor);
        boolean isStatic = opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC;
        uses.add(new Use(isStatic ? Kind.STATIC_FIELD : Kind.FIELD, owner, name, descriptor));
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        if (OF_OBJECT.contains(name + descriptor) && opcode != Opcodes.INVOKESPECIAL) {
            line(Opcodes.INVOKEVIRTUAL, name, descriptor);
        } else {
            line(opcode, owner, name, descriptor);
        }
        boolean isVirtual = opcode == Opcodes.INVOKEVIRTUAL || opcode == Opcodes.INVOKEINTERFACE;
        uses.add(new Use(isVirtual ? Kind.VIRTUAL : Kind.CALL, owner, name, descriptor));
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        line(Opcodes.INVOKEDYNAMIC, name, descriptor, constant(bootstrap), constants(arguments));
    }

    @Override
    public void visitLdcInsn(Object value) {
        line(constant(value));
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        line(opcode, at(label));
    }

    @Override
    public void visitLabel(Label label) {
        line(at(label) + ":");
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... targets) {
        StringBuilder cases = new StringBuilder();
        for (int i = 0; i < targets.length; i++) {
            // Where there is no case, javac fills the table; how full it has to be is its own affair.
            if (targets[i] != otherwise) {
                cases.append(min + i).append(at(targets[i])).append(' ');
            }
        }
        line("switch", cases, at(otherwise));
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] targets) {
        StringBuilder cases = new StringBuilder();
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] != otherwise) {
                cases.append(keys[i]).append(at(targets[i])).append(' ');
            }
        }
        line("switch", cases, at(otherwise));
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
        line("try", at(start), at(end), at(handler), String.valueOf(type));
    }

    private String constants(Object[] values) {
        StringBuilder all = new StringBuilder();
        for (Object value : values) {
            all.append(constant(value)).append(' ');
        }
        return all.toString();
    }

    /** Text that no other constant has. What names code is also a use of it. */
    private String constant(Object value) {
        if (value instanceof Handle handle) {
            return handle(handle);
        }
        if (value instanceof ConstantDynamic dynamic) {
            Object[] arguments = new Object[dynamic.getBootstrapMethodArgumentCount()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = dynamic.getBootstrapMethodArgument(i);
            }
            return "dynamic " + dynamic.getName() + " " + dynamic.getDescriptor() + " "
                    + constant(dynamic.getBootstrapMethod()) + " " + constants(arguments);
        }
        if (value instanceof Integer) {
            return "int " + value;
        }
        if (value instanceof Type type) {
            return "type " + type.getDescriptor();
        }
        // As hexadecimal digits: a text may look like a name, which is changed later.
        String exact = value instanceof Double d
                ? Long.toHexString(Double.doubleToRawLongBits(d))
                : value instanceof Float f
                        ? Integer.toHexString(Float.floatToRawIntBits(f))
                        : HexFormat.of().formatHex(String.valueOf(value).getBytes(StandardCharsets.UTF_16BE));
        return value.getClass().getSimpleName() + " " + exact;
    }

    private String handle(Handle handle) {
        int tag = handle.getTag();
        String text = "handle " + tag + " " + handle.getOwner() + " " + handle.getName() + " " + handle.getDesc();
        switch (tag) {
            case Opcodes.H_GETFIELD:
            case Opcodes.H_PUTFIELD:
                uses.add(new Use(Kind.FIELD, handle.getOwner(), handle.getName(), handle.getDesc()));
                break;
            case Opcodes.H_GETSTATIC:
            case Opcodes.H_PUTSTATIC:
                uses.add(new Use(Kind.STATIC_FIELD, handle.getOwner(), handle.getName(), handle.getDesc()));
                break;
            case Opcodes.H_NEWINVOKESPECIAL:
                uses.add(new Use(Kind.NEW, handle.getOwner(), "", ""));
                uses.add(new Use(Kind.CALL, handle.getOwner(), handle.getName(), handle.getDesc()));
                break;
            case Opcodes.H_INVOKEVIRTUAL:
            case Opcodes.H_INVOKEINTERFACE:
                uses.add(new Use(Kind.VIRTUAL, handle.getOwner(), handle.getName(), handle.getDesc()));
                break;
            default:
                uses.add(new Use(Kind.CALL, handle.getOwner(), handle.getName(), handle.getDesc()));
        }
        return text;
    }
}
