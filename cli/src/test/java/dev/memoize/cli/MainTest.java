package dev.memoize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says without running anything: help, versions and errors. */
class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... args) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help", "fib --help", "fib -h", "help fib"})
    void helpIsEverywhere(String line) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(out.toString()).startsWith("Usage: memoize").contains("--help", "--version");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void commandWhoseModuleIsNotHereIsListedAndSaysHowToStartIt() {
        run("--help");
        assertThat(out.toString()).contains("  shop ");
        assertThat(run("shop")).isEqualTo(2);
        assertThat(err.toString()).startsWith("memoize shop: its module is not on the class path; start it through");
    }

    @Test
    void helpOfFibTellsItsOptionsAndFiles() {
        run("fib", "--help");
        assertThat(out.toString())
                .contains("--out", "--memoized-only", "fib_eventLog.txt", "fibMemoization_eventLog.txt", "fib.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "fib --version"})
    void versionIsThatOfTheBuild(String line) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(out.toString()).matches("(?s)memoize \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\RJava \\d+.*");
    }

    @Test
    void noCommandIsAnErrorThatListsThem() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).startsWith("memoize: name a command: ").contains("fib", "Try: ./memoize --help");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fibo           | memoize: there is no command fibo; did you mean fib?",
                "fib --outt x   | memoize fib: there is no option --outt; did you mean --out?",
                "fib 20 21      | memoize fib: there is one argument too many: 21",
                "fib --out      | memoize fib: Missing required parameter for option '--out' (DIR)",
                "fib twenty     | memoize fib: N is \"twenty\"; give a whole number from 0 to 92",
                "fib 2.5        | memoize fib: N is \"2.5\"; give a whole number from 0 to 92",
                "fib -3         | memoize fib: N is -3; give 0 or more",
                "fib -- -3      | memoize fib: N is -3; give 0 or more",
            })
    void wrongLineIsExplainedOnStderr(String line, String message) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines().findFirst()).hasValue(message);
        assertThat(err.toString()).contains("Try: ./memoize");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fib 93", "fib 93 --memoized-only", "fib 093"})
    void numberBeyondALongIsRefused(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("memoize fib: N is 93, and fib(93) does not fit into a long; "
                        + "the last that does is fib(92) = 7540113804746346429");
    }

    @Test
    void numberOfManyDigitsIsRefusedToo() {
        assertThat(run("fib", "123456789012345678901234567890")).isEqualTo(2);
        assertThat(err.toString()).contains("does not fit into a long");
    }

    @Test
    void plainRunOfYearsIsRefused() {
        assertThat(run("fib", "90", "--out", folder.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("N is 90: plain fib(90) makes 9.32 quintillion calls", "years", "the largest N here is ")
                .contains("--memoized-only");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void folderThatIsAFileIsExplained() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(run("fib", "--out", file.toString())).isEqualTo(1);
        assertThat(err.toString()).isEqualToNormalizingNewlines("memoize fib: " + file + " is a file, not a folder\n");
    }

    @Test
    void folderBelowAFileIsExplained() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(run("fib", "--out", file.resolve("sub").toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("memoize fib: ").contains("file").doesNotContain("Exception");
    }
}
