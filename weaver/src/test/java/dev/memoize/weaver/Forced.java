package dev.memoize.weaver;

import java.util.Random;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Puts our annotations on methods of classes that are there only as class files. */
final class Forced {
    /** Which methods get which annotation. */
    interface Choice {
        boolean memoize(int access, String name, String descriptor);
    }

    private Forced() {}

    /** {@code @Memoize(maxSize = 64)} on the chosen methods. */
    static byte[] memoize(byte[] classFile, Choice choice) {
        return rewrite(classFile, (method, access, name, descriptor) -> {
            if (isEligible(access, name, descriptor) && choice.memoize(access, name, descriptor)) {
                AnnotationVisitor annotation = method.visitAnnotation(Names.MEMOIZE, true);
                annotation.visit("maxSize", 64);
                annotation.visitEnd();
            }
        });
    }

    /** A sample of all methods, with all sorts of attributes and with {@code @LogTime} above, below or alone. */
    static byte[] sample(byte[] classFile, Random random) {
        return rewrite(classFile, (method, access, name, descriptor) -> {
            int timing = random.nextInt(6);
            boolean hasBody = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
            if (!hasBody || name.startsWith("<") || random.nextBoolean()) {
                return;
            }
            if (timing == 0) {
                logTime(method, random);
            }
            if (isEligible(access, name, descriptor)) {
                annotate(method, descriptor, random);
            }
            if (timing == 1) {
                logTime(method, random);
            }
        });
    }

    private static void annotate(MethodVisitor method, String descriptor, Random random) {
        AnnotationVisitor annotation = method.visitAnnotation(Names.MEMOIZE, true);
        if (random.nextBoolean()) {
            annotation.visit("maxSize", random.nextInt(1000));
        }
        if (random.nextInt(4) == 0) {
            annotation.visitEnum("scope", "Ldev/memoize/Scope;", "CLASS");
        }
        annotation.visitEnd();
        int parameters = Type.getArgumentTypes(descriptor).length;
        if (parameters > 0 && random.nextInt(4) == 0) {
            method.visitParameterAnnotation(random.nextInt(parameters), Names.IGNORE, true)
                    .visitEnd();
        }
    }

    private static void logTime(MethodVisitor method, Random random) {
        AnnotationVisitor annotation = method.visitAnnotation(Names.LOG_TIME, true);
        if (random.nextBoolean()) {
            annotation.visitEnum("sink", "Ldev/memoize/LogTime$Sink;", random.nextBoolean() ? "JFR" : "LOGGER");
        }
        annotation.visitEnd();
    }

    private static boolean isEligible(int access, String name, String descriptor) {
        return (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0
                && !name.startsWith("<")
                && Type.getReturnType(descriptor) != Type.VOID_TYPE;
    }

    private interface Annotator {
        void annotate(MethodVisitor method, int access, String name, String descriptor);
    }

    private static byte[] rewrite(byte[] classFile, Annotator annotator) {
        ClassReader reader = new ClassReader(classFile);
        // Not the reader as well: it would copy whole methods, without the annotation.
        ClassWriter writer = new ClassWriter(0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
                        annotator.annotate(method, access, name, descriptor);
                        return method;
                    }
                },
                0);
        return writer.toByteArray();
    }
}
