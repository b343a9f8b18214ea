package dev.memoize.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.heap.Eviction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BeladyTest {
    /** Every choice, tried. */
    private static int best(long[] keys, int at, Set<Long> kept, int capacity, Map<String, Integer> known) {
        if (at == keys.length) {
            return 0;
        }
        String state = at + " " + kept;
        Integer before = known.get(state);
        if (before != null) {
            return before;
        }
        int best;
        if (kept.contains(keys[at])) {
            best = 1 + best(keys, at + 1, kept, capacity, known);
        } else {
            best = best(keys, at + 1, kept, capacity, known);
            Set<Long> with = new TreeSet<>(kept);
            with.add(keys[at]);
            if (with.size() <= capacity) {
                best = Math.max(best, best(keys, at + 1, with, capacity, known));
            } else {
                for (long gone : kept) {
                    Set<Long> next = new TreeSet<>(with);
                    next.remove(gone);
                    best = Math.max(best, best(keys, at + 1, next, capacity, known));
                }
            }
        }
        known.put(state, best);
        return best;
    }

    @Test
    void noSequenceOfChoicesHasMoreHits() {
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            long[] keys = random.longs(14, 0, 6).toArray();
            int capacity = 1 + random.nextInt(4);
            assertThat(Belady.hits(Trace.of("t", keys), capacity))
                    .as("%s, %d", List.of(keys), capacity)
                    .isEqualTo(best(keys, 0, new TreeSet<>(), capacity, new HashMap<>()));
        }
    }

    @Test
    void noPolicyHasMore() {
        Random random = new Random(3);
        long[] keys = new long[20_000];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (long) Math.abs(random.nextGaussian() * 200);
        }
        Trace trace = Trace.of("t", keys);
        for (Cell cell : new Simulation(Set.of(Eviction.values()), 2, (a, b, c) -> {}).run(trace, List.of(10L, 100L))) {
            for (Eviction policy : Eviction.values()) {
                assertThat(cell.hits().ratio(policy))
                        .isPositive()
                        .isLessThan(cell.hits().optimum());
            }
        }
    }
}
