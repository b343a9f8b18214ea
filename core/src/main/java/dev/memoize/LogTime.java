package dev.memoize;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Records every execution of a method: when it ended, its name, and how many seconds it took, whether it returned or
 * threw. Any method with a body may be annotated, one without a result too.
 *
 * <p>As with Python's decorators, the annotation nearer to the method is the inner one: below {@link Memoize} it
 * records real executions only, above it every call, hits included.
 *
 * <p>Recording never changes what the method returns or throws, and is safe from any thread. A caller spends about a
 * tenth of a microsecond, in which it allocates nothing; lines are made and written by a daemon thread, each tenth of a
 * second. Memory is bounded: when the disk is slower than the callers, the callers write themselves, and no line is
 * dropped. Lines are whole and, for one thread, in order. Nothing is lost when the process ends by itself, by
 * {@link System#exit}, by an uncaught exception or by a signal that runs shutdown hooks. Where they do not run
 * ({@code kill -9}, {@link Runtime#halt}, a crash), what was recorded in the last tenth of a second is lost.
 *
 * <p>A file is appended to, and the methods of one name share one. One that cannot be written (no space, no permission)
 * gives one warning for its folder to the {@link System.Logger} {@code dev.memoize.logtime}, on standard error if the
 * process is ending; it is tried again every ten seconds, and what is recorded in between is lost.
 *
 * <p>{@code memoize.logtime.folder} says where files go instead of the working folder, and
 * {@code memoize.logtime.enabled=false} switches recording off; both are system properties or in a
 * {@code memoize.properties} on the class path. An unknown key or a bad value is a
 * {@link dev.memoize.spi.ConfigurationError} at the first call.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface LogTime {
    /** Where the record goes. */
    Sink sink() default Sink.FILE;

    /** A place that execution records go to. */
    enum Sink {
        /** A line in {@code <method>_eventLog.txt}: {@code yyyy-MM-dd HH:mm:ss.SSSSSS<TAB>name<TAB>seconds.ffff}. */
        FILE,
        /**
         * A {@code dev.memoize.Execution} event of JDK Flight Recorder, from the start of the execution to its end,
         * with class and method. Without a recording it costs next to nothing; without the module {@code jdk.jfr} there
         * is one warning and no event.
         */
        JFR,
        /**
         * The {@link System.Logger} {@code dev.memoize.logtime}, level {@code INFO}. On the caller's thread, so it
         * costs what the logger costs; what the logger throws is swallowed.
         */
        LOGGER
    }
}
