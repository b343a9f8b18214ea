package dev.memoize.redis;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Threads that wait for another process to compute a key. Thread-safe. */
final class Waiters {
    private final ConcurrentHashMap<RedisKey, CountDownLatch> latches = new ConcurrentHashMap<>();

    /** Take it before asking whether there is something to wait for: a call in between is not lost then. */
    CountDownLatch register(RedisKey key) {
        return latches.computeIfAbsent(key, k -> new CountDownLatch(1));
    }

    /** Waits until {@link #wake}, but not for ever. */
    void await(RedisKey key, CountDownLatch latch, long nanos) throws InterruptedException {
        try {
            latch.await(nanos, TimeUnit.NANOSECONDS);
        } finally {
            done(key, latch);
        }
    }

    /** Says that this one does not wait after all; others who registered look again. */
    void done(RedisKey key, CountDownLatch latch) {
        if (latches.remove(key, latch)) {
            latch.countDown();
        }
    }

    void wake(RedisKey key) {
        CountDownLatch latch = latches.remove(key);
        if (latch != null) {
            latch.countDown();
        }
    }

    void wakeAll() {
        latches.keySet().forEach(this::wake);
    }
}
