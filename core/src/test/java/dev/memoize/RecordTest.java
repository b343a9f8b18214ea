package dev.memoize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memoize.trace.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recorded memo writes down is what it did. */
class RecordTest {
    private static final int CALLS = 5_000;

    @TempDir
    Path folder;

    private final Random random = new Random(17);

    private MemoBuilder recorded(int maxSize) {
        return Memo.builder().maxSize(maxSize).record(folder.resolve("t").toString());
    }

    private List<String[]> lines() throws IOException {
        Recorder.flush();
        List<String[]> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("t"))) {
            if (!line.startsWith("#")) {
                lines.add(line.split(" "));
            }
        }
        return lines;
    }

    /** The hits of an LRU cache that we did not write. */
    private static long lruHits(List<String[]> lines, int maxSize) {
        Map<String, Boolean> lru = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > maxSize;
            }
        };
        return lines.stream().filter(line -> lru.put(line[0], true) != null).count();
    }

    private void assertSameHits(Memo memo) throws IOException {
        CacheInfo info = memo.cacheInfo();
        List<String[]> lines = lines();
        assertThat(lines).hasSize((int) (info.hits() + info.misses()));
        assertThat(lruHits(lines, info.maxSize())).as(info.toString()).isEqualTo(info.hits());
        assertThat(info.hits()).isPositive();
        assertThat(lines.stream().filter(line -> line.length == 3)).hasSize((int) info.misses());
    }

    private int key() {
        return (int) Math.abs(random.nextGaussian() * 30);
    }

    @Test
    void primitiveKeys() throws IOException {
        MemoOf1<LongUnaryOperator, Long, Long> memo = recorded(20).primitive().longUnary(n -> n * n);
        for (int i = 0; i < CALLS; i++) {
            long n = key();
            assertThat(memo.function().applyAsLong(n)).isEqualTo(n * n);
        }
        assertSameHits(memo);
    }

    @Test
    void primitiveKeysOfALargeMemo() throws IOException {
        MemoOf1<LongUnaryOperator, Long, Long> memo =
                recorded(1 << 16).primitive().longUnary(n -> n * n);
        for (int i = 0; i < CALLS; i++) {
            assertThat(memo.function().applyAsLong(key())).isNotNegative();
        }
        assertSameHits(memo);
    }

    @Test
    void references() throws IOException {
        Memo1<String, Integer> memo = recorded(20).function(String::length);
        for (int i = 0; i < CALLS; i++) {
            assertThat(memo.apply("x".repeat(key()))).isLessThan(1_000);
        }
        assertSameHits(memo);
    }

    @Test
    void severalArguments() throws IOException {
        Memo2<Integer, List<Integer>, Integer> memo = recorded(20).biFunction((a, b) -> a + b.get(0));
        for (int i = 0; i < CALLS; i++) {
            memo.apply(key() / 10, List.of(key() / 10));
        }
        assertSameHits(memo);
    }

    @Test
    void aMemoWithTimes() throws IOException {
        Memo1<Integer, Integer> memo = recorded(20)
                .ttl(Duration.ofHours(1))
                .expireAfterAccess(Duration.ofHours(1))
                .function(n -> n);
        for (int i = 0; i < CALLS; i++) {
            memo.apply(key());
        }
        assertSameHits(memo);
    }

    @Test
    void recursionCountsACallWhenItsResultIsStored() throws IOException {
        Memo1<Integer, Long> memo =
                recorded(2).recursive((self, n) -> n < 2 ? (long) n : self.apply(n - 1) + self.apply(n - 2));
        assertThat(memo.apply(30)).isEqualTo(832_040);
        assertSameHits(memo);
        memo.apply(12);
        assertSameHits(memo);
    }

    @Test
    void untypedNumbersAreOneKey() throws IOException {
        Memo1<Number, Long> memo = recorded(20).typed(false).function(Number::longValue);
        for (int i = 0; i < CALLS; i++) {
            int n = key();
            memo.apply(i % 2 == 0 ? (Number) n : (Number) (double) n);
        }
        assertSameHits(memo);
    }

    @Test
    void otherPoliciesRecordTheSameCalls() throws IOException {
        Memo1<Integer, Integer> memo = recorded(20).eviction(Eviction.SIEVE).function(n -> n);
        List<Integer> keys = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            keys.add(key());
            memo.apply(keys.get(i));
        }
        List<String[]> lines = lines();
        Map<String, Integer> meaning = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            assertThat(meaning.computeIfAbsent(lines.get(i)[0], name -> keys.get(0)))
                    .isNotNull();
            meaning.put(lines.get(i)[0], keys.get(i));
        }
        assertThat(meaning).hasSize((int) keys.stream().distinct().count());
    }

    @Test
    void weightsAreWrittenWithTheCost() throws IOException {
        Memo1<Integer, Integer> memo =
                recorded(20).maxWeight(1_000, (Integer n) -> n + 5).function(n -> n);
        memo.apply(1);
        memo.apply(1);
        List<String[]> lines = lines();
        assertThat(lines.get(0)[1]).isEqualTo("6");
        assertThat(Long.parseLong(lines.get(0)[2])).isPositive();
        assertThat(lines.get(1)).hasSize(1);
    }

    @Test
    void theCostIsThatOfTheBody() throws IOException {
        Memo1<Integer, Integer> memo = recorded(20).function(n -> {
            long end = System.nanoTime() + 2_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return n;
        });
        memo.apply(1);
        assertThat(Long.parseLong(lines().get(0)[2])).isGreaterThanOrEqualTo(1_999_000);
    }

    @Test
    void whoeverJoinsAComputationIsACallToo() throws Exception {
        CountDownLatch computing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Memo1<Integer, Integer> memo = recorded(20).function(n -> {
            computing.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return n;
        });
        List<java.util.concurrent.ForkJoinTask<Integer>> calls = new ArrayList<>();
        ForkJoinPool pool = new ForkJoinPool(3);
        try {
            for (int i = 0; i < 3; i++) {
                calls.add(pool.submit(() -> memo.apply(1)));
                computing.await();
            }
            go.countDown();
            calls.forEach(java.util.concurrent.ForkJoinTask::join);
        } finally {
            pool.shutdownNow();
        }
        List<String[]> lines = lines();
        assertThat(lines).hasSize(3);
        // Not the first, for another thread may find the result and be recorded before the one that stored it goes on.
        assertThat(lines.stream().filter(line -> line.length == 3))
                .as("the one that computed")
                .hasSize(1);
    }

    @Test
    void callsThatThrowAreLeftOut() throws IOException {
        AtomicLong calls = new AtomicLong();
        Memo1<Integer, Integer> memo = recorded(20).function(n -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("first");
            }
            return n;
        });
        try {
            memo.apply(1);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("first");
        }
        memo.apply(1);
        assertThat(lines()).hasSize(1);
    }

    @Test
    void aMemoThatStoresNothingRecordsItsCallsWithoutCosts() throws IOException {
        Memo1<Integer, Integer> memo = recorded(0).function(n -> n);
        memo.apply(1);
        memo.apply(2);
        memo.apply(1);
        List<String[]> lines = lines();
        assertThat(lines).hasSize(3).allMatch(line -> line.length == 1);
        assertThat(lines.get(0)[0]).isEqualTo(lines.get(2)[0]).isNotEqualTo(lines.get(1)[0]);
    }

    @Test
    void whatIsNotRecordedWritesNothing() throws IOException {
        Memo.builder().maxSize(2).function(n -> n).apply(1);
        Recorder.flush();
        assertThat(folder).isEmptyDirectory();
    }
}
