package dev.memoize.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.matrix.Commands.Result;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Builds that must be woven: each project of {@code src/it/woven} is built by Maven, then run. */
class WovenBuildsIT {
    static final String AS_CPYTHON =
            "6765 CacheInfo[hits=18, misses=21, maxSize=32, currSize=21]" + System.lineSeparator();

    private static Workspace workspace;
    private static Result build;

    static Stream<String> programs() {
        return projects().filter(project -> has(project, "target/classes/com/acme/Fib.class"));
    }

    static Stream<String> tested() {
        return projects().filter(project -> has(project, "src/test"));
    }

    private static Stream<String> projects() {
        return Workspace.projects("woven").stream();
    }

    private static boolean has(String project, String path) {
        return Files.exists(workspace.resolve("woven/" + project).resolve(path));
    }

    @BeforeAll
    static void build() {
        workspace = Workspace.at(Path.of("target/it/woven").toAbsolutePath());
        build = workspace.maven("build", "woven", "test", "-T2", "--fail-at-end");
    }

    @Test
    void everythingBuilds() {
        build.mustSucceed();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void fibIsMemoized(String project) {
        assertThat(workspace.java("woven/" + project).mustSucceed().output()).isEqualTo(AS_CPYTHON);
    }

    @ParameterizedTest
    @MethodSource("tested")
    void testsRan(String project) throws IOException {
        Path report = workspace.resolve("woven/" + project + "/target/surefire-reports/com.acme.FibTest.txt");
        assertThat(Files.readString(report)).containsPattern("Tests run: [12], Failures: 0, Errors: 0, Skipped: 0");
    }

    @Test
    void oneJarIsAllThatADependencyBrings() throws IOException {
        String report =
                Files.readString(workspace.resolve("woven/junit5/target/surefire-reports/TEST-com.acme.FibTest.xml"));
        Matcher path = Pattern.compile("\"surefire.test.class.path\" value=\"([^\"]*)\"")
                .matcher(report);
        assertThat(path.find()).isTrue();
        assertThat(path.group(1).split(File.pathSeparator))
                .filteredOn(entry -> entry.endsWith(".jar"))
                .extracting(entry -> Path.of(entry).getFileName().toString())
                .filteredOn(name -> !name.startsWith("junit-"))
                .containsExactlyInAnyOrder(
                        workspace.jar().getFileName().toString(), "opentest4j-1.3.0.jar", "apiguardian-api-1.1.2.jar");
    }

    @Test
    void theWholeProjectOfTheDocumentationIsMemoized() throws IOException {
        Path project = workspace.resolve("pasted");
        Path sources = Files.createDirectories(project.resolve("src/main/java/com/acme"));
        Files.writeString(project.resolve("pom.xml"), Docs.block("### A whole project", "xml"));
        Files.writeString(sources.resolve("Fib.java"), Docs.block("### A whole project", "java"));
        workspace.maven("pasted", "pasted", "compile").mustSucceed();
        assertThat(workspace.java("pasted").mustSucceed().output()).isEqualTo(AS_CPYTHON);
    }

    @Test
    void eclipseCompilerSaysThatItDoesNotWeave() {
        assertThat(build.output()).contains("fib is not woven by the Eclipse compiler");
    }
}
