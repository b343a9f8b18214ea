package dev.memoize.logtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.LogTime;
import dev.memoize.Memoize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinksTest {
    @TempDir
    Path folder;

    @LogTime(sink = LogTime.Sink.JFR)
    static long sleepy(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("mine");
        }
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(nanos);
        }
        return nanos;
    }

    @Memoize
    @LogTime(sink = LogTime.Sink.JFR)
    static int memoized(int n) {
        return n < 1 ? 0 : 1 + memoized(n - 1);
    }

    private List<RecordedEvent> recorded(Recording recording) throws Exception {
        recording.stop();
        Path file = folder.resolve("recording.jfr");
        recording.dump(file);
        List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
        events.removeIf(event -> !event.getEventType().getName().equals("dev.memoize.Execution"));
        return events;
    }

    @Test
    void flightRecorderHasEachExecutionFromItsStartToItsEnd() throws Exception {
        sleepy(0);
        try (Recording recording = new Recording()) {
            recording.start();
            assertThat(sleepy(2_000_000)).isEqualTo(2_000_000);
            assertThatThrownBy(() -> sleepy(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThat(memoized(5)).isEqualTo(5);
            assertThat(memoized(5)).isEqualTo(5);
            List<RecordedEvent> events = recorded(recording);
            assertThat(events).hasSize(2 + 6);
            RecordedEvent slept = events.stream()
                    .filter(event -> event.getDuration().compareTo(Duration.ofMillis(2)) >= 0)
                    .filter(event -> event.getString("method").equals("sleepy"))
                    .findFirst()
                    .orElseThrow();
            assertThat(slept.getString("declaringClass")).isEqualTo(SinksTest.class.getName());
            assertThat(events.stream().filter(e -> e.getString("method").equals("memoized")))
                    .hasSize(6);
        }
    }

    @Test
    void flightRecordersThresholdLeavesOutFastExecutions() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("dev.memoize.Execution").withThreshold(Duration.ofDays(1));
            recording.start();
            sleepy(1);
            assertThat(recorded(recording)).isEmpty();
        }
    }

    @LogTime(sink = LogTime.Sink.LOGGER)
    static String greet(String name) {
        return "hello " + name;
    }

    @Test
    void theLoggerGetsOneMessageForEachExecution() {
        List<LogRecord> records = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.memoize.logtime");
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        try {
            assertThat(greet("you")).isEqualTo("hello you");
            logger.setLevel(Level.OFF);
            greet("nobody");
        } finally {
            logger.setLevel(null);
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.getLevel()).isEqualTo(Level.INFO);
            assertThat(record.getMessage()).matches("dev\\.memoize\\.logtime\\.SinksTest\\.greet took \\d+\\.\\d{9} s");
        });
    }

    @Test
    void aLoggerThatThrowsChangesNothing() {
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                throw new IllegalStateException("broken handler");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.memoize.logtime");
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        try {
            assertThat(greet("you")).isEqualTo("hello you");
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }
}
