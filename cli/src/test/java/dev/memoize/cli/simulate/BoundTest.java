package dev.memoize.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.heap.Eviction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BoundTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    @Test
    void itIsWhatFitsIntoTheRoomOfAllCalls() {
        // a for 2 calls, b for 2: a cache of one has room for three of the four, one of two for all.
        Trace even = Trace.of("t", "a", "b", "a", "b");
        assertThat(Bound.best(even, 1, i -> 1)).isCloseTo(1.5, EXACT);
        assertThat(Bound.best(even, 2, i -> 1)).isCloseTo(2, EXACT);
        // a weighs 2 for 1 call and gives 10; b weighs 1 for 3 calls and gives 3: room of 2 for 3 calls takes both.
        Trace costly = Trace.of("t", "b 1 3", "a 2 10", "a", "b");
        assertThat(Bound.best(costly, 2, costly::cost)).isCloseTo(13, EXACT);
        // Room of 1 for 3 calls: a never fits, b does.
        assertThat(Bound.best(costly, 1, costly::cost)).isCloseTo(3, EXACT);
        // What weighs nothing is kept for nothing.
        assertThat(Bound.best(Trace.of("t", "a 0", "b 5", "a"), 1, i -> 1)).isCloseTo(1, EXACT);
    }

    @Test
    void itIsNeverBelowTheExactOptimum() {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            long[] keys = random.longs(40, 0, 9).toArray();
            Trace trace = Trace.of("t", keys);
            int capacity = 1 + random.nextInt(5);
            assertThat(Bound.best(trace, capacity, k -> 1) + 1e-9)
                    .as("%s, %d", List.of(keys), capacity)
                    .isGreaterThanOrEqualTo(Belady.hits(trace, capacity));
        }
    }

    /** Every choice, tried: what the cache saves at most. */
    private static double best(Trace trace, int at, Set<Integer> kept, long capacity, Map<String, Double> known) {
        if (at == trace.accesses()) {
            return 0;
        }
        Double before = known.get(at + " " + kept);
        if (before != null) {
            return before;
        }
        int key = (int) trace.key(at);
        Set<Integer> with = new TreeSet<>(kept);
        double hit = with.add(key) ? 0 : trace.cost(at);
        double best = 0;
        for (Set<Integer> choice : subsets(with)) {
            long weight = 0;
            for (int k : choice) {
                weight += k + 1;
            }
            if (weight <= capacity) {
                best = Math.max(best, hit + best(trace, at + 1, choice, capacity, known));
            }
        }
        known.put(at + " " + kept, best);
        return best;
    }

    private static List<Set<Integer>> subsets(Set<Integer> of) {
        List<Integer> all = List.copyOf(of);
        List<Set<Integer>> subsets = new java.util.ArrayList<>();
        for (int bits = 0; bits < 1 << all.size(); bits++) {
            Set<Integer> subset = new TreeSet<>();
            for (int i = 0; i < all.size(); i++) {
                if ((bits >> i & 1) != 0) {
                    subset.add(all.get(i));
                }
            }
            subsets.add(subset);
        }
        return subsets;
    }

    @Test
    void itIsNeverBelowTheBestOfAllChoicesWithWeightsAndCosts() {
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            String[] lines = new String[12];
            for (int k = 0; k < lines.length; k++) {
                int key = random.nextInt(5);
                lines[k] = key + " " + (key + 1) + " " + (1 + key * 7 % 5);
            }
            Trace trace = Trace.of("t", lines);
            long capacity = 1 + random.nextInt(8);
            assertThat(Bound.best(trace, capacity, trace::cost) + 1e-9)
                    .as("%s, %d", List.of(lines), capacity)
                    .isGreaterThanOrEqualTo(best(trace, 0, Set.of(), capacity, new HashMap<>()));
        }
    }

    @Test
    void noPolicyExceedsIt() {
        Random random = new Random(3);
        String[] lines = new String[20_000];
        for (int i = 0; i < lines.length; i++) {
            int key = (int) Math.abs(random.nextGaussian() * 200);
            lines[i] = key + " " + (1 + key * 31 % 17) + " " + (1 + key * 37 % 101);
        }
        Trace trace = Trace.of("t", lines);
        for (Cell cell :
                new Simulation(Set.of(Eviction.values()), 2, (a, b, c) -> {}).run(trace, List.of(100L, 900L))) {
            for (Eviction policy : Eviction.values()) {
                assertThat(cell.hits().ratio(policy))
                        .isPositive()
                        .isLessThan(cell.hits().optimum());
                assertThat(cell.saved().ratio(policy))
                        .isPositive()
                        .isLessThan(cell.saved().optimum());
            }
            assertThat(cell.saved().ratio(Eviction.COST_AWARE))
                    .as("costs count")
                    .isGreaterThan(cell.saved().ratio(Eviction.LRU));
        }
    }
}
