package dev.memoize.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.matrix.Commands.Result;
import java.nio.file.Path;
import java.util.Set;
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

    static Set<String> projects() {
        return Workspace.projects("woven");
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
    @MethodSource("projects")
    void fibIsMemoized(String project) {
        assertThat(workspace.java("woven/" + project).mustSucceed().output()).isEqualTo(AS_CPYTHON);
    }
}
