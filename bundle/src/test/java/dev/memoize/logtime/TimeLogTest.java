package dev.memoize.logtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.memoize.LogTime;
import dev.memoize.Memo;
import dev.memoize.TimeLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;

class TimeLogTest {
    private static List<String> lines(String name) throws IOException {
        TimeLog.flush();
        return Files.readAllLines(Path.of("target", "logtime", name + "_eventLog.txt"));
    }

    private static int fresh(String name) throws IOException {
        return Files.exists(Path.of("target", "logtime", name + "_eventLog.txt"))
                ? lines(name).size()
                : 0;
    }

    @Test
    void aFunctionIsRecordedUnderItsNameAsInPython() throws IOException {
        int before = fresh("square");
        Function<Integer, Integer> square = TimeLog.of("square").wrap((Integer n) -> n * n);
        assertThat(square.apply(7)).isEqualTo(49);
        assertThat(square.apply(8)).isEqualTo(64);
        assertThat(lines("square")).hasSize(before + 2);
    }

    @Test
    void insideAMemoOnlyExecutionsAreRecorded() throws IOException {
        int before = fresh("inner");
        Function<Integer, Integer> twice = TimeLog.of("inner").wrap((Integer n) -> 2 * n);
        var memo = Memo.lru(32, twice);
        assertThat(memo.apply(3) + memo.apply(3)).isEqualTo(12);
        assertThat(lines("inner")).hasSize(before + 1);
    }

    @Test
    void whatATaskThrowsIsRecordedAndThrown() throws IOException {
        int before = fresh("task");
        IllegalStateException mine = new IllegalStateException();
        Runnable task = TimeLog.of("task").wrap((Runnable) () -> {
            throw mine;
        });
        assertThatThrownBy(task::run).isSameAs(mine);
        assertThat(lines("task")).hasSize(before + 1);
    }

    @Test
    void theOtherSinksTakeFunctionsToo() throws Exception {
        Supplier<String> hello = TimeLog.of("hello", LogTime.Sink.JFR).wrap(() -> "hello");
        try (Recording recording = new Recording()) {
            recording.start();
            assertThat(hello.get()).isEqualTo("hello");
            recording.stop();
            Path file = Files.createTempFile("recording", ".jfr");
            recording.dump(file);
            assertThat(jdk.jfr.consumer.RecordingFile.readAllEvents(file))
                    .filteredOn(event -> event.getEventType().getName().equals("dev.memoize.Execution"))
                    .extracting(event -> event.getString("method"))
                    .contains("hello");
            Files.delete(file);
        }
    }

    @LogTime
    static int virtual(int n) {
        return n;
    }

    @Test
    void virtualThreadsRecord() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "needs virtual threads");
        int before = fresh("virtual");
        ExecutorService executor = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        List<Future<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            tasks.add(executor.submit(() -> {
                for (int n = 0; n < 100; n++) {
                    virtual(n);
                }
            }));
        }
        for (Future<?> task : tasks) {
            task.get();
        }
        executor.shutdown();
        assertThat(lines("virtual"))
                .hasSize(before + 200_000)
                .allMatch(line -> line.matches(".{26}\tvirtual\t\\d+\\.\\d{4}"));
    }
}
