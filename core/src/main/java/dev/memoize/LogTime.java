package dev.memoize;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Records every execution of a method: when it ended, its name, and how many seconds it took.
 *
 * <p>As with Python's decorators, the annotation nearer to the method is the inner one: below {@link Memoize} it
 * records real executions only, above it every call.
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
        /** A {@code dev.memoize.Execution} event of JDK Flight Recorder. */
        JFR,
        /** {@link System.Logger} {@code dev.memoize.logtime}, level {@code INFO}. */
        LOGGER
    }
}
