package dev.memoize.logtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.LogTime;
import dev.memoize.Memoize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Methods as a user writes them, woven by the dependency alone, and the files that they leave. */
class LogTimeTest {
    private static final Path FOLDER = Path.of("target", "logtime");

    /**
     * This class is first used by its own tests, and a folder is read once. Others have recorded a "fib" there, too.
     */
    @BeforeAll
    static void emptyFolder() throws IOException {
        do {
            Journal.INSTANCE.flush(1);
            // Closes the files: what is deleted while it is open is written on, unseen.
        } while (!Journal.INSTANCE.retire());
        Files.createDirectories(FOLDER);
        try (var files = Files.list(FOLDER)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
        }
    }

    private static List<String> lines(String method) throws IOException {
        Journal.INSTANCE.flush(1);
        Path file = FOLDER.resolve(method + "_eventLog.txt");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static Predicate<String> lineOf(String name) {
        return Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}\t" + name + "\t\\d+\\.\\d{4}")
                .asMatchPredicate();
    }

    @LogTime
    static long fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }

    @Test
    void aPlainRecursionRecordsEachCall() throws IOException {
        assertThat(fib(20)).isEqualTo(6765);
        assertThat(lines("fib")).hasSize(21_891).allMatch(lineOf("fib"));
    }

    @Memoize(maxSize = 32)
    @LogTime
    static long fibMemoization(int n) {
        return n < 2 ? n : fibMemoization(n - 1) + fibMemoization(n - 2);
    }

    @Test
    void belowMemoizeOnlyExecutionsAreRecorded() throws IOException {
        assertThat(fibMemoization(20)).isEqualTo(6765);
        assertThat(fibMemoization(20)).isEqualTo(6765);
        assertThat(lines("fibMemoization")).hasSize(21).allMatch(lineOf("fibMemoization"));
    }

    @LogTime
    @Memoize(maxSize = 32)
    static long fibOutside(int n) {
        return n < 2 ? n : fibOutside(n - 1) + fibOutside(n - 2);
    }

    @Test
    void aboveMemoizeEveryCallIsRecorded() throws IOException {
        assertThat(fibOutside(20)).isEqualTo(6765);
        assertThat(fibOutside(20)).isEqualTo(6765);
        assertThat(lines("fibOutside")).hasSize(18 + 21 + 1);
    }

    private int sum;

    @LogTime
    void returnsNothing(int n) {
        if (n < 0) {
            return;
        }
        sum += n;
    }

    @Test
    void methodsWithoutAResultAreRecorded() throws IOException {
        returnsNothing(-1);
        returnsNothing(7);
        assertThat(sum).isEqualTo(7);
        assertThat(lines("returnsNothing")).hasSize(2);
    }

    @LogTime
    static int fails(RuntimeException e) {
        throw e;
    }

    @Test
    void anExceptionIsRecordedAndThrownAsItIs() throws IOException {
        RuntimeException e = new IllegalStateException("mine");
        assertThatThrownBy(() -> fails(e)).isSameAs(e);
        assertThat(lines("fails")).hasSize(1);
    }
}
