package dev.memoize.logtime;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One execution of a {@code @LogTime} method, from its start to its end. */
@Name("dev.memoize.Execution")
@Label("Execution")
@Description("An execution of a method that is annotated with @LogTime(sink = JFR)")
@Category("Memoize")
@StackTrace(false)
final class ExecutionEvent extends Event {
    @Label("Class")
    @Nullable
    String declaringClass;

    @Label("Method")
    @Nullable
    String method;
}
