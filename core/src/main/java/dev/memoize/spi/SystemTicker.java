package dev.memoize.spi;

/** The JVM's time. */
final class SystemTicker implements Ticker {
    static final SystemTicker INSTANCE = new SystemTicker();

    private SystemTicker() {}

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
