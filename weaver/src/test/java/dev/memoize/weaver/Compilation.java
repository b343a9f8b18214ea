package dev.memoize.weaver;

import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** One run of the JDK's javac, in memory, with Memoize on its class path as a user has it. */
final class Compilation {
    private static final Pattern NAME = Pattern.compile("(?:class|interface|record|enum|module)\\s+([\\w.]+)");

    final Map<String, byte[]> classes;
    final List<Diagnostic<? extends JavaFileObject>> diagnostics;
    final boolean succeeded;

    private Compilation(
            Map<String, byte[]> classes, List<Diagnostic<? extends JavaFileObject>> diagnostics, boolean succeeded) {
        this.classes = classes;
        this.diagnostics = diagnostics;
        this.succeeded = succeeded;
    }

    /** Compiles sources; each file is named after the first type in it. */
    static Compilation of(List<String> options, String... sources) {
        return of(true, options, sources);
    }

    /** As if Memoize's jar had annotations only. */
    static Compilation plain(List<String> options, String... sources) {
        return of(false, options, sources).mustSucceed();
    }

    private static Compilation of(boolean pluginIsSeen, List<String> options, String... sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        InMemoryFiles files = new InMemoryFiles(compiler.getStandardFileManager(diagnostics, null, null), pluginIsSeen);
        List<String> all = new ArrayList<>(List.of("-classpath", System.getProperty("java.class.path")));
        all.addAll(options);
        List<JavaFileObject> units =
                Arrays.stream(sources).map(Compilation::source).toList();
        boolean succeeded = compiler.getTask(new StringWriter(), files, diagnostics, all, null, units)
                .call();
        return new Compilation(files.classes, diagnostics.getDiagnostics(), succeeded);
    }

    static Compilation woven(String... sources) {
        return of(List.of("-proc:none"), sources).mustSucceed();
    }

    static JavaFileObject source(String text) {
        var name = NAME.matcher(text);
        if (!name.find()) {
            throw new IllegalArgumentException("no type in " + text);
        }
        String file = name.group().startsWith("module") ? "module-info" : name.group(1);
        return new SimpleJavaFileObject(URI.create("memory:///" + file + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    Compilation mustSucceed() {
        if (!succeeded) {
            throw new AssertionError(report());
        }
        return this;
    }

    /** The messages as javac prints them: file, line, kind, text. */
    String report() {
        return diagnostics.stream()
                .map(d -> (d.getSource() == null
                                ? ""
                                : d.getSource().getName().substring(1) + ':' + d.getLineNumber() + ": ")
                        + d.getKind().toString().toLowerCase(java.util.Locale.ROOT) + ": "
                        + d.getMessage(java.util.Locale.ROOT))
                .collect(Collectors.joining("\n"));
    }

    Loaded load() {
        return new Loaded(classes);
    }

    /** A class loader for compiled classes, whose parent sees core only through the class path of the test. */
    static final class Loaded extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loaded(Map<String, byte[]> classes) {
            super(Compilation.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }

        /** Calls a static method of that name, whatever its access. */
        Object call(String className, String method, Object... arguments) throws Exception {
            Method found = Stream.of(loadClass(className).getDeclaredMethods())
                    .filter(m -> m.getName().equals(method) && m.getParameterCount() == arguments.length)
                    .findFirst()
                    .orElseThrow();
            found.setAccessible(true);
            return found.invoke(null, arguments);
        }
    }
}
