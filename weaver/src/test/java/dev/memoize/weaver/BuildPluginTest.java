package dev.memoize.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.bytebuddy.build.Plugin;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders of unwoven classes through Byte Buddy's engine, as its Maven and Gradle plugins run it. */
class BuildPluginTest {
    @TempDir
    Path directory;

    static Stream<Shape> shapes() {
        return Shape.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void folderOfUnwovenClassesIsWoven(Shape shape) throws Exception {
        Compilation plain = shape.plain();
        Map<String, byte[]> built = build(plain.classes);
        assertThat(built.keySet()).isEqualTo(plain.classes.keySet());

        Compilation.Loaded loaded = new Compilation.Loaded(built);
        built.values().forEach(bytes -> Verified.verify(bytes, loaded));
        assertThat(Shape.results(loaded, shape.className())).isEqualTo(Shape.results(plain.load(), shape.className()));
        assertThat(Shape.countsOf(loaded, built.keySet())).isEqualTo(shape.counts());
        for (String name : built.keySet()) {
            assertThat(Surface.of(loaded.loadClass(name)))
                    .isEqualTo(Surface.of(plain.load().loadClass(name)));
        }
    }

    /** Both may be set up: javac's plugin and the build's. */
    @Test
    void wovenClassesPassUnchanged() throws Exception {
        Shape shape = Shape.all().get(0);
        Map<String, byte[]> woven = shape.woven().classes;
        Map<String, byte[]> built = build(woven);
        Compilation.Loaded loaded = new Compilation.Loaded(built);
        assertThat(Shape.results(loaded, shape.className())).isNotEmpty();
        assertThat(Shape.countsOf(loaded, built.keySet())).isEqualTo(shape.counts());
    }

    private Map<String, byte[]> build(Map<String, byte[]> classes) throws IOException {
        Path in = Files.createDirectories(directory.resolve("in"));
        Path out = Files.createDirectories(directory.resolve("out"));
        write(in, classes);
        new Plugin.Engine.Default()
                .with(ClassFileLocator.ForClassLoader.of(BuildPluginTest.class.getClassLoader()))
                .apply(in.toFile(), out.toFile(), new Plugin.Factory.Simple(new MemoizeBuildPlugin()));
        return read(out);
    }

    static void write(Path folder, Map<String, byte[]> classes) throws IOException {
        for (Map.Entry<String, byte[]> e : classes.entrySet()) {
            Path file = folder.resolve(e.getKey().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, e.getValue());
        }
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name = folder.relativize(file).toString().replace(".class", "");
                classes.put(name.replace(file.getFileSystem().getSeparator(), "."), Files.readAllBytes(file));
            }
        }
        return classes;
    }
}
