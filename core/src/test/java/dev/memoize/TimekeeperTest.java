package dev.memoize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread behind all timed memos, by the real clock: what it brings about is waited for, never timed. */
@Timeout(120)
class TimekeeperTest {
    private static boolean isRunning() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals("memoize-time"));
    }

    @Test
    void anExpiredResultLeavesThoughNobodyAsks() throws InterruptedException {
        Memo1<String, Object> memo = Memo.builder().ttl(Duration.ofMillis(50)).function(key -> new Object());
        WeakReference<Object> result = new WeakReference<>(memo.apply("a"));
        assertTrue(isRunning() || memo.cacheInfo().currSize() == 0);
        while (memo.cacheInfo().currSize() != 0) {
            Thread.sleep(20);
        }
        while (result.get() != null) {
            System.gc();
            Thread.sleep(20);
        }
        assertEquals(1, memo.stats().expirations());
    }

    @Test
    void itHoldsNoMemo() throws InterruptedException {
        WeakReference<Memo1<String, byte[]>> memo = new WeakReference<>(forgotten());
        while (memo.get() != null) {
            System.gc();
            Thread.sleep(20);
        }
    }

    private static Memo1<String, byte[]> forgotten() {
        Memo1<String, byte[]> memo = Memo.builder().ttl(Duration.ofHours(1)).function(key -> new byte[1000]);
        memo.apply("a");
        return memo;
    }

    @Test
    void itEndsWithTheLastResultAndBeginsAgain() throws InterruptedException {
        Memo1<String, String> memo = Memo.builder().ttl(Duration.ofHours(1)).function(key -> key);
        memo.apply("a");
        assertTrue(isRunning());
        memo.cacheClear();
        while (isRunning()) {
            // Other tests' memos have to go first.
            System.gc();
            Thread.sleep(20);
        }
        memo.apply("a");
        assertTrue(isRunning());
        memo.cacheClear();
    }

    @Test
    void memosWithoutTimesOrWithATickerOfTheirOwnDoNotNeedIt() throws InterruptedException {
        while (isRunning()) {
            System.gc();
            Thread.sleep(20);
        }
        Memo.cache(key -> key).apply("a");
        Memo.builder()
                .ttl(Duration.ofHours(1))
                .ticker(() -> 0)
                .function(key -> key)
                .apply("a");
        assertFalse(isRunning());
    }
}
