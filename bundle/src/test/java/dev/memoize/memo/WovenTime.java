package dev.memoize.memo;

import dev.memoize.spi.Ticker;

/** Gives the memos of woven methods that are not used yet a time of the test's own. */
public final class WovenTime implements AutoCloseable {
    private WovenTime(Ticker ticker) {
        Registry.wovenTicker = ticker;
    }

    public static WovenTime is(Ticker ticker) {
        return new WovenTime(ticker);
    }

    @Override
    public void close() {
        Registry.wovenTicker = Ticker.system();
    }
}
