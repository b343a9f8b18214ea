package dev.memoize.tier;

import static dev.memoize.tier.TierProcesses.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.Memo1;
import dev.memoize.spi.RemoteTier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What processes get of each other's results. A part of {@link RemoteTierContract}. */
public interface SharedResultsContract extends TierProcesses {
    @Test
    default void resultsAreSharedBetweenProcesses() throws Exception {
        Counted a = new Counted();
        Counted b = new Counted();
        Memo1<String, String> memoA = memo(process()).function(a);
        Memo1<String, String> memoB = memo(process()).function(b);
        assertThat(memoA.apply("x")).isEqualTo("x");
        eventually(() -> memoA.tierInfo().stores() == 1);
        assertThat(memoB.apply("x")).isEqualTo("x");
        assertThat(a.runs).hasValue(1);
        assertThat(b.runs).hasValue(0);
        assertThat(memoB.tierInfo().hits()).isEqualTo(1);
        assertThat(memoB.apply("x")).isEqualTo("x");
        assertThat(memoB.cacheInfo().hits()).as("the second one is the heap's").isEqualTo(1);
        assertThat(memoB.tierInfo().hits()).isEqualTo(1);
    }

    @Test
    default void nullIsAResult() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        Function<String, String> nothing = key -> {
            runs.incrementAndGet();
            return null;
        };
        Memo1<String, String> memoA = memo(process()).function(nothing);
        Memo1<String, String> memoB = memo(process()).function(nothing);
        assertThat(memoA.apply(null)).isNull();
        eventually(() -> memoA.tierInfo().stores() == 1);
        assertThat(memoB.apply(null)).isNull();
        assertThat(runs).hasValue(1);
    }

    @Test
    default void primitivesAreShared() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        RemoteTier p = process();
        RemoteTier q = process();
        var memoA = memo(p, long.class).primitive().longUnary(n -> n * runs.incrementAndGet());
        var memoB = memo(q, long.class).primitive().longUnary(n -> n * runs.incrementAndGet());
        assertThat(memoA.function().applyAsLong(-7)).isEqualTo(-7);
        eventually(() -> memoA.tierInfo().stores() == 1);
        assertThat(memoB.function().applyAsLong(-7)).isEqualTo(-7);
        assertThat(runs).hasValue(1);
    }

    @Test
    default void memoWithoutAHeapStillShares() throws Exception {
        Counted body = new Counted();
        Memo1<String, String> memoA = memo(process()).maxSize(0).function(body);
        Memo1<String, String> memoB = memo(process()).maxSize(0).function(body);
        memoA.apply("x");
        eventually(() -> memoA.tierInfo().stores() == 1);
        assertThat(memoA.apply("x")).isEqualTo("x");
        assertThat(memoB.apply("x")).isEqualTo("x");
        assertThat(body.runs).hasValue(1);
        assertThat(memoA.cacheInfo().currSize()).isZero();
        memoB.put("x", "changed");
        assertThat(memoA.apply("x")).isEqualTo("changed");
        body.suffix = " new";
        memoB.invalidate("x");
        assertThat(memoA.apply("x")).isEqualTo("x new");
        assertThat(memoA.getAll(List.of("x", "y")).values()).containsExactly("x new", "y new");
    }

    @Test
    default void versionsAndNamesDoNotMeet() throws Exception {
        RemoteTier p = process();
        Counted body = new Counted();
        Memo1<String, String> one = memo(p).version("1").function(body);
        one.apply("x");
        eventually(() -> one.tierInfo().stores() == 1);
        body.suffix = "2";
        assertThat(memo(process()).version("2").function(body).apply("x")).isEqualTo("x2");
        assertThat(memo(process()).name(test() + "other").function(body).apply("x"))
                .isEqualTo("x2");
        assertThat(memo(process()).version("1").function(body).apply("x")).isEqualTo("x");
    }

    @Test
    default void resultsExpire() throws Exception {
        Counted body = new Counted();
        Memo1<String, String> memoA =
                memo(process()).ttl(Duration.ofMillis(400)).function(body);
        Memo1<String, String> memoB =
                memo(process()).ttl(Duration.ofMillis(400)).function(body);
        memoA.apply("x");
        body.suffix = " new";
        eventually(() -> memoB.apply("x").equals("x new"));
        eventually(() -> memoA.apply("x").equals("x new"));
    }

    @Test
    default void argumentsThatAreDifferentHaveDifferentResults() throws Exception {
        List<Object> different = Arrays.asList(
                null,
                "",
                "null",
                0.0,
                -0.0,
                Double.NaN,
                0f,
                0,
                0L,
                (short) 0,
                false,
                "0",
                List.of(),
                List.of(0),
                List.of(0L),
                List.of("0"),
                List.of(List.of(0)),
                new int[] {},
                new long[] {},
                new int[] {0},
                new String[] {},
                new Object[] {},
                List.of("a", "b"),
                List.of("ab"),
                List.of("a,b"),
                TimeUnit.DAYS,
                "DAYS");
        Function<Object, String> name = o -> o == null
                ? "null"
                : o.getClass() + " " + (o.getClass().isArray() ? Arrays.deepToString(new Object[] {o}) : o);
        Memo1<Object, String> memoA = memo(process()).function(name);
        different.forEach(o -> assertThat(memoA.apply(o)).isEqualTo(name.apply(o)));
        eventually(() -> memoA.tierInfo().stores() == different.size());
        Memo1<Object, String> memoB = memo(process()).function(o -> "computed again");
        different.forEach(o -> assertThat(memoB.apply(o)).isEqualTo(name.apply(o)));
    }

    @Test
    default void argumentsThatCannotBeKeysUseTheHeapAlone() throws Exception {
        Memo1<Object, String> memo = memo(process()).function(o -> "computed");
        Object key = new Object();
        assertThat(memo.apply(key)).isEqualTo("computed");
        assertThat(memo.apply(key)).isEqualTo("computed");
        assertThat(memo.cacheInfo().hits()).isEqualTo(1);
        assertThat(memo.tierInfo().skipped()).isEqualTo(1);
        assertThat(memo.tierInfo().stores()).isZero();
        assertThat(memo.invalidate(key)).isTrue();
    }

    @Test
    default void closedTierLeavesTheHeap() throws Exception {
        RemoteTier p = process();
        Counted body = new Counted();
        Memo1<String, String> memo = memo(p).function(body);
        p.close();
        assertThat(memo.apply("x")).isEqualTo("x");
        assertThat(memo.apply("x")).isEqualTo("x");
        assertThat(body.runs).hasValue(1);
        memo.put("y", "put");
        assertThat(memo.apply("y")).isEqualTo("put");
        assertThat(memo.invalidate("x")).isTrue();
        memo.cacheClear();
    }
}
