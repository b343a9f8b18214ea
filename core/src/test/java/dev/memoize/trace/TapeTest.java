package dev.memoize.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.memoize.heap.Equality;
import dev.memoize.heap.LongEntry;
import dev.memoize.heap.RefEntry;
import dev.memoize.output.LoggedWarnings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TapeTest {
    @RegisterExtension
    final LoggedWarnings warnings = new LoggedWarnings(Tape.LOGGER);

    @TempDir
    Path folder;

    private Recorder recorder(Tape tape, String name) {
        return Recorder.of(tape, "f", folder.resolve(name).toString(), Equality.TYPED);
    }

    private static void add(Recorder recorder, long key) {
        recorder.add(new LongEntry(0, key), 0, 1, 0);
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name));
    }

    private List<String> unzipped(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(name)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void aLineHasItsKeyAndWhatIsKnownOfTheResult() throws Exception {
        Tape tape = new Tape(100);
        Recorder recorder = recorder(tape, "t");
        LongEntry key = new LongEntry(0, 7);
        recorder.add(key, 0, 1, 1_234.5f);
        recorder.add(key, 0, 1, 0);
        recorder.add(key, 0, 30, 0);
        recorder.add(key, 0, 0, 5);
        tape.flush(1);
        List<String> lines = lines("t");
        assertThat(lines.get(0)).startsWith("# calls of f, from 20");
        String name = lines.get(3);
        assertThat(name).matches("[0-9A-Za-z_-]{11}");
        assertThat(lines.subList(2, 6)).containsExactly(name + " 1 1234", name, name + " 30", name + " 0 5");
    }

    @Test
    void theFileHasNothingOfTheArguments() throws Exception {
        Tape tape = new Tape(100);
        Recorder recorder = recorder(tape, "t");
        recorder.add(new RefEntry(0, "ada@example.org"), 0, 1, 0);
        recorder.add(new RefEntry(0, List.of("ada@example.org")), 0, 1, 0);
        tape.flush(1);
        assertThat(lines("t")).hasSize(4).noneMatch(line -> line.contains("ada"));
    }

    @Test
    void theWriterWritesWithoutBeingAsked() throws Exception {
        Path file = folder.resolve("t");
        add(recorder(new Tape(100), "t"), 1);
        while (!Files.exists(file) || Files.size(file) == 0) {
            Thread.onSpinWait();
        }
        assertThat(lines("t")).hasSize(3);
    }

    @Test
    void whatFindsTheBatchFullIsCountedWhereItIsMissing() throws Exception {
        Tape tape = new Tape(10);
        Recorder first = recorder(tape, "a");
        Recorder second = recorder(tape, "b");
        // Whether or not the writer comes in between, each call is either there or counted.
        for (int i = 0; i < 5_000; i++) {
            add(i % 3 == 0 ? first : second, i);
        }
        while (tape.flush(1)) {
            Thread.onSpinWait();
        }
        long there = 0;
        long missing = 0;
        for (String line : concat(lines("a"), lines("b"))) {
            if (line.endsWith("too many at once")) {
                missing += Long.parseLong(line.split(" ")[1]);
            } else if (!line.startsWith("#")) {
                there++;
            }
        }
        assertThat(there + missing).isEqualTo(5_000);
        assertThat(missing).isPositive();
    }

    private static List<String> concat(List<String> a, List<String> b) {
        List<String> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    @Test
    void aNameThatEndsInGzIsCompressedAndReadableBeforeTheEnd() throws Exception {
        Tape tape = new Tape(1 << 14);
        Recorder recorder = recorder(tape, "t.gz");
        for (int i = 0; i < 10_000; i++) {
            add(recorder, i);
        }
        tape.flush(1);
        byte[] soFar = Files.readAllBytes(folder.resolve("t.gz"));
        byte[] plain = new byte[10_000 * 12];
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve("t.gz")))) {
            assertThat(in.readNBytes(plain, 0, plain.length)).isEqualTo(plain.length);
        }
        assertThat(soFar.length).isLessThan(10_000 * 12);
        tape.close();
        assertThat(unzipped("t.gz")).hasSize(10_002);
    }

    @Test
    void afterASilenceItGoesOnWhereItWas() throws Exception {
        for (String name : List.of("t.txt", "t.gz")) {
            Tape tape = new Tape(100);
            Recorder recorder = recorder(tape, name);
            add(recorder, 1);
            tape.flush(1);
            assertThat(tape.retire()).isTrue();
            add(recorder, 2);
            tape.flush(1);
            tape.close();
            assertThat(name.endsWith("gz") ? unzipped(name) : lines(name)).hasSize(4);
        }
    }

    @Test
    void whatAFileHadInItIsLostForATraceIsOneRun() throws Exception {
        Files.writeString(folder.resolve("t"), "earlier\n");
        Tape tape = new Tape(100);
        add(recorder(tape, "t"), 1);
        tape.flush(1);
        assertThat(lines("t")).hasSize(3).doesNotContain("earlier");
    }

    @Test
    void twoRecordingsNeverShareAFile() {
        Tape tape = new Tape(100);
        for (String name : List.of("t", "t.txt", "t.gz", "t.txt.gz", "a.b.txt.gz")) {
            recorder(tape, name);
            assertThat(recorder(tape, name).file.file.getName()).isEqualTo(name.replaceFirst("^(t|a\\.b)", "$1-2"));
        }
        assertThat(recorder(tape, "t.txt").file.file.getName()).isEqualTo("t-3.txt");
    }

    @Test
    void theNumberOfTheProcessCanBeInTheName() {
        assertThat(recorder(new Tape(1), "t-%p.txt").file.file.getName())
                .isEqualTo("t-" + ProcessHandle.current().pid() + ".txt");
    }

    @Test
    void aFolderThatCannotBeWrittenGivesOneWarningAndHarmsNobody() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        Tape tape = new Tape(100);
        for (String name : List.of("file/a", "file/b", "good")) {
            Recorder recorder = recorder(tape, name);
            for (int i = 0; i < 10; i++) {
                add(recorder, i);
                tape.flush(1);
            }
        }
        assertThat(warnings.first()).startsWith("WARNING cannot write " + folder.resolve("file/a"));
        tape.awaitTold();
        assertThat(warnings.all()).hasSize(1);
        assertThat(lines("good")).hasSize(12);
    }

    @Test
    void aFullDiskGivesOneWarningAndEndsTheRecording() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        Files.createSymbolicLink(folder.resolve("t"), full);
        Tape tape = new Tape(100);
        Recorder recorder = recorder(tape, "t");
        for (int i = 0; i < 100; i++) {
            add(recorder, i);
            tape.flush(1);
        }
        assertThat(warnings.first()).contains("No space left on device");
        tape.awaitTold();
        assertThat(warnings.all()).hasSize(1);
        assertThat(recorder.file.hasEnded()).isTrue();
    }

    @Test
    void aKeyWhoseHashCodeThrowsCostsItsOwnLineOnly() throws Exception {
        Object bad = new Object() {
            @Override
            public int hashCode() {
                throw new IllegalStateException("bad");
            }
        };
        Tape tape = new Tape(100);
        Recorder recorder = recorder(tape, "t");
        add(recorder, 1);
        recorder.add(new RefEntry(0, bad), 0, 1, 0);
        add(recorder, 2);
        tape.flush(1);
        assertThat(lines("t")).hasSize(4);
        assertThat(tape.lostSoFar()).isEqualTo(1);
    }

    @Test
    void theLinesOfManyThreadsAreWholeAndInEachThreadsOrder() throws Exception {
        int threads = 4;
        int each = 5_000;
        Tape tape = new Tape(threads * each);
        Recorder recorder = recorder(tape, "t");
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int first = t * each;
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                for (int i = first; i < first + each; i++) {
                    recorder.add(new LongEntry(0, i), 0, i + 2, 0);
                }
            });
            thread.start();
            all.add(thread);
        }
        go.countDown();
        for (Thread thread : all) {
            thread.join();
        }
        while (tape.flush(1)) {
            Thread.onSpinWait();
        }
        int[] next = new int[threads];
        List<String> lines = lines("t");
        assertThat(lines).hasSize(2 + threads * each);
        for (String line : lines.subList(2, lines.size())) {
            int i = Integer.parseInt(line.split(" ")[1]) - 2;
            assertThat(i % each).isEqualTo(next[i / each]++);
        }
        assertThat(Arrays.stream(next)).allMatch(n -> n == each);
    }
}
