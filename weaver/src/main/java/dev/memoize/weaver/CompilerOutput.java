package dev.memoize.weaver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.FileObject;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileManager.Location;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/** The class files that a compiler writes, on disk or in memory. */
final class CompilerOutput {
    private static final int MAGIC = 0xCAFEBABE;

    private final JavaFileManager files;

    private static final String JAVACS_OWN_FILES = "com.sun.tools.javac.file.";

    CompilerOutput(JavaFileManager files) {
        this.files = files;
    }

    /**
     * Reads a class that the compiler has just written.
     *
     * @param module the class's module; used only when several are compiled at once
     * @param sibling the source file, next to which the class lies when there is no output directory
     */
    byte[] read(String module, String binaryName, FileObject sibling) throws IOException {
        Location output = location(module);
        byte[] bytes = tryRead(files.getJavaFileForInput(output, binaryName, Kind.CLASS));
        if (bytes == null) {
            // Without -d the standard file manager has no class output to read from, and some in-memory ones read back
            // only what they handed out for writing.
            bytes = tryRead(files.getJavaFileForOutput(output, binaryName, Kind.CLASS, sibling));
        }
        if (bytes == null) {
            // Its name would not help: javac wraps it.
            throw new IOException(
                    "the compiler's file manager does not give back the class that was written through it");
        }
        return bytes;
    }

    void write(String module, String binaryName, FileObject sibling, byte[] bytes) throws IOException {
        JavaFileObject file = files.getJavaFileForOutput(location(module), binaryName, Kind.CLASS, sibling);
        if (file.getClass().getName().startsWith(JAVACS_OWN_FILES)) {
            // From JDK 21 on, javac's -Xlint:output-file-clash warns of a file that it opens for writing twice.
            Files.write(Path.of(file.toUri()), bytes);
            return;
        }
        try (OutputStream out = file.openOutputStream()) {
            out.write(bytes);
        }
    }

    /** What the classes being compiled can see, their own output included. */
    ClassFiles classFiles() {
        return internalName -> {
            String binaryName = internalName.replace('/', '.');
            for (Location location : new Location[] {
                StandardLocation.CLASS_OUTPUT, StandardLocation.CLASS_PATH, StandardLocation.PLATFORM_CLASS_PATH
            }) {
                try {
                    byte[] bytes = tryRead(files.getJavaFileForInput(location, binaryName, Kind.CLASS));
                    if (bytes != null) {
                        return bytes;
                    }
                } catch (IOException e) {
                    return null;
                }
            }
            return null;
        };
    }

    private Location location(String module) throws IOException {
        if (module.isEmpty() || !files.hasLocation(StandardLocation.MODULE_SOURCE_PATH)) {
            return StandardLocation.CLASS_OUTPUT;
        }
        return files.getLocationForModule(StandardLocation.CLASS_OUTPUT, module);
    }

    private static byte @Nullable [] tryRead(@Nullable JavaFileObject file) {
        if (file == null) {
            return null;
        }
        try (InputStream in = file.openInputStream()) {
            byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
            return bytes.length > 4 && magic(bytes) == MAGIC ? bytes : null;
        } catch (IOException | RuntimeException e) {
            // javac wraps what a file manager throws in an exception of its own.
            return null;
        }
    }

    private static int magic(byte[] bytes) {
        return (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    }
}
