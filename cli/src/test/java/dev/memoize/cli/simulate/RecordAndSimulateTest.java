package dev.memoize.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.cli.Forked;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A woven program is recorded, and what is replayed is what it did. */
class RecordAndSimulateTest {
    private static final int CALLS = 20_000;

    @TempDir
    private Path folder;

    private Forked program(String... options) throws IOException, InterruptedException {
        ProcessBuilder builder = Forked.command(folder);
        List<String> command = builder.command();
        command.remove(command.size() - 1);
        command.addAll(1, List.of(options));
        command.add(Recorded.class.getName());
        return Forked.run(builder);
    }

    private void assertReplayed(String trace, int maxSize, String hits) throws IOException, InterruptedException {
        Forked run = Forked.memoize(
                folder, "simulate", trace, "--sizes", maxSize + "", "--policies", "COST_AWARE", "--no-picture");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains(": 20,000 calls").contains("saved in %");
        String expected = String.format(Locale.ROOT, ",%d,LRU,1,%.6f,", maxSize, Long.parseLong(hits) / (double) CALLS);
        assertThat(Files.readString(folder.resolve("simulate.csv"))).contains(expected);
    }

    @Test
    void theReplayHasTheHitsOfTheProgram() throws Exception {
        Forked run = program("-Dmemoize.record=traces");
        assertThat(run.err()).isEmpty();
        List<String> hits = run.out().lines().toList();
        assertReplayed("square.txt", 40, hits.get(0));
        String prefix = "traces/" + Recorded.class.getName();
        assertReplayed(prefix + ".twice.txt.gz", 25, hits.get(1));
        assertReplayed(prefix + ".Shop.price.txt.gz", 60, hits.get(2));
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(prefix + ".twice.txt.gz")))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("# calls of " + Recorded.class.getName() + ".twice(java.lang.String, int), from 20")
                    .doesNotContain("ada");
        }
    }

    @Test
    void recordingChangesNoCount() throws Exception {
        String off = "-Dmemoize." + Recorded.class.getName() + ".square.record=";
        assertThat(program(off).out()).isEqualTo(program("-Dmemoize.record=t").out());
        assertThat(folder.resolve("square.txt")).exists();
    }

    @Test
    void aMethodCanBeRecordedByAPropertyOfItsOwn() throws Exception {
        String name = "-Dmemoize." + Recorded.class.getName();
        Forked run = program(name + ".square.record=", name + ".twice.record=a b/twice.txt");
        assertThat(run.err()).isEmpty();
        assertThat(folder.resolve("square.txt")).doesNotExist();
        assertReplayed("a b/twice.txt", 25, run.out().lines().toList().get(1));
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaidOnceAndTheProgramGoesOn() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        Forked run = program("-Dmemoize.record=file");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).hasSize(3);
        // By the logger, or by ourselves; by both only if the end took the logger at its work.
        assertThat(run.err()).contains("cannot write").doesNotContainPattern("(?s)(WARNING: cannot write.*){2}");
        assertThat(run.err()).doesNotContainPattern("(?s)(WARNING: \\S+: cannot write.*){2}");
    }
}
