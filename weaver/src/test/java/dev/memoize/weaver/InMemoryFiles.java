package dev.memoize.weaver;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;

/** A file manager as in-memory compilers have them: what the compiler writes goes into a map and can be read back. */
final class InMemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {
    final Map<String, byte[]> classes = new TreeMap<>();

    private final boolean pluginIsSeen;

    InMemoryFiles(JavaFileManager platform, boolean pluginIsSeen) {
        super(platform);
        this.pluginIsSeen = pluginIsSeen;
    }

    /** The one of the standard file manager has the test's class path as its parent, whatever javac's options say. */
    @Override
    public ClassLoader getClassLoader(Location location) {
        return pluginIsSeen ? super.getClassLoader(location) : ClassLoader.getPlatformClassLoader();
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
            Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
        return new ClassFile(className);
    }

    @Override
    public JavaFileObject getJavaFileForInput(Location location, String className, JavaFileObject.Kind kind)
            throws java.io.IOException {
        if (location == StandardLocation.CLASS_OUTPUT) {
            return classes.containsKey(className) ? new ClassFile(className) : null;
        }
        return super.getJavaFileForInput(location, className, kind);
    }

    private final class ClassFile extends SimpleJavaFileObject {
        private final String className;

        ClassFile(String className) {
            super(URI.create("memory:///" + className.replace('.', '/') + ".class"), Kind.CLASS);
            this.className = className;
        }

        @Override
        public InputStream openInputStream() {
            return new ByteArrayInputStream(classes.get(className));
        }

        @Override
        public OutputStream openOutputStream() {
            return new ByteArrayOutputStream() {
                @Override
                public void close() {
                    classes.put(className, toByteArray());
                }
            };
        }
    }
}
