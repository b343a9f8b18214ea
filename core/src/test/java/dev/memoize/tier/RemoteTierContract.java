package dev.memoize.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.MemoBuilder;
import dev.memoize.spi.RemoteTier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What any {@link RemoteTier} has to do, seen through memos. A tier's own tests extend this class; each process of a
 * test has a tier object of its own.
 */
@Timeout(60)
public abstract class RemoteTierContract {
    private static final AtomicInteger TESTS = new AtomicInteger();
    private String test;
    private final List<RemoteTier> tiers = new ArrayList<>();
    private ExecutorService threads;

    @BeforeEach
    final void begin() {
        test = "contract" + ProcessHandle.current().pid() + "-" + TESTS.incrementAndGet();
        threads = Executors.newCachedThreadPool();
        tiers.clear();
    }

    /** A tier as a process would open it, connected, with the results of all others. */
    protected abstract RemoteTier newProcess() throws Exception;

    @AfterEach
    final void closeTiers() {
        tiers.forEach(RemoteTier::close);
        threads.shutdownNow();
    }

    /** Another process. */
    protected final RemoteTier process() throws Exception {
        RemoteTier tier = newProcess();
        tiers.add(tier);
        return tier;
    }

    protected final MemoBuilder memo(RemoteTier process) {
        return memo(process, String.class);
    }

    protected final MemoBuilder memo(RemoteTier process, Class<?> type) {
        return Memo.builder().name(test).tier(process, type).maxSize(1000);
    }

    protected final <T> Future<T> async(Callable<T> task) {
        return threads.submit(task);
    }

    /** Waits, within a bound, for what a message or the passing of time brings about. */
    protected static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("still not true after 20 s").isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** A body that says how often it ran. */
    protected static final class Counted implements Function<String, String> {
        public final AtomicInteger runs = new AtomicInteger();
        public volatile String suffix = "";

        @Override
        public String apply(String key) {
            runs.incrementAndGet();
            return key + suffix;
        }
    }

    @Test
    void resultsAreSharedBetweenProcesses() throws Exception {
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
    void nullIsAResult() throws Exception {
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
    void primitivesAreShared() throws Exception {
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
    void invalidationReachesOtherProcesses() throws Exception {
        Counted body = new Counted();
        Memo1<String, String> memoA = memo(process()).function(body);
        Memo1<String, String> memoB = memo(process()).function(body);
        memoA.apply("x");
        eventually(() -> memoA.tierInfo().stores() == 1);
        memoB.apply("x");
        body.suffix = " new";
        assertThat(memoA.invalidate("x")).isTrue();
        assertThat(memoA.apply("x")).isEqualTo("x new");
        eventually(() -> memoB.apply("x").equals("x new"));
        assertThat(memoA.invalidate("never seen")).isFalse();
    }

    @Test
    void putReachesOtherProcesses() throws Exception {
        Counted body = new Counted();
        Memo1<String, String> memoA = memo(process()).function(body);
        Memo1<String, String> memoB = memo(process()).function(body);
        memoB.put("x", "predefined");
        assertThat(memoA.apply("x")).isEqualTo("predefined");
        memoA.put("x", "changed");
        assertThat(memoA.peek("x")).isEqualTo("changed");
        eventually(() -> memoB.apply("x").equals("changed"));
        assertThat(body.runs).hasValue(0);
    }

    @Test
    void preloadedResultsAreShared() throws Exception {
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
    void manyAreReadAtOnce() throws Exception {
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
    void clearReachesOtherProcesses() throws Exception {
        Counted body = new Counted();
        Memo1<String, String> memoA = memo(process()).function(body);
        Memo1<String, String> memoB = memo(process()).function(body);
        memoA.apply("x");
        eventually(() -> memoA.tierInfo().stores() == 1);
        memoB.apply("x");
        body.suffix = " new";
        memoA.cacheClear();
        assertThat(memoA.apply("x")).isEqualTo("x new");
        eventually(() -> memoB.apply("x").equals("x new"));
        assertThat(memoA.cacheInfo().misses()).as("statistics are zeroed").isEqualTo(1);
    }

    @Test
    void conditionalInvalidationLeavesNothingThatMatches() throws Exception {
        Counted body = new Counted();
        Memo1<String, String> memoA = memo(process()).function(body);
        Memo1<String, String> memoB = memo(process()).function(body);
        memoA.apply("x");
        eventually(() -> memoA.tierInfo().stores() == 1);
        body.suffix = " new";
        memoB.invalidateIf(key -> key.equals("x"));
        assertThat(memoB.apply("x")).isEqualTo("x new");
        eventually(() -> memoA.apply("x").equals("x new"));
    }

    @Test
    void computationThatBeganBeforeAnInvalidationIsStoredNowhere() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<String> database = new AtomicReference<>("old");
        Memo1<String, String> memoA = memo(process()).function(key -> {
            String read = database.get();
            begun.countDown();
            await(goOn);
            return read;
        });
        Memo1<String, String> memoB = memo(process()).function(key -> database.get());
        Future<String> early = async(() -> memoA.apply("x"));
        await(begun);
        database.set("new");
        memoB.invalidate("x");
        assertThat(memoB.apply("x")).isEqualTo("new");
        goOn.countDown();
        assertThat(early.get()).isEqualTo("old");
        assertThat(memoB.apply("x")).isEqualTo("new");
        eventually(() -> "new".equals(memoA.apply("x")));
    }

    @Test
    void computationThatBeganBeforeAClearIsStoredNowhere() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<String> database = new AtomicReference<>("old");
        Memo1<String, String> memoA = memo(process()).function(key -> {
            String read = database.get();
            begun.countDown();
            await(goOn);
            return read;
        });
        Memo1<String, String> memoB = memo(process()).function(key -> database.get());
        Future<String> early = async(() -> memoA.apply("x"));
        await(begun);
        database.set("new");
        memoB.cacheClear();
        goOn.countDown();
        assertThat(early.get()).isEqualTo("old");
        assertThat(memoB.apply("x")).isEqualTo("new");
        eventually(() -> "new".equals(memoA.apply("x")));
    }

    @Test
    void callersInAllProcessesComputeOnce() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        List<Memo1<String, String>> memos = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
            memos.add(memo(process()).function(key -> {
                runs.incrementAndGet();
                await(new CountDownLatch(1), 50);
                return key + "!";
            }));
        }
        for (int round = 0; round < 3; round++) {
            String key = "cold" + round;
            List<Future<String>> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Memo1<String, String> memo = memos.get(i % 3);
                calls.add(async(() -> memo.apply(key)));
            }
            for (Future<String> call : calls) {
                assertThat(call.get()).isEqualTo(key + "!");
            }
        }
        assertThat(runs).hasValue(3);
    }

    @Test
    void memoWithoutAHeapStillShares() throws Exception {
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
    void failureLetsTheNextOneCompute() throws Exception {
        Memo1<String, String> failing = memo(process()).function(key -> {
            throw new IllegalStateException("no " + key);
        });
        Counted body = new Counted();
        Memo1<String, String> working = memo(process()).function(body);
        assertThatThrownBy(() -> failing.apply("x"))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("no x")
                .hasNoCause();
        assertThat(working.apply("x")).isEqualTo("x");
        assertThat(body.runs).hasValue(1);
        eventually(() -> working.tierInfo().stores() == 1);
        assertThat(failing.apply("x")).isEqualTo("x");
    }

    @Test
    void versionsAndNamesDoNotMeet() throws Exception {
        RemoteTier p = process();
        Counted body = new Counted();
        Memo1<String, String> one = memo(p).version("1").function(body);
        one.apply("x");
        eventually(() -> one.tierInfo().stores() == 1);
        body.suffix = "2";
        assertThat(memo(process()).version("2").function(body).apply("x")).isEqualTo("x2");
        assertThat(memo(process()).name(test + "other").function(body).apply("x"))
                .isEqualTo("x2");
        assertThat(memo(process()).version("1").function(body).apply("x")).isEqualTo("x");
    }

    @Test
    void resultsExpire() throws Exception {
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
    void bodiesMayCallThemselves() throws Exception {
        AtomicReference<Memo1<String, String>> self = new AtomicReference<>();
        Memo1<String, String> memo = memo(process())
                .function(key -> key.length() > 40 ? key : self.get().apply(key + "."));
        self.set(memo);
        assertThat(memo.apply("").length()).isEqualTo(41);
        AtomicInteger depth = new AtomicInteger();
        Memo1<String, String> sameKey = memo(process())
                .name(test + "same")
                .function(
                        key -> depth.incrementAndGet() > 3 ? "deep" : self.get().apply(key));
        self.set(sameKey);
        assertThat(sameKey.apply("x")).isEqualTo("deep");
    }

    @Test
    void processesThatNeedEachOthersKeysGoOn() throws Exception {
        AtomicReference<Memo1<String, String>> a = new AtomicReference<>();
        AtomicReference<Memo1<String, String>> b = new AtomicReference<>();
        CountDownLatch both = new CountDownLatch(2);
        Function<AtomicReference<Memo1<String, String>>, Function<String, String>> body = self -> key -> {
            both.countDown();
            await(both);
            return key.length() > 3
                    ? key
                    : self.get().apply(key.equals("ab") ? "ba" : key.equals("ba") ? "ab" : key + ".");
        };
        // ab needs ba, ba needs ab; the third one on a thread ends the recursion.
        AtomicInteger guard = new AtomicInteger();
        a.set(memo(process())
                .function(key ->
                        guard.incrementAndGet() > 6 ? "end" : body.apply(a).apply(key)));
        b.set(memo(process())
                .function(key ->
                        guard.incrementAndGet() > 6 ? "end" : body.apply(b).apply(key)));
        Future<String> fromA = async(() -> a.get().apply("ab"));
        Future<String> fromB = async(() -> b.get().apply("ba"));
        assertThat(fromA.get(30, TimeUnit.SECONDS)).isEqualTo("end");
        assertThat(fromB.get(30, TimeUnit.SECONDS)).isEqualTo("end");
    }

    @Test
    void argumentsThatAreDifferentHaveDifferentResults() throws Exception {
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
    void argumentsThatCannotBeKeysUseTheHeapAlone() throws Exception {
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
    void closedTierLeavesTheHeap() throws Exception {
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

    @Test
    void interruptEndsTheWaitForAnotherProcess() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Memo1<String, String> slow = memo(process()).function(key -> {
            begun.countDown();
            await(goOn);
            return "slow";
        });
        Memo1<String, String> other = memo(process()).function(key -> "own, interrupted " + Thread.interrupted());
        Future<String> first = async(() -> slow.apply("x"));
        await(begun);
        AtomicReference<String> got = new AtomicReference<>();
        Thread waiter = new Thread(() -> got.set(other.apply("x")));
        waiter.start();
        waiter.interrupt();
        waiter.join();
        assertThat(got).hasValue("own, interrupted true");
        goOn.countDown();
        assertThat(first.get()).isEqualTo("slow");
    }

    protected static void await(CountDownLatch latch) {
        await(latch, 30_000);
    }

    private static void await(CountDownLatch latch, long millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tagIsInvalidatedForAllProcesses() throws Exception {
        Counted a = new Counted();
        Counted b = new Counted();
        RemoteTier p = process();
        Memo1<String, String> memoA = memo(p).tags("all" + test, test + ":{0}").function(a);
        Memo1<String, String> memoB =
                memo(process()).tags("all" + test, test + ":{0}").function(b);
        memoA.apply("x");
        memoA.apply("y");
        eventually(() -> memoA.tierInfo().stores() == 2);
        memoB.apply("x");
        memoB.apply("y");
        assertThat(b.runs).hasValue(0);

        a.suffix = " new";
        b.suffix = " new";
        p.invalidateTag(test + ":x");
        assertThat(memoA.apply("x")).as("here, at once").isEqualTo("x new");
        eventually(() -> memoB.apply("x").equals("x new"));
        assertThat(memoA.apply("y")).isEqualTo("y");
        assertThat(memoB.apply("y")).isEqualTo("y");

        p.invalidateTag("all" + test);
        assertThat(memoA.apply("y")).isEqualTo("y new");
        eventually(() -> memoB.apply("y").equals("y new"));
    }

    @Test
    void tagIsOfAllMethods() throws Exception {
        Counted body = new Counted();
        RemoteTier p = process();
        Memo1<String, String> one = memo(p).name(test + "one").tags(test).function(body);
        Memo1<String, String> two = memo(p).name(test + "two").tags(test).function(body);
        one.apply("x");
        two.apply("x");
        eventually(() -> one.tierInfo().stores() + two.tierInfo().stores() == 2);
        body.suffix = " new";
        // By a process that has never had a result of either.
        process().invalidateTag(test);
        eventually(() -> one.apply("x").equals("x new") && two.apply("x").equals("x new"));
    }

    @Test
    void computationUnderWayIsReturnedAndNotStoredAnywhere() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        AtomicReference<String> database = new AtomicReference<>("old");
        RemoteTier p = process();
        RemoteTier q = process();
        Memo1<String, String> slow = memo(p).tags(test + ":{0}").function(key -> {
            String seen = database.get();
            reading.countDown();
            try {
                mayReturn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return seen;
        });
        Memo1<String, String> other = memo(q).tags(test + ":{0}").function(key -> database.get());
        Future<String> early = async(() -> slow.apply("x"));
        reading.await();
        database.set("new");
        q.invalidateTag(test + ":x");
        Future<String> later = async(() -> other.apply("x"));
        mayReturn.countDown();
        assertThat(early.get()).isEqualTo("old");
        assertThat(later.get()).as("asked for after the invalidation").isEqualTo("new");
        assertThat(slow.apply("x")).isEqualTo("new");
        Memo1<String, String> third = memo(process()).tags(test + ":{0}").function(key -> "third");
        assertThat(third.apply("x")).isNotEqualTo("old");
    }

    @Test
    void putResultsCarryTheirTagsToo() throws Exception {
        Counted body = new Counted();
        RemoteTier p = process();
        Memo1<String, String> memo = memo(p).tags(test + ":{0}").function(body);
        memo.put("x", "put");
        memo.preload(Map.of("y", "loaded", "z", "loaded"));
        Memo1<String, String> reader = memo(process()).tags(test + ":{0}").function(body);
        assertThat(reader.getAll(List.of("x", "y", "z")).values()).containsExactly("put", "loaded", "loaded");
        assertThat(body.runs).hasValue(0);
        p.invalidateTag(test + ":x");
        p.invalidateTag(test + ":y");
        eventually(() -> reader.apply("x").equals("x") && reader.apply("y").equals("y"));
        assertThat(reader.getAll(List.of("x", "y", "z")).values()).containsExactly("x", "y", "loaded");
        assertThat(memo.getAll(List.of("x", "y", "z")).values()).containsExactly("x", "y", "loaded");
    }

    @Test
    void methodWithOtherTagsDoesNotReadThoseResults() throws Exception {
        Counted old = new Counted();
        Counted anew = new Counted();
        Memo1<String, String> untagged = memo(process()).function(old);
        Memo1<String, String> tagged = memo(process()).tags(test + ":{0}").function(anew);
        untagged.apply("x");
        eventually(() -> untagged.tierInfo().stores() == 1);
        tagged.apply("x");
        assertThat(anew.runs)
                .as("the stored one could not be invalidated by its tag")
                .hasValue(1);
    }

    @Test
    void preloadingSaysHowFarItIs() throws Exception {
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
    void bulkReadsOfSeveralArguments() throws Exception {
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
}
