package dev.memoize.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.matrix.Commands.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Builds in which javac never sees the plugin: each project of {@code src/it/silent} compiles, is told why it is not
 * memoized, and is memoized once it has the lines that the documentation gives.
 */
@TestMethodOrder(OrderAnnotation.class)
class SilentBuildsIT {
    private static final String FIX =
            "Add dev.memoize:memoize to the annotationProcessorPaths of maven-compiler-plugin (Gradle: annotationProcessor) and build from clean";

    private static Workspace workspace;

    static Set<String> projects() {
        return Workspace.projects("silent");
    }

    @BeforeAll
    static void build() {
        workspace = Workspace.at(Path.of("target/it/silent").toAbsolutePath());
        Result build = workspace.maven("build", "silent", "test", "-T2", "--fail-never");
        assertThat(build.output()).doesNotContain("COMPILATION ERROR");
    }

    @Order(1)
    @ParameterizedTest
    @ValueSource(strings = {"lombok", "modular", "other-processor"})
    void guardFailsTheTestsAndNamesTheClassesAndTheFix(String project) throws IOException {
        assertThat(testReport(project))
                .contains(
                        "annotated with @Memoize, @Invalidates or @LogTime but not woven, so run without a cache: com.acme.Fib")
                .contains(FIX);
    }

    /** There is no listener that JUnit 4 or TestNG would find by itself; a test that asks for the memo is told. */
    @Order(1)
    @ParameterizedTest
    @ValueSource(strings = {"junit4", "testng"})
    void withoutTheGuardTheHandleSpeaks(String project) throws IOException {
        assertThat(testReport(project))
                .doesNotContain("so run without a cache: com.acme")
                .contains("com.acme.Fib.fib is annotated with @Memoize but not woven")
                .contains(FIX);
    }

    @Order(1)
    @ParameterizedTest
    @MethodSource("projects")
    void handleThrowsAndNamesTheFix(String project) {
        Result run = workspace.java("silent/" + project);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output())
                .contains("is annotated with @Memoize but not woven")
                .contains(FIX);
    }

    @Order(1)
    @ParameterizedTest
    @MethodSource("projects")
    void agentMemoizesWhatTheCompilerDidNot(String project) {
        Result run = workspace.java("silent/" + project, "-javaagent:" + workspace.jar());
        assertThat(run.mustSucceed().output()).isEqualTo(WovenBuildsIT.AS_CPYTHON);
    }

    @Order(2)
    @Test
    void documentedLinesMakeEveryTestPass() throws IOException {
        for (String project : projects()) {
            Path pom = workspace.resolve("silent/" + project + "/pom.xml");
            Files.writeString(pom, fixed(Files.readString(pom)));
        }
        Result build = workspace
                .maven("fixed", "silent", "clean", "test", "-T2", "--fail-at-end")
                .mustSucceed();
        assertThat(build.output()).contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0");
        for (String project : projects()) {
            assertThat(workspace.java("silent/" + project).mustSucceed().output())
                    .as(project)
                    .isEqualTo(WovenBuildsIT.AS_CPYTHON);
        }
    }

    private static String fixed(String pom) {
        String end = "</annotationProcessorPaths>";
        if (pom.contains(end)) {
            return pom.replace(end, Docs.xml("With other annotation processors") + end);
        }
        String plugin = "<build><plugins>" + Docs.xml("With a module-info.java") + "</plugins></build>";
        return pom.replace("</project>", plugin + "</project>");
    }

    /** All that surefire left about a project; where nothing ran, its dump. */
    private static String testReport(String project) throws IOException {
        Path reports = workspace.resolve("silent/" + project + "/target/surefire-reports");
        StringBuilder text = new StringBuilder();
        try (var files = Files.list(reports)) {
            for (Path file : (Iterable<Path>) files.filter(SilentBuildsIT::isText)::iterator) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".txt") || name.endsWith(".dump") || name.endsWith(".dumpstream");
    }
}
