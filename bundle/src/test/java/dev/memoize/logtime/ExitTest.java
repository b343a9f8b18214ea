package dev.memoize.logtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the files once a process has ended, whichever way it does. */
class ExitTest {
    private static final int FIB_20 = 21_891;

    @TempDir
    Path folder;

    private record Ended(int code, String out, String err) {}

    private Ended run(String how, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(options));
        command.addAll(List.of(Program.class.getName(), how));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .directory(Files.createDirectories(folder.resolve("work")).toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended").isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Path file(String method) {
        return folder.resolve("work").resolve(method + "_eventLog.txt");
    }

    private List<String> lines(String method) throws IOException {
        return Files.readAllLines(file(method));
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    /** Once by the logger, or once by ourselves; by both only if the end took the logger at its work. */
    private static void assertWarnedOnce(String err) {
        int logged = count(err, "WARNING: cannot write");
        int printed = count(err, "WARNING: dev.memoize.logtime: cannot write");
        assertThat(logged).as(err).isLessThanOrEqualTo(1);
        assertThat(printed).as(err).isLessThanOrEqualTo(1);
        assertThat(logged + printed).as(err).isPositive();
    }

    @Test
    void aProgramThatReturnsLeavesEveryLineInItsWorkingFolder() throws Exception {
        assertThat(run("normal")).isEqualTo(new Ended(0, "6765\n", ""));
        assertThat(lines("fib")).hasSize(FIB_20);
        assertThat(lines("other")).hasSize(1);
    }

    @Test
    void systemExitLosesNothing() throws Exception {
        assertThat(run("exit").code).isEqualTo(3);
        assertThat(lines("fib")).hasSize(FIB_20);
    }

    @Test
    void anUncaughtExceptionLosesNothing() throws Exception {
        Ended ended = run("uncaught");
        assertThat(ended.code).isEqualTo(1);
        assertThat(ended.err).contains("IllegalStateException: uncaught");
        assertThat(lines("fib")).hasSize(FIB_20);
    }

    @Test
    void daemonsThatStillRecordNeitherHinderTheEndNorBreakLines() throws Exception {
        assertThat(run("daemons").code).isZero();
        assertThat(lines("fib")).hasSize(FIB_20 + 8 * 1_973);
        assertThat(lines("other")).allMatch(line -> line.matches(".{26}\tother\t\\d+\\.\\d{4}"));
        assertThat(Files.readString(file("other"))).endsWith("\n");
    }

    @Test
    void whatOtherShutdownHooksRecordIsWritten() throws Exception {
        assertThat(run("hook").code).isZero();
        assertThat(lines("fib")).hasSize(FIB_20 + 177);
    }

    @Test
    void aFullDiskGivesOneWarningAndTheProgramGoesOn() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        Files.createDirectories(folder.resolve("work"));
        Files.createSymbolicLink(file("fib"), Path.of("/dev/full"));
        Ended ended = run("normal");
        assertThat(ended.code).isZero();
        assertThat(ended.out).isEqualTo("6765\n");
        assertWarnedOnce(ended.err);
        assertThat(ended.err).contains("No space left on device");
        assertThat(lines("other")).hasSize(1);
    }

    @Test
    void aFolderThatCannotBeWrittenGivesOneWarningAndTheProgramGoesOn() throws Exception {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");
        Ended ended = run("normal", "-Dmemoize.logtime.folder=" + notAFolder);
        assertThat(ended.code).isZero();
        assertThat(ended.out).isEqualTo("6765\n");
        assertWarnedOnce(ended.err);
    }

    @Test
    void theFolderIsWhatThePropertySays() throws Exception {
        assertThat(run("normal", "-Dmemoize.logtime.folder=deep/er").code).isZero();
        assertThat(Files.readAllLines(folder.resolve("work/deep/er/fib_eventLog.txt")))
                .hasSize(FIB_20);
    }

    @Test
    void switchedOffNothingIsRecorded() throws Exception {
        assertThat(run("normal", "-Dmemoize.logtime.enabled=false")).isEqualTo(new Ended(0, "6765\n", ""));
        assertThat(file("fib")).doesNotExist();
    }

    @Test
    void aWrongKeyEndsTheFirstCallWithAnErrorThatNamesIt() throws Exception {
        Ended ended = run("normal", "-Dmemoize.logtime.foldr=x");
        assertThat(ended.code).isEqualTo(1);
        assertThat(ended.err)
                .startsWith(
                        "Exception in thread \"main\" dev.memoize.spi.ConfigurationError: unknown key \"memoize.logtime.foldr\" in the system properties");
    }

    @Test
    void withoutFlightRecorderAndLoggingTheOtherSinksWork() throws Exception {
        Ended ended = run("sinks", "--limit-modules=java.base");
        assertThat(ended.code).as(ended.err).isZero();
        assertThat(ended.out).isEqualTo("6767\n");
        assertThat(count(ended.err, "JDK Flight Recorder is not in this run-time image"))
                .as(ended.err)
                .isOne();
        assertThat(count(ended.err, "dev.memoize.logtime.Program.logged took 0"))
                .as(ended.err)
                .isOne();
        assertThat(lines("fib")).hasSize(FIB_20);
    }
}
