package dev.memoize.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.heap.Eviction;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Traces so short that one can follow them. */
class SimulationTest {
    private static Cell lru(long size, String... lines) {
        return new Simulation(Set.of(Eviction.LRU), 1, (a, b, c) -> {})
                .run(Trace.of("t", lines), List.of(size))
                .get(0);
    }

    private static double hits(Cell cell) {
        return cell.hits().ratio(Eviction.LRU);
    }

    private static double saved(Cell cell) {
        return cell.saved().ratio(Eviction.LRU);
    }

    private static Offset<Double> exact() {
        return Offset.offset(1e-6);
    }

    @Test
    void entriesCountWhereThereAreNoWeights() {
        // a b, then c evicts a; b is a hit, a is not.
        Cell cell = lru(2, "a", "b", "c", "b", "a");
        assertThat(hits(cell)).isCloseTo(1 / 5.0, exact());
        assertThat(cell.saved()).isNull();
    }

    @Test
    void whatIsSavedIsTheCostOfTheHits() {
        // Hits: b for 30 of 10 + 30 + 5 + 30 + 10.
        assertThat(saved(lru(2, "a 1 10", "b 1 30", "c 1 5", "b", "a"))).isCloseTo(30 / 85.0, exact());
    }

    @Test
    void weightsFillTheCache() {
        // 3 + 4 fit into 7; c weighs 2, so a goes; b is a hit; a evicts c, then b is one still.
        Cell cell = lru(7, "a 3", "b 4", "c 2", "b", "a", "b", "c");
        assertThat(hits(cell)).isCloseTo(2 / 7.0, exact());
    }

    @Test
    void whatIsHeavierThanTheCacheIsNotKeptAndEvictsNothing() {
        assertThat(hits(lru(7, "a 3", "b 8", "a", "b"))).isCloseTo(1 / 4.0, exact());
    }

    @Test
    void aDearKeyOutlastsCheapOnesUnderCostAware() {
        // a costs a hundred times what the others do; LRU gives it up each time.
        String[] lines = new String[400];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = i % 4 == 0 ? "a 1 100" : "k" + i + " 1 1";
        }
        Cell cell = new Simulation(Set.of(Eviction.COST_AWARE), 1, (a, b, c) -> {})
                .run(Trace.of("t", lines), List.of(3L))
                .get(0);
        assertThat(saved(cell)).isZero();
        assertThat(cell.saved().ratio(Eviction.COST_AWARE)).isGreaterThan(0.95);
        // 99 hits of a, all of which the bound allows.
        assertThat(cell.saved().optimum()).isCloseTo(9_900 / 10_300.0, exact());
    }

    @Test
    void sharesAreSharesOfTheWeight() {
        Trace weighed = Trace.of("t", "a 30", "b 50", "c 20");
        assertThat(Size.parse("50%").capacity(weighed))
                .as("one entry and a half")
                .isZero();
        assertThat(Size.parse("70").capacity(weighed)).isEqualTo(70);
        String[] many = new String[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = i + " 20";
        }
        assertThat(Size.parse("50%").capacity(Trace.of("t", many))).isEqualTo(1_000);
        assertThat(Size.parse("3000000000").capacity(Trace.of("t", many))).isEqualTo(3_000_000_000L);
    }
}
