package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Some of the rules of the {@link Contract}, for one configuration. Each rule gets a memo of its own. */
abstract class Rules {
    static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread t = new Thread(task, "contract");
        t.setDaemon(true);
        return t;
    });

    final Contract.Configuration c;
    final int maxSize;

    Rules(Contract.Configuration configuration) {
        this.c = configuration;
        this.maxSize = configuration.maxSize();
    }

    final Subject fresh() {
        return c.maker().get();
    }

    final int kept(int results) {
        return Math.min(results, maxSize);
    }

    final void assertCounts(long hits, long misses, int size, Subject memo) {
        assertEquals(new Counts(hits, misses, maxSize, size), memo.counts());
        assertEquals(0, memo.pending());
    }
}
