package dev.memoize.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Builds on top of a build: what is compiled again is woven again, what is not is left alone, and nothing twice. */
class RebuildsIT {
    private static final String SOURCES = "src/main/java/com/acme/";
    private static final String CLASSES = "target/classes/com/acme/";

    private static Workspace workspace;
    private static final TreeMap<String, String> first = new TreeMap<>();
    private static final TreeMap<String, String> changed = new TreeMap<>();
    private static final TreeMap<String, String> unchanged = new TreeMap<>();

    static Set<String> projects() {
        return Workspace.projects("rebuilt");
    }

    @BeforeAll
    static void buildThreeTimes() throws IOException {
        workspace = Workspace.at(Path.of("target/it/rebuilt").toAbsolutePath());
        build("first", first);
        for (String project : projects()) {
            Path folder = workspace.resolve("rebuilt/" + project);
            // Some versions of the compiler plugin compare with seconds only.
            FileTime later = FileTime.from(Instant.now().plus(5, ChronoUnit.SECONDS));
            Files.setLastModifiedTime(folder.resolve(SOURCES + "Touched.java"), later);
            Files.delete(folder.resolve(CLASSES + "Deleted.class"));
            Path unrelated = folder.resolve(SOURCES + "Unrelated.java");
            Files.writeString(unrelated, Files.readString(unrelated).replace("before", "after"));
            Files.setLastModifiedTime(unrelated, later);
        }
        build("changed", changed);
        build("unchanged", unchanged);
    }

    @ParameterizedTest
    @MethodSource("projects")
    void whatIsCompiledAgainIsWovenAgain(String project) {
        String memoized = WovenBuildsIT.AS_CPYTHON.repeat(3);
        assertThat(workspace.java("rebuilt/" + project).mustSucceed().output())
                .isEqualTo("after" + System.lineSeparator() + memoized);
    }

    /** Weaving is deterministic, so a class that was woven twice would not be what the first build made. */
    @ParameterizedTest
    @MethodSource("projects")
    void nothingIsWovenTwice(String project) {
        for (String name : new String[] {"Touched", "Deleted", "Left"}) {
            String key = project + '/' + name + ".class";
            assertThat(changed.get(key)).as(key).isEqualTo(first.get(key)).contains("lambda$memo$fib");
        }
        assertThat(unchanged).isEqualTo(changed);
    }

    private static void build(String name, TreeMap<String, String> classes) throws IOException {
        workspace.maven(name, "rebuilt", "compile").mustSucceed();
        for (String project : projects()) {
            try (Stream<Path> files =
                    Files.list(workspace.resolve("rebuilt/" + project).resolve(CLASSES))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    classes.put(
                            project + '/' + file.getFileName(),
                            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
                }
            }
        }
    }
}
