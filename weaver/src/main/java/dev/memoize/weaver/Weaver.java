package dev.memoize.weaver;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.JSRInlinerAdapter;

/** The transformer: a class file in, the woven class file out. All ways of weaving end here. */
public final class Weaver {
    private static final byte[] PACKAGE = "Ldev/memoize/".getBytes(StandardCharsets.US_ASCII);

    private Weaver() {}

    /**
     * Weaves the methods that are annotated with {@code @Memoize}, {@code @Invalidates} or {@code @LogTime} and have
     * not been woven yet.
     *
     * @param classFile a class file
     * @param classFiles the classes that it can see; asked for classes from before Java 7 only
     * @return the woven class file, or null when there is nothing to weave
     * @throws WeavingException when the class cannot be woven
     */
    public static byte @Nullable [] weave(byte[] classFile, ClassFiles classFiles) {
        return weave(classFile, classFiles, ParameterNames.UNKNOWN);
    }

    /** The same, where the source is known. */
    static byte @Nullable [] weave(byte[] classFile, ClassFiles classFiles, ParameterNames names) {
        if (!mentionsAnnotation(classFile)) {
            return null;
        }
        ClassReader reader = read(classFile);
        ClassScan scan = new ClassScan(names);
        reader.accept(scan, ClassReader.SKIP_FRAMES);
        return scan.found().isEmpty() ? null : write(reader, scan.found(), classFiles);
    }

    private static byte[] write(ClassReader reader, Map<String, AnnotatedMethod> methods, ClassFiles classFiles) {
        boolean framesAreSure = (reader.readUnsignedShort(6)) > Opcodes.V1_6;
        ClassWriter writer = framesAreSure
                ? new ClassWriter(reader, ClassWriter.COMPUTE_MAXS)
                : new FrameComputer(reader, classFiles);
        PureRecursion recursion = new PureRecursion(methods);
        reader.accept(recursion, ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
        ClassVisitor weaving = new ClassWeaver(writer, methods, recursion.found());
        if (!framesAreSure) {
            weaving = new WithoutSubroutines(weaving);
        }
        if (SerialVersion.wouldChange(methods.values())) {
            weaving = new SerialVersion(weaving);
        }
        try {
            reader.accept(weaving, framesAreSure ? ClassReader.EXPAND_FRAMES : ClassReader.SKIP_FRAMES);
            return writer.toByteArray();
        } catch (MethodTooLargeException e) {
            throw new WeavingException(
                    e.getClassName().replace('/', '.') + '.' + e.getMethodName() + e.getDescriptor()
                            + " cannot be woven: with the weaver's instructions it has " + e.getCodeSize()
                            + " bytes of code, and a method may have 65535. Move a part of it into another method.",
                    e);
        } catch (ClassTooLargeException e) {
            throw new WeavingException(
                    e.getClassName().replace('/', '.') + " cannot be woven: it would have " + e.getConstantPoolCount()
                            + " constants, and a class may have 65535. Move a part of it into another class.",
                    e);
        }
    }

    private static ClassReader read(byte[] classFile) {
        try {
            return new ClassReader(classFile);
        } catch (IllegalArgumentException e) {
            int major = (classFile[6] & 0xff) << 8 | classFile[7] & 0xff;
            throw new WeavingException(
                    "cannot read a class file of version " + major + ": this weaver knows the versions up to "
                            + Opcodes.V26 + ". Compile with --release of an older version, or use a newer Memoize.",
                    e);
        }
    }

    /** A look at the bytes: nearly all classes end here, and the agent sees every class of a program. */
    private static boolean mentionsAnnotation(byte[] classFile) {
        int last = classFile.length - PACKAGE.length;
        for (int i = 10; i <= last; i++) {
            if (classFile[i] == 'L' && matches(classFile, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] classFile, int at) {
        for (int i = 0; i < PACKAGE.length; i++) {
            if (classFile[at + i] != PACKAGE[i]) {
                return false;
            }
        }
        return true;
    }

    /** Subroutines (jsr, ret) ended with Java 6; a class of a raised version must not have any. */
    private static final class WithoutSubroutines extends ClassVisitor {
        WithoutSubroutines(ClassVisitor target) {
            super(Opcodes.ASM9, target);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor target = super.visitMethod(access, name, descriptor, signature, exceptions);
            return new JSRInlinerAdapter(target, access, name, descriptor, signature, exceptions);
        }
    }
}
