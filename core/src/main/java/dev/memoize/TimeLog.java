package dev.memoize;

import dev.memoize.logtime.LogSite;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@link LogTime} without weaving: records the executions of functions under a name.
 *
 * <pre>{@code
 * Function<String, Page> load = TimeLog.of("load").wrap(Pages::load);   // lines in load_eventLog.txt
 * }</pre>
 *
 * <p>All that {@link LogTime} says about files, cost, exceptions and settings holds here. Immutable; safe from any
 * thread.
 */
public final class TimeLog {
    private final LogSite site;

    private TimeLog(LogSite site) {
        this.site = site;
    }

    /**
     * Records in {@code <name>_eventLog.txt}.
     *
     * @throws dev.memoize.spi.ConfigurationError when a property cannot be obeyed
     */
    public static TimeLog of(String name) {
        return of(name, LogTime.Sink.FILE);
    }

    /**
     * Records in that sink. In events and messages the name stands alone, without a class.
     *
     * @throws dev.memoize.spi.ConfigurationError when a property cannot be obeyed
     */
    public static TimeLog of(String name, LogTime.Sink sink) {
        return new TimeLog(LogSite.of(TimeLog.class.getClassLoader(), "", name, sink.name()));
    }

    /**
     * Writes what has been recorded in files up to now by whichever thread, rather than within a tenth of a second. For
     * tests and for programs that read their own logs; the end of the process needs no such call. Blocks during output,
     * and throws nothing when a file cannot be written.
     */
    public static void flush() {
        LogSite.flush();
    }

    /** The function, recording each execution. */
    public <T, R> Function<T, R> wrap(Function<? super T, ? extends R> function) {
        return argument -> call(() -> function.apply(argument));
    }

    /** The supplier, recording each execution. */
    public <R> Supplier<R> wrap(Supplier<? extends R> supplier) {
        return () -> call(supplier);
    }

    /** The task, recording each execution. */
    public Runnable wrap(Runnable task) {
        return () -> {
            long start = site.start();
            Object event = site.startEvent();
            try {
                task.run();
            } finally {
                site.record(start);
                site.recordEvent(event);
            }
        };
    }

    private <R> R call(Supplier<? extends R> body) {
        long start = site.start();
        Object event = site.startEvent();
        try {
            return body.get();
        } finally {
            site.record(start);
            site.recordEvent(event);
        }
    }
}
