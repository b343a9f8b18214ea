package dev.memoize.weaver;

import dev.memoize.weaver.KeyKind.Argument;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The look-up of a key of several parts: arguments are compared in place with each entry of the same hash, so a hit
 * builds no key object. The arrays are built on a miss only.
 */
final class WideKey {
    private static final String OPEN = "I[J[Ljava/lang/Object;";

    private final Trampoline trampoline;
    private final MethodVisitor code;
    private final AnnotatedMethod method;
    private final List<Argument> words;
    private final List<Argument> refs;
    private final List<Argument> keyed;

    WideKey(Trampoline trampoline, MethodVisitor code, AnnotatedMethod method) {
        this.trampoline = trampoline;
        this.code = code;
        this.method = method;
        this.keyed = method.keyed();
        this.words = keyed.stream().filter(Argument::isPrimitive).toList();
        this.refs = keyed.stream().filter(a -> !a.isPrimitive()).toList();
    }

    /** With the memo on the stack: returns a hit, or leaves an open flight. */
    void lookUp() {
        Object[] state = {Opcodes.INTEGER, KeyKind.WIDE.memo, Names.WIDE_ENTRY};
        pushHash();
        // memo, hash -> hash, memo, first entry: the order in which duplicating the top two serves each comparison
        code.visitInsn(Opcodes.SWAP);
        code.visitInsn(Opcodes.DUP2);
        code.visitInsn(Opcodes.SWAP);
        trampoline.memoCall("first", "(I)" + Names.descriptor(Names.WIDE_ENTRY));
        Label loop = new Label();
        Label next = new Label();
        Label miss = new Label();
        trampoline.frame(loop, state);
        code.visitInsn(Opcodes.DUP);
        code.visitJumpInsn(Opcodes.IFNULL, miss);
        compare(next);
        code.visitInsn(Opcodes.DUP2);
        trampoline.hit();
        trampoline.returnIfHit(state);
        code.visitJumpInsn(Opcodes.GOTO, miss);
        trampoline.frame(next, state);
        trampoline.call(Names.WIDE_ENTRY, "nextSameHash", "()" + Names.descriptor(Names.WIDE_ENTRY));
        code.visitJumpInsn(Opcodes.GOTO, loop);
        trampoline.frame(miss, state);
        code.visitInsn(Opcodes.POP);
        if (RowLookup.isNeeded(method)) {
            lookUpInRows();
        }
        code.visitInsn(Opcodes.SWAP);
        pushWords();
        pushRefs();
        trampoline.open(OPEN);
    }

    /** hash, memo: returns a hit. Last, for there are no rows where results are few. */
    private void lookUpInRows() {
        code.visitInsn(Opcodes.DUP2);
        words.forEach(word -> Words.push(code, word));
        refs.forEach(trampoline::load);
        RowLookup.of(method).call(code, method.owner(), method.inInterface());
        trampoline.returnIfHit(Opcodes.INTEGER, KeyKind.WIDE.memo);
    }

    /** memo -> memo, hash */
    private void pushHash() {
        code.visitInsn(Opcodes.ICONST_0);
        for (Argument argument : keyed) {
            if (argument.isPrimitive()) {
                Words.push(code, argument);
                code.visitMethodInsn(Opcodes.INVOKESTATIC, Names.KEYS, "hash", "(J)I", false);
            } else {
                code.visitInsn(Opcodes.DUP2);
                code.visitInsn(Opcodes.POP);
                trampoline.load(argument);
                trampoline.memoCall("hash", "(Ljava/lang/Object;)I");
            }
            code.visitMethodInsn(Opcodes.INVOKESTATIC, Names.KEYS, "mix", "(II)I", false);
        }
    }

    /**
     * hash, memo, entry: goes to {@code next} unless the entry has this key. Words first, they are the cheaper test.
     */
    private void compare(Label next) {
        for (int i = 0; i < words.size(); i++) {
            code.visitInsn(Opcodes.DUP);
            code.visitFieldInsn(Opcodes.GETFIELD, Names.WIDE_ENTRY, "words", "[J");
            code.visitIntInsn(Opcodes.SIPUSH, i);
            code.visitInsn(Opcodes.LALOAD);
            Words.push(code, words.get(i));
            code.visitInsn(Opcodes.LCMP);
            code.visitJumpInsn(Opcodes.IFNE, next);
        }
        for (int i = 0; i < refs.size(); i++) {
            code.visitInsn(Opcodes.DUP2);
            code.visitFieldInsn(Opcodes.GETFIELD, Names.WIDE_ENTRY, "refs", "[Ljava/lang/Object;");
            code.visitIntInsn(Opcodes.SIPUSH, i);
            code.visitInsn(Opcodes.AALOAD);
            trampoline.load(refs.get(i));
            trampoline.memoCall("same", "(Ljava/lang/Object;Ljava/lang/Object;)Z");
            code.visitJumpInsn(Opcodes.IFEQ, next);
        }
    }

    private void pushWords() {
        if (words.isEmpty()) {
            code.visitInsn(Opcodes.ACONST_NULL);
            return;
        }
        code.visitIntInsn(Opcodes.SIPUSH, words.size());
        code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_LONG);
        for (int i = 0; i < words.size(); i++) {
            code.visitInsn(Opcodes.DUP);
            code.visitIntInsn(Opcodes.SIPUSH, i);
            Words.push(code, words.get(i));
            code.visitInsn(Opcodes.LASTORE);
        }
    }

    private void pushRefs() {
        if (refs.isEmpty()) {
            code.visitInsn(Opcodes.ACONST_NULL);
            return;
        }
        code.visitIntInsn(Opcodes.SIPUSH, refs.size());
        code.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        for (int i = 0; i < refs.size(); i++) {
            code.visitInsn(Opcodes.DUP);
            code.visitIntInsn(Opcodes.SIPUSH, i);
            trampoline.load(refs.get(i));
            code.visitInsn(Opcodes.AASTORE);
        }
    }
}
