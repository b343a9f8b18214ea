package dev.memoize.weaver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The environments that compilers run in, and compilers that are not javac. */
class CompilersTest {
    private static final String TWICE = """
            import dev.memoize.*;
            public class Twice {
                static int runs;
                @SuppressWarnings("memoize") @Memoize static int f(int n) { runs++; return 2 * n; }
                static String run() { return "" + f(4) + f(4) + " in " + runs; }
            }
            """;
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    Path directory;

    @Test
    void eclipseSaysThatItCannotWeave() throws Exception {
        Path source = Files.writeString(directory.resolve("Twice.java"), TWICE);
        StringWriter out = new StringWriter();
        boolean succeeded = BatchCompiler.compile(
                new String[] {
                    "--release",
                    "17",
                    "-classpath",
                    CLASS_PATH,
                    "-processorpath",
                    CLASS_PATH,
                    "-processor",
                    MemoizeProcessor.class.getName(),
                    "-d",
                    directory.toString(),
                    source.toString()
                },
                new PrintWriter(out),
                new PrintWriter(out),
                null);
        assertThat(succeeded).as(out.toString()).isTrue();
        assertThat(out.toString())
                .contains("WARNING in " + source + " (at line 4)")
                .contains(
                        "[memoize] f is not woven by the Eclipse compiler, so it would run as if not annotated."
                                + " Run with -javaagent:memoize.jar, or weave with byte-buddy-maven-plugin or byte-buddy-gradle-plugin.");
        assertThat(UnwovenClassGuard.unwoven(List.of(directory))).containsExactly("Twice");
    }

    /** Gradle and IntelliJ IDEA hand processors an environment of their own around javac's. */
    @ParameterizedTest
    @ValueSource(strings = {"proxy", "delegate", "both"})
    void wrappedEnvironmentIsUnwrapped(String how) throws Exception {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        InMemoryFiles files = new InMemoryFiles(javac.getStandardFileManager(diagnostics, null, null), false);
        JavaCompiler.CompilationTask task = javac.getTask(
                null, files, diagnostics, List.of("-classpath", CLASS_PATH), null, List.of(Compilation.source(TWICE)));
        task.setProcessors(List.of(new Wrapping(new MemoizeProcessor(), how)));
        assertThat(task.call()).isTrue();
        assertThat(diagnostics.getDiagnostics()).isEmpty();
        assertThat(new Compilation.Loaded(files.classes).call("Twice", "run")).isEqualTo("88 in 1");
    }

    private static final class Wrapping extends AbstractProcessor {
        private final Processor wrapped;
        private final String how;

        Wrapping(Processor wrapped, String how) {
            this.wrapped = wrapped;
            this.how = how;
        }

        @Override
        public synchronized void init(ProcessingEnvironment environment) {
            ProcessingEnvironment outer = how.equals("proxy") ? environment : new Delegating(environment);
            wrapped.init(how.equals("delegate") ? outer : proxy(outer));
        }

        private static ProcessingEnvironment proxy(ProcessingEnvironment target) {
            return (ProcessingEnvironment) Proxy.newProxyInstance(
                    Wrapping.class.getClassLoader(), new Class<?>[] {ProcessingEnvironment.class}, new Handler(target));
        }

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return wrapped.getSupportedAnnotationTypes();
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latest();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            assertThat(wrapped.process(annotations, round)).isTrue();
            return false;
        }
    }

    /** Refers to itself, as a chain of handlers may. */
    private static final class Handler implements InvocationHandler {
        private final InvocationHandler next = this;
        private final Object target;

        Handler(Object target) {
            this.target = target;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            return next == this ? method.invoke(target, arguments) : null;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lombok.launch.AnnotationProcessorHider$AnnotationProcessor,dev.memoize.weaver.MemoizeProcessor",
        "dev.memoize.weaver.MemoizeProcessor,lombok.launch.AnnotationProcessorHider$AnnotationProcessor"
    })
    void lombokWorksOnEitherSide(String first, String second) throws Exception {
        String source = """
                import dev.memoize.*;
                import lombok.*;
                import lombok.experimental.UtilityClass;
                class Lomboked {
                    @Value @Builder @With static class Point {
                        int x; @NonNull String name;
                        @Memoize int half() { runs++; return getX() / 2; }
                        @SneakyThrows @Memoize static String read(String s) { runs++; if (s.isEmpty()) throw new java.io.IOException("empty"); return s; }
                        @Synchronized @Memoize public String locked(@NonNull String s) { runs++; return s + name; }
                    }
                    @UtilityClass static class Tools { @Memoize int square(int n) { runs++; return n * n; } }
                    @Data @RequiredArgsConstructor static class Bean { final int a; @Getter(lazy = true) private final int lazy = cost(a); @Memoize private int cost(int n) { runs++; val r = n + 1; return r; } }
                    static int runs;
                    static String run() {
                        Point p = Point.builder().x(9).name("n").build();
                        Bean bean = new Bean(5);
                        return p.half() + p.half() + Point.read("a") + Point.read("a") + p.locked("l") + p.locked("l")
                                + Tools.square(3) + Tools.square(3) + bean.getLazy() + bean.cost(5) + p.withX(9).equals(p) + " " + p + " " + bean.hashCode() + " in " + runs;
                    }
                }
                """;
        Compilation compiled = Compilation.of(List.of("-processor", first + "," + second, "-Xlint:all"), source);
        compiled.mustSucceed();
        assertThat(compiled.load().call("Lomboked", "run"))
                .asString()
                .startsWith("8aalnln9966true Lomboked.Point(x=9, name=n) ")
                .endsWith(" in 5");
    }

    @Test
    void withoutOutputDirectoryTheClassBesideItsSourceIsWoven() throws Exception {
        Path source = Files.writeString(directory.resolve("Twice.java"), TWICE);
        compileFiles(List.of("-proc:none"), source);
        assertRuns(Map.of("Twice", Files.readAllBytes(directory.resolve("Twice.class"))));
    }

    @Test
    void moduleIsWoven() throws Exception {
        Path module = Files.writeString(directory.resolve("module-info.java"), "@Deprecated module acme {}");
        Path source = Files.writeString(directory.resolve("Twice.java"), "package acme;\n" + TWICE);
        Path out = directory.resolve("out");
        for (String processing : List.of("-proc:none", "-proc:full")) {
            List<String> options = List.of("-d", out.toString(), "--add-reads", "acme=ALL-UNNAMED");
            compileFiles(
                    Stream.concat(
                                    options.stream(),
                                    Stream.of(processing)
                                            .filter(o -> !o.equals("-proc:full")
                                                    || Runtime.version().feature() >= 21))
                            .toList(),
                    module,
                    source);
            assertThat(UnwovenClassGuard.unwoven(List.of(out))).isEmpty();
            assertThat(out.resolve("module-info.class")).exists();
        }
    }

    /** Several modules at once have an output folder each. */
    @Test
    void modulesCompiledTogetherAreWoven() throws Exception {
        List<Path> sources = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            Path module = Files.createDirectories(directory.resolve("src").resolve(name));
            sources.add(Files.writeString(module.resolve("module-info.java"), "module " + name + " {}"));
            Path folder = Files.createDirectories(module.resolve("p" + name));
            sources.add(Files.writeString(folder.resolve("Twice.java"), "package p" + name + ";\n" + TWICE));
        }
        Path out = directory.resolve("out");
        compileFiles(
                List.of(
                        "-d",
                        out.toString(),
                        "--module-source-path",
                        directory.resolve("src").toString(),
                        "--add-reads",
                        "one=ALL-UNNAMED",
                        "--add-reads",
                        "two=ALL-UNNAMED"),
                sources.toArray(Path[]::new));
        assertThat(out.resolve("two/ptwo/Twice.class")).exists();
        assertThat(UnwovenClassGuard.unwoven(List.of(out))).isEmpty();
    }

    @Test
    void fileManagerThatGivesNothingBackIsAnError() {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        JavaFileManager writeOnly =
                new ForwardingJavaFileManager<JavaFileManager>(javac.getStandardFileManager(diagnostics, null, null)) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                        return new SimpleJavaFileObject(URI.create("none:///" + name + ".class"), kind) {
                            @Override
                            public OutputStream openOutputStream() {
                                return OutputStream.nullOutputStream();
                            }
                        };
                    }
                };
        assertThat(javac.getTask(
                                null,
                                writeOnly,
                                diagnostics,
                                List.of("-classpath", CLASS_PATH, "-proc:none"),
                                null,
                                List.of(Compilation.source(TWICE)))
                        .call())
                .isFalse();
        assertThat(diagnostics.getDiagnostics()).hasSize(1);
        assertThat(diagnostics.getDiagnostics().get(0).getMessage(null))
                .startsWith(
                        "[memoize] Twice is not memoized: the compiler's file manager does not give back the class that was written through it.")
                .endsWith("Run with -javaagent:memoize.jar, or weave with the Byte Buddy plugin.");
    }

    /** Many in-memory compilers hand out one object per class for writing and look nothing up. */
    @Test
    void fileManagerThatKeepsItsOutputObjectsIsEnough() throws Exception {
        Map<String, Buffer> buffers = new TreeMap<>();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        JavaFileManager keeping =
                new ForwardingJavaFileManager<JavaFileManager>(javac.getStandardFileManager(null, null, null)) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
                        return buffers.computeIfAbsent(name, Buffer::new);
                    }
                };
        assertThat(javac.getTask(
                                null,
                                keeping,
                                null,
                                List.of("-classpath", CLASS_PATH, "-proc:none"),
                                null,
                                List.of(Compilation.source(TWICE)))
                        .call())
                .isTrue();
        assertRuns(Map.of("Twice", buffers.get("Twice").bytes));
    }

    private static final class Buffer extends SimpleJavaFileObject {
        private byte[] bytes = new byte[0];

        Buffer(String name) {
            super(URI.create("memory:///" + name + ".class"), Kind.CLASS);
        }

        @Override
        public java.io.InputStream openInputStream() {
            return new java.io.ByteArrayInputStream(bytes);
        }

        @Override
        public OutputStream openOutputStream() {
            return new java.io.ByteArrayOutputStream() {
                @Override
                public void close() {
                    bytes = toByteArray();
                }
            };
        }
    }

    private static void compileFiles(List<String> options, Path... sources) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = javac.getStandardFileManager(diagnostics, null, null)) {
            List<String> all = new ArrayList<>(List.of("-classpath", CLASS_PATH));
            all.addAll(options);
            assertThat(javac.getTask(null, files, diagnostics, all, null, files.getJavaFileObjects(sources))
                            .call())
                    .as("%s", diagnostics.getDiagnostics())
                    .isTrue();
            assertThat(files.hasLocation(StandardLocation.CLASS_PATH)).isTrue();
        }
    }

    private static void assertRuns(Map<String, byte[]> classes) throws Exception {
        assertThat(new Compilation.Loaded(classes).call("Twice", "run")).isEqualTo("88 in 1");
    }
}
