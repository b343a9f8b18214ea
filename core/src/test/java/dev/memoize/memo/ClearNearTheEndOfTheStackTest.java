package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.heap.Entry;
import dev.memoize.spi.Ticker;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClearNearTheEndOfTheStackTest {
    private static final int LEVELS = 150;
    private static final int KEYS = 10;

    @Test
    void whatIsComputedMeanwhileIsNotCountedWithoutBeingThere() throws Exception {
        LongKeyMemo memo = new LongKeyMemo(
                MemoizedMethod.function("cleared", "(J)J", Settings.DEFAULT.withMaxSize(1000), Callbacks.NONE),
                null,
                Ticker.system(),
                false);
        int failures = 0;
        for (int room = 0; room < LEVELS; room++) {
            memo.clear();
            Flight[] flights = new Flight[KEYS];
            for (int i = 0; i < KEYS; i++) {
                flights[i] = memo.open(i);
            }
            AtomicInteger failed = new AtomicInteger();
            int levels = room;
            Thread deep = new Thread(null, () -> descend(memo, 0, levels, failed), "deep", 1 << 17);
            deep.start();
            deep.join();
            failures += failed.get();
            for (int i = 0; i < KEYS; i++) {
                flights[i].complete((long) i);
            }
            Counts counts = memo.counts();
            int live = 0;
            for (Entry e : memo.entries()) {
                live += e.value() == null ? 0 : 1;
            }
            assertEquals(live, counts.currSize(), "cleared " + room + " levels above the end of the stack");
        }
        assertTrue(failures > 0);
    }

    /** Clears so many levels above the end of the stack. Returns the last level. */
    private static int descend(LongKeyMemo memo, int depth, int room, AtomicInteger failed) {
        int last;
        try {
            last = depth < 0 ? 0 : descend(memo, depth + 1, room, failed);
        } catch (StackOverflowError e) {
            last = depth;
        }
        if (last - depth == room) {
            try {
                memo.clear();
            } catch (StackOverflowError e) {
                failed.set(1);
            }
        }
        return last;
    }
}
