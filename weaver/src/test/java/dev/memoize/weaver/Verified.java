package dev.memoize.weaver;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/** ASM's verifier, which names the instruction, where the JVM's names the class. */
final class Verified {
    private Verified() {}

    static void verify(byte[] classFile, ClassLoader loader) {
        String complaints = complaints(classFile, loader);
        if (!complaints.isEmpty()) {
            throw new AssertionError(complaints);
        }
    }

    static String complaints(byte[] classFile, ClassLoader loader) {
        StringWriter complaints = new StringWriter();
        CheckClassAdapter.verify(new ClassReader(classFile), loader, false, new PrintWriter(complaints));
        return complaints.toString();
    }
}
