package dev.memoize.spi;

/** A source of time. A test passes one of its own and moves it by hand. */
@FunctionalInterface
public interface Ticker {
    /** The nanoseconds since some fixed moment; never goes back. Called from any thread, under no lock of ours. */
    long nanos();

    /** The ticker that reads {@link System#nanoTime()}; always the same instance. */
    static Ticker system() {
        return SystemTicker.INSTANCE;
    }
}
