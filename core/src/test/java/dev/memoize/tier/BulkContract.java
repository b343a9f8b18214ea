package dev.memoize.tier;

import static dev.memoize.tier.TierProcesses.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.Memo1;
import dev.memoize.spi.RemoteTier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many results at once. A part of {@link RemoteTierContract}. */
public interface BulkContract extends TierProcesses {
    @Test
    default void preloadedResultsAreShared() throws Exception {
        Counted body = new Counted();
        Memo1<String, String> memoA = memo(process()).function(body);
        Memo1<String, String> memoB = memo(process()).function(body);
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            many.put("k" + i, "v" + i);
        }
        memoA.preload(many);
        many.forEach((key, value) -> assertThat(memoB.apply(key))
                .as(memoA.tierInfo() + " and " + memoB.tierInfo())
                .isEqualTo(value));
        assertThat(body.runs).hasValue(0);
    }

    @Test
    default void manyAreReadAtOnce() throws Exception {
        Counted a = new Counted();
        Counted b = new Counted();
        Memo1<String, String> memoA = memo(process()).function(a);
        Memo1<String, String> memoB = memo(process()).function(b);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            keys.add("k" + i);
        }
        memoA.getAll(keys);
        eventually(() -> memoA.tierInfo().stores() == 600);
        keys.add("only here");
        memoB.put("k0", "predefined");
        Map<String, String> got = memoB.getAll(keys);
        assertThat(got.keySet()).containsExactlyElementsOf(keys);
        got.forEach((key, value) -> assertThat(value).isEqualTo(key.equals("k0") ? "predefined" : key));
        assertThat(b.runs).as("600 of 601 were there").hasValue(1);
        assertThat(memoB.getAll(List.of())).isEmpty();
        memoA.invalidate("k5");
        eventually(() -> memoB.peek("k5") == null);
    }

    @Test
    default void preloadingSaysHowFarItIs() throws Exception {
        Counted body = new Counted();
        Memo1<String, String> memo = memo(process()).maxSize(10_000).function(body);
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < 2500; i++) {
            many.put("k" + i, "v" + i);
        }
        List<Integer> told = new ArrayList<>();
        memo.preload(many, told::add);
        assertThat(told).containsExactly(1000, 2000, 2500);
        Memo1<String, String> other = memo(process()).maxSize(10_000).function(body);
        assertThat(other.getAll(many.keySet())).isEqualTo(many);
        assertThat(body.runs).hasValue(0);
        assertThatThrownBy(() -> memo.preload(many, n -> {
                    throw new IllegalStateException("enough at " + n);
                }))
                .hasMessage("enough at 1000");
        memo.preload(Map.of(), told::add);
        assertThat(told).hasSize(3);
    }

    @Test
    default void bulkReadsOfSeveralArguments() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        RemoteTier p = process();
        RemoteTier q = process();
        var memoA = memo(p).biFunction((String s, Integer n) -> s + runs.incrementAndGet() * 0 + n);
        var memoB = memo(q).biFunction((String s, Integer n) -> s + runs.incrementAndGet() * 0 + n);
        List<List<Object>> all = List.of(List.of("a", 1), List.of("b", 2), List.of("a", 2));
        assertThat(memoA.getAll(all).values()).containsExactly("a01", "b02", "a02");
        eventually(() -> memoA.tierInfo().stores() == 3);
        assertThat(memoB.getAll(all).keySet()).containsExactlyElementsOf(all);
        assertThat(runs).hasValue(3);
        assertThatThrownBy(() -> memoB.getAll(List.of(List.of("a")))).hasMessage("got 1 arguments; this memo takes 2");
    }

    @Test
    default void bulkReadsOfPrimitives() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        RemoteTier p = process();
        RemoteTier q = process();
        var memoA = memo(p, long.class).primitive().longUnary(n -> n + 0 * runs.incrementAndGet());
        var memoB = memo(q, long.class).primitive().longUnary(n -> n + 0 * runs.incrementAndGet());
        assertThat(memoA.getAll(List.of(3L, -1L, 2L)).values()).containsExactly(3L, -1L, 2L);
        eventually(() -> memoA.tierInfo().stores() == 3);
        assertThat(memoB.getAll(List.of(2L, 3L, -1L))).containsExactlyEntriesOf(memoA.getAll(List.of(2L, 3L, -1L)));
        assertThat(runs).hasValue(3);
        assertThat(memoB.tierInfo().misses()).as("all came at once").isZero();

        var sumA = memo(p, int.class).name(test() + "sum").primitive().intBinary((a, b) -> a + b);
        var sumB = memo(q, int.class).name(test() + "sum").primitive().intBinary((a, b) -> -1);
        List<List<Integer>> pairs = List.of(List.of(1, 2), List.of(-5, 3));
        assertThat(sumA.getAll(pairs).values()).containsExactly(3, -2);
        eventually(() -> sumA.tierInfo().stores() == 2);
        assertThat(sumB.getAll(pairs).values()).containsExactly(3, -2);
        assertThatThrownBy(() -> sumB.getAll(List.of(List.of(1)))).hasMessage("got 1 arguments; this memo takes 2");
    }
}
