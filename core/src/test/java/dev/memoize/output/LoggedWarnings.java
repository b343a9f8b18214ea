package dev.memoize.output;

import static dev.memoize.tier.TierProcesses.eventually;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a test makes a logger say, which then goes nowhere else. */
public final class LoggedWarnings extends Handler implements BeforeEachCallback, AfterEachCallback {
    private final Logger logger;
    private final List<String> all = Collections.synchronizedList(new ArrayList<>());

    public LoggedWarnings(String loggerName) {
        logger = Logger.getLogger(loggerName);
    }

    /** Level and message of each. */
    public List<String> all() {
        return all;
    }

    /** The first. Another thread tells it, and a busy machine may be long in coming to that thread. */
    public String first() throws InterruptedException {
        eventually(() -> !all.isEmpty());
        return all.get(0);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }

    @Override
    public void publish(LogRecord record) {
        all.add(record.getLevel() + " " + record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
