package dev.memoize.weaver;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Gives frames to classes from before Java 7, which need none until their version is raised. Reads the class hierarchy
 * from class files; loading could have effects.
 */
final class FrameComputer extends ClassWriter {
    private static final String OBJECT = "java/lang/Object";

    private final ClassFiles classFiles;
    private final ClassReader woven;

    FrameComputer(ClassReader woven, ClassFiles classFiles) {
        super(COMPUTE_FRAMES);
        this.woven = woven;
        this.classFiles = classFiles;
    }

    @Override
    protected String getCommonSuperClass(String first, String second) {
        List<String> ancestors = new ArrayList<>();
        for (String type = first; type != null; type = superClass(type)) {
            ancestors.add(type);
        }
        for (String type = second; type != null; type = superClass(type)) {
            if (ancestors.contains(type)) {
                return type;
            }
        }
        return OBJECT;
    }

    /** The verifier takes any interface for Object, so its common superclass with anything may be Object. */
    private @Nullable String superClass(String type) {
        if (type.equals(OBJECT)) {
            return null;
        }
        ClassReader reader = type.equals(woven.getClassName()) ? woven : read(type);
        return (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0 ? OBJECT : reader.getSuperName();
    }

    private ClassReader read(String type) {
        byte[] bytes = classFiles.find(type);
        if (bytes == null) {
            throw new WeavingException(woven.getClassName().replace('/', '.')
                    + " cannot be woven: it was compiled for Java 6 or older, and giving it stack map frames needs the class "
                    + type.replace('/', '.')
                    + ", which was not found. Compile for Java 8 or newer, or put that class on the class path.");
        }
        return new ClassReader(bytes);
    }
}
