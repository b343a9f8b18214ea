package dev.memoize.logtime;

import dev.memoize.config.Environment;
import dev.memoize.output.Warnings;
import dev.memoize.spi.ConfigurationError;
import java.io.File;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * A place in the code whose executions are recorded. Woven code holds it in a dynamic constant of its own class, and
 * nothing else refers to it, so a class goes with its loader.
 *
 * <p>Woven code asks for the start before the body and hands it back after it. For a file or a logger the start is a
 * {@code long}, which costs no allocation; for a JFR event it is the event, since only the event itself can tell when
 * it began. This class records nothing; the sinks override one of the two pairs. Safe from any thread.
 */
public class LogSite {
    static final String LOGGER = "dev.memoize.logtime";
    static final Warnings WARNINGS = new Warnings(LOGGER);

    private static final LogSite OFF = new LogSite();

    LogSite() {}

    /**
     * Links a woven method; for woven code.
     *
     * @param settings what is written in the annotation, {@code name=value}
     * @throws ConfigurationError when a property cannot be obeyed
     */
    public static LogSite bootstrap(MethodHandles.Lookup lookup, String name, Class<?> type, String settings) {
        Class<?> declaringClass = lookup.lookupClass();
        return of(declaringClass.getClassLoader(), declaringClass.getName(), name, sink(settings));
    }

    /**
     * A site of that name.
     *
     * @param loader whose class path has the settings; {@code null} is the boot loader
     * @param className empty for a function
     * @param sink {@code FILE}, {@code JFR} or {@code LOGGER}
     * @throws ConfigurationError when a property cannot be obeyed
     */
    public static LogSite of(@Nullable ClassLoader loader, String className, String name, String sink) {
        Environment environment = Environment.of(loader);
        File folder = folder(environment.get(Environment.LOGTIME_FOLDER));
        if (!environment.isOn(Environment.LOGTIME_ENABLED)) {
            return OFF;
        }
        String fullName = className.isEmpty() ? name : className + '.' + name;
        switch (sink) {
            case "FILE":
                return new FileSite(Journal.INSTANCE, Journal.INSTANCE.file(folder, name));
            case "LOGGER":
                return LoggerSite.of(fullName);
            case "JFR":
                return event(className, name);
            default:
                throw new IncompatibleClassChangeError("@LogTime of " + fullName + " has the sink " + sink
                        + ", which this version of memoize does not know; run with the version that compiled it");
        }
    }

    /** Writes what has been recorded in files up to now. */
    public static void flush() {
        Journal.INSTANCE.flush(1);
    }

    private static String sink(String settings) {
        String attribute = "sink=";
        return settings.startsWith(attribute) ? settings.substring(attribute.length()) : "FILE";
    }

    private static File folder(@Nullable String value) {
        if (value == null) {
            return new File("").getAbsoluteFile();
        }
        if (value.isEmpty() || value.indexOf('\0') >= 0) {
            throw new ConfigurationError(Environment.LOGTIME_FOLDER + " is \"" + value
                    + "\"; use the path of a folder, or leave it out for the working folder");
        }
        return new File(value).getAbsoluteFile();
    }

    /** Nothing here may link to {@code jdk.jfr}, which a run-time image need not have. */
    private static LogSite event(String className, String name) {
        try {
            return EventSite.of(className, name);
        } catch (LinkageError e) {
            WARNINGS.once(
                    "jfr",
                    "@LogTime(sink = JFR) records nothing, since JDK Flight Recorder is not in this run-time image ("
                            + e + "). Add the module jdk.jfr to it (--add-modules jdk.jfr), or use another sink.");
            return OFF;
        }
    }

    /** Called before the body. */
    public long start() {
        return 0;
    }

    /** Called after the body, whether it returned or threw. Throws nothing. */
    public void record(long startedAt) {}

    /** Called before the body when the sink is {@code JFR}. */
    public @Nullable Object startEvent() {
        return null;
    }

    /** Called after the body when the sink is {@code JFR}, whether it returned or threw. Throws nothing. */
    public void recordEvent(@Nullable Object started) {}
}
