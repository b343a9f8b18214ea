package dev.memoize.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hits, misses, evictions and their order are those of CPython's {@code lru_cache}: random traces of it, recorded now
 * and earlier, are replayed here, and every execution, result, exception and {@code cacheInfo} is compared.
 */
class CPythonOracleTest {
    private static final int CORPUS_SEED = 35780;
    private static final int CORPUS_STEPS = 20_000;
    private static final int LIVE_STEPS = 10_000;

    private static Trace replay(Trace trace, Subjects subjects, Random random) {
        new Replay(trace, subjects, random).run();
        System.out.printf(
                "%d calls in %d events are as in %s%n",
                trace.calls(), trace.line(), trace.header().substring(2));
        return trace;
    }

    private static Trace replayMixed(Trace trace, long seed) {
        Random random = new Random(seed);
        return replay(trace, Subjects.mixed(random), random);
    }

    @Test
    void recordedTracesReplayExactly() {
        Trace trace = replay(Python.corpus(), Subjects.plain(), new Random(1));
        assertTrue(trace.calls() > CORPUS_STEPS, "the corpus is too small: " + trace.calls() + " calls");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void recordedTracesReplayExactlyOnEveryKindOfFunction(long seed) {
        replayMixed(Python.corpus(), seed);
    }

    @Test
    void freshTracesReplayExactly() {
        assumeTrue(Python.isHere(), "no CPython 3.8 or newer is here");
        long seed = System.nanoTime() & Integer.MAX_VALUE;
        System.out.println("seed " + seed);
        Trace recorded = Python.record(seed, LIVE_STEPS);
        replayMixed(recorded, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 128})
    void tracesOfFixedSeedsReplayExactly(long seed) {
        assumeTrue(Python.isHere(), "no CPython 3.8 or newer is here");
        replayMixed(Python.record(seed, LIVE_STEPS), seed);
    }

    /** Also tells when a new Python behaves differently. */
    @Test
    void theCorpusIsWhatThisPythonRecords() {
        assumeTrue(Python.isHere(), "no CPython 3.8 or newer is here");
        assertEquals(
                Python.record(CORPUS_SEED, CORPUS_STEPS).events(),
                Python.corpus().events());
    }
}
