package dev.memoize.weaver;

import dev.memoize.weaver.CodeText.Use;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A class file, as far as it says what its methods do. */
final class CodeOfClass {
    /** A method; {@code text} is empty if it has no body. */
    record Code(String owner, String name, String descriptor, int access, String text, List<Use> uses) {
        boolean is(int flag) {
            return (access & flag) != 0;
        }
    }

    final String name;
    final @Nullable String superName;
    final List<String> interfaces;
    /** By name and descriptor. */
    private final SortedMap<String, Code> methods = new TreeMap<>();

    private CodeOfClass(ClassReader reader) {
        name = reader.getClassName();
        superName = reader.getSuperName();
        interfaces = List.of(reader.getInterfaces());
    }

    /** The supertypes alone, which is quick. */
    static CodeOfClass header(byte[] classFile) {
        return new CodeOfClass(new ClassReader(classFile));
    }

    static CodeOfClass of(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        CodeOfClass code = new CodeOfClass(reader);
        reader.accept(code.new Methods(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return code;
    }

    /** The method, or the body of it where the class is woven. */
    @Nullable
    Code method(String method, String descriptor) {
        Code body = methods.get(Names.BODY_PREFIX + method + descriptor);
        return body == null ? methods.get(method + descriptor) : body;
    }

    /** In an order that does not depend on the class file's. */
    Iterable<Code> methods() {
        return methods.values();
    }

    private final class Methods extends ClassVisitor {
        Methods() {
            super(Opcodes.ASM9);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String descriptor, String signature, String[] exceptions) {
            CodeText text = new CodeText() {
                @Override
                public void visitEnd() {
                    methods.put(
                            method + descriptor,
                            new Code(name, method, descriptor, access, text(), List.copyOf(uses())));
                }
            };
            return text;
        }
    }
}
