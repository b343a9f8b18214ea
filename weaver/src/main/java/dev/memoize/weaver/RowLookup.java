package dev.memoize.weaver;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The look-up of a key of several parts in a memo that keeps its results in rows: a method of its own, which all
 * methods of the class with so many words and references share. It is not in the code that calls it, for that has a
 * frame in each level of a recursion, and is inlined only while it is small.
 *
 * @param words how many words a key has
 * @param refs how many references
 */
record RowLookup(int words, int refs) {
    private static final int HASH = 0;
    private static final int MEMO = 1;
    private static final int FIRST_WORD = 2;
    /** Of a method's parameters. A memo of keys with more than fits keeps objects. */
    private static final int MOST_SLOTS = 255;

    static RowLookup of(AnnotatedMethod method) {
        int words = (int)
                method.keyed().stream().filter(KeyKind.Argument::isPrimitive).count();
        return new RowLookup(words, method.keyed().size() - words);
    }

    static boolean isNeeded(AnnotatedMethod method) {
        return method.memoized()
                && method.keyKind() == KeyKind.WIDE
                && method.result().getSort() < Type.ARRAY
                && FIRST_WORD + 2 * of(method).words() + of(method).refs() <= MOST_SLOTS;
    }

    String descriptor() {
        return "(I" + Names.descriptor(KeyKind.WIDE.memo) + "J".repeat(words) + "Ljava/lang/Object;".repeat(refs)
                + ")J";
    }

    /** With hash, memo, words and references on the stack: replaces them by a result's bits, or the sign for a miss. */
    void call(MethodVisitor code, String owner, boolean inInterface) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, Names.ROW_LOOKUP, descriptor(), inInterface);
    }

    void emit(ClassVisitor target) {
        MethodVisitor code = target.visitMethod(
                Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
                Names.ROW_LOOKUP,
                descriptor(),
                null,
                null);
        code.visitCode();
        new Body(code).emit();
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private final class Body {
        private final MethodVisitor code;
        private final List<Object> arguments = new ArrayList<>();
        private final int firstRef = FIRST_WORD + 2 * words;
        private final int rows = firstRef + refs;
        private final int slot = rows + 1;
        private final int version = slot + 1;

        Body(MethodVisitor code) {
            this.code = code;
            arguments.add(Opcodes.INTEGER);
            arguments.add(KeyKind.WIDE.memo);
            for (int i = 0; i < words; i++) {
                arguments.add(Opcodes.LONG);
            }
            for (int i = 0; i < refs; i++) {
                arguments.add("java/lang/Object");
            }
        }

        void emit() {
            Label loop = new Label();
            Label next = new Label();
            Label miss = new Label();
            code.visitVarInsn(Opcodes.ALOAD, MEMO);
            call(KeyKind.WIDE.memo, "rows", "()" + Names.descriptor(Names.ROWS));
            code.visitVarInsn(Opcodes.ASTORE, rows);
            code.visitVarInsn(Opcodes.ALOAD, rows);
            code.visitJumpInsn(Opcodes.IFNULL, miss);
            code.visitVarInsn(Opcodes.ALOAD, rows);
            code.visitVarInsn(Opcodes.ILOAD, HASH);
            call(Names.ROWS, "first", "(I)I");
            code.visitVarInsn(Opcodes.ISTORE, slot);
            frame(loop, Names.ROWS, Opcodes.INTEGER);
            code.visitVarInsn(Opcodes.ILOAD, slot);
            code.visitJumpInsn(Opcodes.IFLT, miss);
            pushSlot();
            code.visitVarInsn(Opcodes.ILOAD, HASH);
            call(Names.ROWS, "version", "(II)J");
            code.visitVarInsn(Opcodes.LSTORE, version);
            compare(next);
            code.visitVarInsn(Opcodes.ALOAD, MEMO);
            pushSlot();
            code.visitVarInsn(Opcodes.LLOAD, version);
            call(KeyKind.WIDE.memo, "hitLong", '(' + Names.descriptor(Names.ROWS) + "IJ)J");
            code.visitInsn(Opcodes.LRETURN);
            frame(next, Names.ROWS, Opcodes.INTEGER);
            pushSlot();
            code.visitVarInsn(Opcodes.ILOAD, HASH);
            call(Names.ROWS, "next", "(II)I");
            code.visitVarInsn(Opcodes.ISTORE, slot);
            code.visitJumpInsn(Opcodes.GOTO, loop);
            frame(miss, Names.ROWS);
            code.visitFieldInsn(Opcodes.GETSTATIC, Names.KEYED_MEMO, "MISS", "J");
            code.visitInsn(Opcodes.LRETURN);
        }

        /** Goes to {@code next} unless the slot has this key. Words first, they are the cheaper test. */
        private void compare(Label next) {
            for (int i = 0; i < words; i++) {
                pushSlot();
                code.visitIntInsn(Opcodes.SIPUSH, i);
                call(Names.ROWS, "word", "(II)J");
                code.visitVarInsn(Opcodes.LLOAD, FIRST_WORD + 2 * i);
                code.visitInsn(Opcodes.LCMP);
                code.visitJumpInsn(Opcodes.IFNE, next);
            }
            for (int i = 0; i < refs; i++) {
                code.visitVarInsn(Opcodes.ALOAD, MEMO);
                pushSlot();
                code.visitVarInsn(Opcodes.LLOAD, version);
                code.visitIntInsn(Opcodes.SIPUSH, i);
                code.visitVarInsn(Opcodes.ALOAD, firstRef + i);
                call(KeyKind.WIDE.memo, "same", '(' + Names.descriptor(Names.ROWS) + "IJILjava/lang/Object;)Z");
                code.visitJumpInsn(Opcodes.IFEQ, next);
            }
        }

        private void pushSlot() {
            code.visitVarInsn(Opcodes.ALOAD, rows);
            code.visitVarInsn(Opcodes.ILOAD, slot);
        }

        private void call(String owner, String name, String descriptor) {
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
        }

        private void frame(Label at, Object... variables) {
            List<Object> locals = new ArrayList<>(arguments);
            locals.addAll(List.of(variables));
            code.visitLabel(at);
            code.visitFrame(Opcodes.F_NEW, locals.size(), locals.toArray(), 0, new Object[0]);
        }
    }
}
