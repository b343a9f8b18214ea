package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** When results end, are refreshed or stand in for others. */
final class TimeRules extends Rules {
    TimeRules(Contract.Configuration configuration) {
        super(configuration);
    }

    void check() {
        resultsExpire();
        callsKeepAlive();
        anOldResultStandsInForAFailureForAWhile();
        anOldResultIsServedAndRefreshed();
    }

    private void resultsExpire() {
        if (!c.times().expire() || maxSize == 0) {
            return;
        }
        Subject memo = fresh();
        memo.call(1);
        c.nanos().addAndGet(c.times().sure());
        assertEquals(1L, memo.peek(1));
        c.nanos().addAndGet(c.times().gone() - c.times().sure());
        memo.body(key -> 9L);
        assertEquals(Subject.ABSENT, memo.peek(1));
        assertFalse(memo.invalidate(1));
        assertEquals(9L, memo.call(1));
        assertCounts(0, 2, 1, memo);
    }

    private void callsKeepAlive() {
        long access = c.times().access();
        if (access == 0 || maxSize == 0) {
            return;
        }
        Subject memo = fresh();
        memo.call(1);
        memo.body(key -> 9L);
        c.nanos().addAndGet(access - 1);
        assertEquals(1L, memo.call(1), "at the last moment");
        c.nanos().addAndGet(access / 4);
        assertEquals(1L, memo.peek(1));
        c.nanos().addAndGet(access - access / 4);
        assertEquals(Subject.ABSENT, memo.peek(1), "a look is no use");
        assertEquals(9L, memo.call(1));
        assertCounts(1, 2, 1, memo);
    }

    private void anOldResultStandsInForAFailureForAWhile() {
        if (c.times().stale() == 0 || maxSize == 0) {
            return;
        }
        Subject memo = fresh();
        memo.call(1);
        c.nanos().addAndGet(c.times().gone());
        IllegalStateException thrown = new IllegalStateException();
        memo.body(key -> {
            throw thrown;
        });
        assertEquals(1L, memo.call(1));
        assertEquals(1L, memo.call(1), "each tries");
        assertEquals(0, memo.counts().hits());
        c.nanos().addAndGet(c.times().stale());
        assertSame(thrown, assertThrows(IllegalStateException.class, () -> memo.call(1)));
        assertCounts(0, 4, 0, memo);
    }

    private void anOldResultIsServedAndRefreshed() {
        Contract.Times t = c.times();
        if (t.refresh() == 0 || maxSize == 0) {
            return;
        }
        Subject memo = fresh();
        memo.call(1);
        long[] computed = {0};
        memo.body(key -> {
            computed[0]++;
            return 9L;
        });
        long hits = 0;
        // With calls all along where results end without them.
        for (long passed = 0; passed < t.refresh(); ) {
            long step = Math.min(t.refresh() - passed, t.access() == 0 ? t.refresh() : t.access() - 1);
            passed += step;
            c.nanos().addAndGet(step);
            Object result = memo.call(1);
            hits++;
            assertTrue(result.equals(1L) || computed[0] == 1, "refreshed before it is served");
        }
        assertEquals(1, computed[0], "carried out by the caller");
        assertEquals(9L, memo.peek(1));
        assertCounts(hits, 1, 1, memo);
    }
}
