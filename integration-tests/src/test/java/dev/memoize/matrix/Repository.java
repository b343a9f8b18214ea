package dev.memoize.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A local repository laid over the user's own: what is there is linked, and what this build made is here only, so that
 * no build of somebody else finds it.
 */
final class Repository {
    private Repository() {}

    static void layOver(Path target, Path original) throws IOException {
        Files.createDirectories(target);
        link(target, original, "dev");
        link(Files.createDirectories(target.resolve("dev")), original.resolve("dev"), "memoize");

        Path built = Settings.ROOT.resolve("bundle/target");
        install(target, "memoize-parent", ".pom", Settings.ROOT.resolve("pom.xml"));
        install(target, "memoize", ".pom", built.resolve("dependency-reduced-pom.xml"));
        install(target, "memoize", ".jar", built.resolve("memoize-" + Settings.VERSION + ".jar"));
    }

    private static void link(Path target, Path original, String except) throws IOException {
        if (!Files.isDirectory(original)) {
            return;
        }
        try (Stream<Path> groups = Files.list(original)) {
            for (Path group : (Iterable<Path>) groups::iterator) {
                if (!group.getFileName().toString().equals(except)) {
                    Files.createSymbolicLink(target.resolve(group.getFileName()), group.toAbsolutePath());
                }
            }
        }
    }

    private static void install(Path target, String artifact, String extension, Path file) throws IOException {
        Path folder = target.resolve("dev/memoize").resolve(artifact).resolve(Settings.VERSION);
        Files.createDirectories(folder);
        Files.copy(file, folder.resolve(artifact + '-' + Settings.VERSION + extension));
    }
}
