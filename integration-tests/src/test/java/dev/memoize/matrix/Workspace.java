package dev.memoize.matrix;

import dev.memoize.matrix.Commands.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A copy of {@code src/it} that Maven may build in, and the repository its builds use. */
final class Workspace {
    private static final Pattern SOURCES = Pattern.compile("<sources>(.*)</sources>");

    private final Path folder;
    private final Path repository;

    private Workspace(Path folder) {
        this.folder = folder;
        this.repository = folder.resolve("repository");
    }

    /** Makes the workspace anew. */
    static Workspace at(Path folder) {
        try {
            delete(folder);
            Workspace made = new Workspace(folder);
            copy(Path.of("src/it").toAbsolutePath(), folder);
            for (Path pom : made.poms()) {
                made.giveSources(pom);
            }
            // Else Maven would go up to the .mvn of this repository, which opens javac to everybody.
            Files.createDirectory(folder.resolve(".mvn"));
            Repository.layOver(made.repository, Settings.REPOSITORY);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
    }

    Path jar() {
        String name = "memoize-" + Settings.VERSION + ".jar";
        return repository
                .resolve("dev/memoize/memoize")
                .resolve(Settings.VERSION)
                .resolve(name);
    }

    Path resolve(String path) {
        return folder.resolve(path);
    }

    /** Runs Maven on a part of the workspace; {@code name} is the log's. */
    Result maven(String name, String project, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Settings.MAVEN.resolve("bin/mvn").toString(),
                "-B",
                "-ntp",
                "-nsu",
                "-Dmaven.repo.local=" + repository,
                "-Dmemoize.version=" + Settings.VERSION));
        command.addAll(List.of(arguments));
        return Commands.run(folder.resolve(project), folder.resolve(name + ".log"), command);
    }

    /** Runs the main class of a built project in a Java of its own. */
    Result java(String project, String... arguments) {
        Path classes = folder.resolve(project).resolve("target/classes");
        String path = classes + java.io.File.pathSeparator + jar();
        List<String> command =
                new ArrayList<>(List.of(Settings.JDK.resolve("bin/java").toString()));
        command.addAll(List.of(arguments));
        command.addAll(
                Files.exists(classes.resolve("module-info.class"))
                        ? List.of("-p", path, "-m", "com.acme.fib/com.acme.Fib")
                        : List.of("-cp", path, "com.acme.Fib"));
        return Commands.run(classes, folder.resolve(project).resolve("target/java.log"), command);
    }

    /** The projects below a folder, by their names. */
    static Set<String> projects(String batch) {
        Path folder = Path.of("src/it", batch);
        try (Stream<Path> found = Files.list(folder)) {
            Set<String> names = new TreeSet<>();
            found.filter(project -> Files.exists(project.resolve("pom.xml")))
                    .forEach(project -> names.add(project.getFileName().toString()));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> poms() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith("pom.xml")).toList();
        }
    }

    /** Many projects differ in their pom only; those have no sources of their own. */
    private void giveSources(Path pom) throws IOException {
        String text = Files.readString(pom);
        Path src = pom.resolveSibling("src");
        if (text.contains("<packaging>pom</packaging>") || Files.exists(src)) {
            return;
        }
        Matcher named = SOURCES.matcher(text);
        Path sources = folder.resolve("sources").resolve(named.find() ? named.group(1) : "fib");
        copy(sources.resolve("src/main"), src.resolve("main"));
        if (text.contains("<scope>test</scope>") && Files.exists(sources.resolve("src/test"))) {
            copy(sources.resolve("src/test"), src.resolve("test"));
        }
    }

    static void copy(Path from, Path to) throws IOException {
        copy(from, to, path -> true);
    }

    /** Copies the files and folders that are wanted. */
    static void copy(Path from, Path to, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(from)) {
            Files.copy(from, to);
            return;
        }
        Files.createDirectories(to);
        try (Stream<Path> children = Files.list(from)) {
            for (Path child : (Iterable<Path>) children.filter(wanted)::iterator) {
                copy(child, to.resolve(child.getFileName()), wanted);
            }
        }
    }

    /** Links are deleted, what they lead to is not. */
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        }
    }
}
