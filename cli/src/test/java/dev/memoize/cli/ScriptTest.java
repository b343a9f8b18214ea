package dev.memoize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code memoize} at the root, run as a user does. */
@DisabledOnOs(OS.WINDOWS)
class ScriptTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "."))
            .toAbsolutePath()
            .resolve("..")
            .normalize();

    /** All that the script calls but java and mvn. */
    private static final List<String> TOOLS = List.of(
            "basename",
            "cat",
            "dirname",
            "find",
            "grep",
            "head",
            "mkdir",
            "readlink",
            "rm",
            "sed",
            "tail",
            "touch",
            "tr");

    @TempDir
    private Path folder;

    @Test
    @DisabledIfSystemProperty(named = "matrix.skip", matches = "true", disabledReason = "builds twice")
    void freshCopyBuildsItselfOnceAndTellsWhatDoesNotCompile() throws Exception {
        Path copy = copyOfTheSources(folder.resolve("a fresh copy"));
        Path link = Files.createSymbolicLink(folder.resolve("m"), copy.resolve("memoize"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        String[] command = {link.toString(), "fib", "10", "--no-picture", "--out", "the logs"};

        Forked first = Forked.run(new ProcessBuilder(command).directory(elsewhere.toFile()));
        assertThat(first.err())
                .isEqualToNormalizingNewlines("memoize: building for the first time, which takes about a minute\n");
        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).contains("fib(10) = 55", "CacheInfo[hits=8, misses=11, maxSize=32, currSize=11]");
        assertThat(Files.readAllLines(elsewhere.resolve("the logs/fib_eventLog.txt")))
                .hasSize(177);

        Forked second = Forked.run(new ProcessBuilder(command).directory(elsewhere.toFile()));
        assertThat(second.err()).isEmpty();
        assertThat(second.exitCode()).isZero();

        Path source = copy.resolve("core/src/main/java/dev/memoize/CacheInfo.java");
        Files.writeString(source, Files.readString(source) + "\nnot Java\n");
        Forked broken = Forked.run(new ProcessBuilder(command).directory(elsewhere.toFile()));
        assertThat(broken.err())
                .startsWith("memoize: building anew, for sources have changed")
                .contains("[ERROR]", "CacheInfo.java", "the build failed");
        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.out()).isEmpty();
    }

    @Test
    void missingJavaIsSaid() throws Exception {
        assertFails(Map.of(), "there is no java on the PATH; install a JDK 17 or newer, or set JAVA_HOME to one");
    }

    @Test
    void wrongJavaHomeIsSaid() throws Exception {
        assertFails(
                Map.of("JAVA_HOME", "/nowhere"),
                "JAVA_HOME is /nowhere, which has no bin/java; set it to a JDK 17 or newer");
    }

    @Test
    void oldJavaIsSaid() throws Exception {
        Path home = folder.resolve("jdk8");
        Path java = executable(home.resolve("bin/java"), "echo 'openjdk version \"1.8.0_292\"' >&2");
        assertFails(
                Map.of("JAVA_HOME", home.toString()),
                java.toRealPath() + " is Java 8; install a JDK 17 or newer, or set JAVA_HOME to one");
    }

    @Test
    void javaWithoutCompilerIsSaid() throws Exception {
        Path home = folder.resolve("jre");
        executable(home.resolve("bin/java"), "exec \"" + System.getProperty("java.home") + "/bin/java\" \"$@\"");
        assertFails(
                Map.of("JAVA_HOME", home.toString()),
                home.toRealPath() + " has no bin/javac, so it cannot build; install a JDK 17 or newer,"
                        + " or set JAVA_HOME to one");
    }

    @Test
    void missingMavenIsSaid() throws Exception {
        assertFails(
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                "there is no mvn on the PATH; install Maven 3.8 or newer");
    }

    @Test
    void oldMavenIsSaid() throws Exception {
        Path maven = executable(folder.resolve("maven/mvn"), "echo 'Apache Maven 3.6.3 (cecedd343)'");
        assertFails(
                Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "MORE_PATH",
                        maven.getParent().toString()),
                "mvn is Maven 3.6; install Maven 3.8 or newer");
    }

    /** Runs the script where there is nothing built, with no java and no mvn but those that are given. */
    private void assertFails(Map<String, String> environment, String message) throws Exception {
        Path script = Files.copy(
                ROOT.resolve("memoize"),
                Files.createDirectory(folder.resolve("unbuilt")).resolve("memoize"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : TOOLS) {
            executable(tools.resolve(tool), "exec " + which(tool) + " \"$@\"");
        }
        ProcessBuilder builder = new ProcessBuilder(script.toString(), "fib");
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", tools + ":" + environment.getOrDefault("MORE_PATH", "/nowhere"));
        Forked run = Forked.run(builder.directory(folder.toFile()));
        assertThat(run.err()).isEqualToNormalizingNewlines("memoize: " + message + "\n");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    private static Path which(String tool) {
        for (String folder : System.getenv("PATH").split(":")) {
            Path file = Path.of(folder, tool);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        throw new AssertionError(tool + " is not on the PATH");
    }

    private static Path executable(Path file, String commands) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path copyOfTheSources(Path copy) throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                String name = from.getFileName().toString();
                if (name.equals("target") || name.startsWith(".") && !name.equals(".mvn") && !from.equals(ROOT)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(copy.resolve(ROOT.relativize(from)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                Files.copy(from, copy.resolve(ROOT.relativize(from)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
        return copy;
    }
}
