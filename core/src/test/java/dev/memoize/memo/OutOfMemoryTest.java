package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory really runs out: in the body, and in the engine while a memo grows. See {@link OutOfMemory}. */
class OutOfMemoryTest {
    @TempDir
    Path folder;

    private void assertUsable(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Serial, for then a heap that is full is told soon; the limit of time is that collector's, too.
                "-XX:+UseSerialGC",
                "-Xmx24m",
                "-cp",
                System.getProperty("java.class.path"),
                OutOfMemory.class.getName()));
        command.addAll(List.of(args));
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertTrue(ended, () -> "it hangs: " + List.of(args));
        assertEquals("usable\n", Files.readString(out));
    }

    @ParameterizedTest
    @EnumSource(names = {"LONG_TO_LONG_FLAT", "REFERENCE_TO_REFERENCE"})
    void aBodyThatRunsOutOfMemoryLeavesTheMemoUsable(Shape shape) throws Exception {
        assertUsable(shape.name(), "body");
    }

    @ParameterizedTest
    @EnumSource(names = {"LONG_TO_LONG", "REFERENCE_TO_LONG", "TWO_REFERENCES"})
    void aMemoThatRunsOutOfMemoryWhileItGrowsStaysUsable(Shape shape) throws Exception {
        assertUsable(shape.name(), "growth");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LRU", "SIEVE"})
    void soDoesOneWhosePolicyRunsOutOfIt(String eviction) throws Exception {
        assertUsable(Shape.LONG_TO_REFERENCE.name(), "bounded", eviction);
    }

    @Test
    void resultIsReturnedThoughThereIsNoMemoryForALargerTable() throws Exception {
        assertUsable("LONG_TO_LONG", "table");
    }

    @ParameterizedTest
    @EnumSource(names = {"LONG_TO_LONG_FLAT", "REFERENCE_TO_LONG_FLAT", "WIDE_TO_LONG_FLAT"})
    void resultIsReturnedThoughThereIsNoMemoryForLargerArrays(Shape shape) throws Exception {
        assertUsable(shape.name(), "arrays");
    }

    @Test
    void soDoesOneThatSeveralThreadsFill() throws Exception {
        assertUsable(Shape.LONG_TO_LONG.name(), "threads");
    }
}
