package dev.memoize.weaver;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Fails a test run in which an annotated method was silently left unwoven: there are two ways to set up a build so that
 * javac never sees the plugin, and nothing else would tell.
 */
public final class UnwovenClassGuard implements LauncherSessionListener {
    private static final String FIX =
            "Add dev.memoize:memoize to the annotationProcessorPaths of maven-compiler-plugin (Gradle: annotationProcessor) and build from clean:"
                    + " a build that names annotation processors or has a module-info.java hides Memoize's plugin from javac without it."
                    + " Where the compiler is not javac, weave with byte-buddy-maven-plugin or run with -javaagent:memoize.jar.";

    /** Called by JUnit. */
    public UnwovenClassGuard() {}

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (MemoizeAgent.isInstalled()) {
            return;
        }
        Set<String> unwoven = unwoven(directories());
        if (!unwoven.isEmpty()) {
            throw new IllegalStateException(message(unwoven));
        }
    }

    static String message(Set<String> unwoven) {
        return "annotated with @Memoize, @Invalidates or @LogTime but not woven, so run without a cache: "
                + String.join(", ", unwoven) + ". " + FIX;
    }

    /** The classes in these directories that the weaver would change. Jars are their publishers' business. */
    static Set<String> unwoven(Iterable<Path> directories) {
        Set<String> names = new TreeSet<>();
        for (Path directory : directories) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.filter(file -> file.toString().endsWith(".class"))
                        .filter(UnwovenClassGuard::isUnwoven)
                        .forEach(file -> names.add(name(directory, file)));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot look for unwoven classes in " + directory, e);
            }
        }
        return names;
    }

    private static boolean isUnwoven(Path file) {
        try {
            return Weaver.weave(Files.readAllBytes(file), ClassFiles.of(UnwovenClassGuard.class.getClassLoader()))
                    != null;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (WeavingException e) {
            return true;
        }
    }

    private static String name(Path directory, Path file) {
        String path = directory.relativize(file).toString();
        return path.substring(0, path.length() - ".class".length()).replace(File.separatorChar, '.');
    }

    private static Set<Path> directories() {
        Set<Path> found = new LinkedHashSet<>();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
            addDirectory(found, Path.of(entry));
        }
        List<Optional<URI>> modules = ModuleLayer.boot().configuration().modules().stream()
                .map(ResolvedModule::reference)
                .map(ModuleReference::location)
                .toList();
        for (Optional<URI> location : modules) {
            location.filter(uri -> "file".equals(uri.getScheme())).ifPresent(uri -> addDirectory(found, Path.of(uri)));
        }
        return found;
    }

    private static void addDirectory(Set<Path> found, Path path) {
        if (!path.toString().isEmpty() && Files.isDirectory(path)) {
            found.add(path);
        }
    }
}
