package dev.memoize.logtime;

import java.util.Locale;
import java.util.ServiceConfigurationError;

/**
 * Records through {@link System.Logger}, on the caller's thread: what a logging framework adds to a message (thread,
 * context, time) is right there only, and asynchrony is its business.
 */
final class LoggerSite extends LogSite {
    private final System.Logger logger;
    private final String name;

    private LoggerSite(System.Logger logger, String name) {
        this.logger = logger;
        this.name = name;
    }

    static LogSite of(String name) {
        try {
            return new LoggerSite(System.getLogger(LOGGER), name);
        } catch (RuntimeException | ServiceConfigurationError e) {
            WARNINGS.once("logger", "@LogTime(sink = LOGGER) records nothing, since there is no System.Logger: " + e);
            return new LogSite();
        }
    }

    @Override
    public long start() {
        return System.nanoTime();
    }

    @Override
    public void record(long startedAt) {
        long nanos = System.nanoTime() - startedAt;
        try {
            if (logger.isLoggable(System.Logger.Level.INFO)) {
                logger.log(System.Logger.Level.INFO, String.format(Locale.ROOT, "%s took %.9f s", name, nanos / 1e9));
            }
        } catch (Throwable t) {
            // The method's own result or exception goes on.
            WARNINGS.once("logger", "@LogTime(sink = LOGGER): the System.Logger threw " + t);
        }
    }
}
