package dev.memoize.logtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.memoize.output.LoggedWarnings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final int THREADS = 8;
    private static final int EACH = 20_000;

    @RegisterExtension
    final LoggedWarnings warnings = new LoggedWarnings(LogSite.LOGGER);

    @TempDir
    Path folder;

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static LogFile file(Journal journal, Path folder, String name) {
        return journal.file(folder.toFile(), name);
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name + "_eventLog.txt"));
    }

    /** Every execution takes a duration of its own, so that each can be found again. */
    private static int number(String line) {
        return (int) Math.round(Double.parseDouble(line.substring(line.lastIndexOf('\t') + 1)) * 10_000);
    }

    private void recordFromManyThreads(Journal journal) throws InterruptedException {
        LogFile file = file(journal, folder, "f");
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int first = t * EACH;
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                for (int i = first; i < first + EACH; i++) {
                    journal.add(file, System.nanoTime(), i * 100_000L);
                }
            });
            thread.start();
            threads.add(thread);
        }
        go.countDown();
        join(threads);
        journal.flush(1);
    }

    @Test
    void linesOfManyThreadsAreWholeCompleteAndInEachThreadsOrder() throws Exception {
        // The small one is full nearly always, so callers write; the large one is left to the writer.
        for (int capacity : new int[] {8, 1 << 14}) {
            Files.deleteIfExists(folder.resolve("f_eventLog.txt"));
            recordFromManyThreads(new Journal(capacity));
            List<String> lines = lines("f");
            assertThat(lines).hasSize(THREADS * EACH);
            int[] next = new int[THREADS];
            for (String line : lines) {
                assertThat(line).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}\tf\t\\d+\\.\\d{4}");
                int number = number(line);
                assertThat(number % EACH).isEqualTo(next[number / EACH]++);
            }
        }
    }

    @Test
    void anInterruptedCallerWritesAsWellAndStaysInterrupted() throws Exception {
        Journal journal = new Journal(8);
        LogFile file = file(journal, folder, "f");
        Thread.currentThread().interrupt();
        for (int i = 0; i < 1_000; i++) {
            journal.add(file, System.nanoTime(), i);
        }
        assertThat(Thread.interrupted()).isTrue();
        journal.flush(1);
        assertThat(lines("f")).hasSize(1_000);
        assertThat(warnings.all()).isEmpty();
    }

    @Test
    void theWriterWritesWithoutBeingAsked() throws Exception {
        Journal journal = new Journal(1 << 10);
        journal.add(file(journal, folder, "f"), System.nanoTime(), 0);
        Path file = folder.resolve("f_eventLog.txt");
        while (!Files.exists(file) || Files.size(file) == 0) {
            Thread.onSpinWait();
        }
        assertThat(lines("f")).hasSize(1);
    }

    @Test
    void afterTheEndHasBegunEachCallerWritesItsOwn() throws Exception {
        Journal journal = new Journal(1 << 10);
        journal.close();
        journal.add(file(journal, folder, "late"), System.nanoTime(), 0);
        assertThat(lines("late")).hasSize(1);
    }

    @Test
    void anExistingFileIsAppendedTo() throws Exception {
        Path file = folder.resolve("f_eventLog.txt");
        Files.writeString(file, "earlier\n");
        Journal journal = new Journal(8);
        journal.add(file(journal, folder, "f"), System.nanoTime(), 0);
        journal.flush(1);
        assertThat(lines("f")).hasSize(2).startsWith("earlier");
    }

    @Test
    void aLineThatACrashCutOffIsEndedFirst() throws Exception {
        Path file = folder.resolve("f_eventLog.txt");
        Files.writeString(file, "earlier\n2026-11-");
        Journal journal = new Journal(8);
        journal.add(file(journal, folder, "f"), System.nanoTime(), 0);
        journal.flush(1);
        assertThat(lines("f")).hasSize(3).startsWith("earlier", "2026-11-");
    }

    @Test
    void silenceClosesTheFileAndTheNextExecutionOpensItAgain() throws Exception {
        Journal journal = new Journal(8);
        LogFile file = file(journal, folder, "f");
        journal.add(file, System.nanoTime(), 0);
        do {
            journal.flush(1);
        } while (!journal.retire());
        Files.move(folder.resolve("f_eventLog.txt"), folder.resolve("rotated"));
        journal.add(file, System.nanoTime(), 0);
        journal.flush(1);
        assertThat(lines("f")).hasSize(1);
    }

    @Test
    void aMissingFolderIsMade() throws Exception {
        Journal journal = new Journal(8);
        journal.add(file(journal, folder.resolve("a/b"), "f"), System.nanoTime(), 0);
        journal.flush(1);
        assertThat(folder.resolve("a/b/f_eventLog.txt")).exists();
    }

    @Test
    void aFolderThatCannotBeWrittenGivesOneWarning() throws Exception {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");
        Journal journal = new Journal(8);
        for (int i = 0; i < 100; i++) {
            journal.add(file(journal, notAFolder, "f" + i % 3), System.nanoTime(), 0);
            journal.flush(1);
        }
        assertThat(warnings.first())
                .startsWith("WARNING cannot write " + notAFolder.resolve("f0_eventLog.txt"))
                .contains("set memoize.logtime.folder");
        LogSite.WARNINGS.awaitTold();
        assertThat(warnings.all()).hasSize(1);
    }

    @Test
    void aFullDiskGivesOneWarning() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        Files.createSymbolicLink(folder.resolve("f_eventLog.txt"), full);
        Journal journal = new Journal(8);
        for (int i = 0; i < 100; i++) {
            journal.add(file(journal, folder, "f"), System.nanoTime(), 0);
            journal.add(file(journal, folder, "g"), System.nanoTime(), 0);
        }
        journal.flush(1);
        assertThat(warnings.first()).contains("No space left on device");
        LogSite.WARNINGS.awaitTold();
        assertThat(warnings.all()).hasSize(1);
        assertThat(lines("g")).as("the other file").hasSize(100);
    }

    @Test
    void namesThatNoFileCanHaveAreReplaced() throws Exception {
        Journal journal = new Journal(8);
        journal.add(file(journal, folder, "a:b?\tc"), System.nanoTime(), 0);
        journal.add(file(journal, folder, "größe"), System.nanoTime(), 0);
        journal.flush(1);
        assertThat(lines("a_b__c")).singleElement().asString().contains("\ta:b? c\t");
        assertThat(warnings.all()).isEmpty();
    }

    @Test
    void callersWithoutStackToWriteLeaveThatToOthersAndLoseNothing() throws Exception {
        Journal journal = new Journal(1 << 11);
        FileSite site = new FileSite(journal, file(journal, folder, "deep"));
        int[] calls = {0};
        int before = 0;
        for (int round = 0; round < 20; round++) {
            // The deepest executions find the batch nearly full.
            for (int i = 0; i < (1 << 11) - (1 << 9); i++) {
                site.record(site.start());
                before++;
            }
            Thread thread = new Thread(
                    null,
                    () -> {
                        try {
                            descend(site, calls);
                        } catch (StackOverflowError e) {
                            return;
                        }
                    },
                    "deep",
                    1 << 18);
            thread.start();
            thread.join();
        }
        journal.flush(1);
        List<String> lines = lines("deep");
        assertThat(lines).allMatch(line -> line.matches(".{26}\tdeep\t\\d+\\.\\d{4}"));
        // A few frames have no room for the call that records.
        assertThat((long) lines.size()).isBetween(before + calls[0] - 20 * 30L, (long) before + calls[0]);
        assertThat(journal.lostSoFar()).isLessThanOrEqualTo(before + calls[0] - lines.size());
    }

    @SuppressWarnings("InfiniteRecursion") // on purpose
    private static void descend(LogSite site, int[] calls) {
        long start = site.start();
        calls[0]++;
        try {
            descend(site, calls);
        } finally {
            site.record(start);
        }
    }
}
