package dev.memoize.memo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.Memo2;
import dev.memoize.Memos;
import dev.memoize.spi.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What tags do to one heap. */
class TagsTest {
    private static RefKeyMemo memo(int maxSize, String tags) {
        Settings settings = Settings.DEFAULT.withMaxSize(maxSize).with("tags", tags);
        MemoizedMethod method = MemoizedMethod.function("f", "(Ljava/lang/Object;)Ljava/lang/Object;", settings);
        RefKeyMemo memo = new RefKeyMemo(method, null, Ticker.system());
        Registry.add(memo);
        return memo;
    }

    @Test
    void theIndexDoesNotOutgrowTheHeap() {
        RefKeyMemo memo = memo(100, "all,n:{0}");
        Function<Object, Object> body = n -> n;
        for (int i = 0; i < 100_000; i++) {
            memo.compute(i, body);
            assertThat(memo.tagIndex().size()).isLessThanOrEqualTo(100 + 256 + 2);
            i += i % 97;
        }
        assertThat(memo.invalidateTag("all")).isEqualTo(100);
    }

    @Test
    void ofTwoWhoInvalidateATagNeitherReturnsBeforeTheResultsAreGone() throws Exception {
        RefKeyMemo memo = memo(100, "n:{0}");
        memo.compute(1, n -> n);
        Blocked.bothWaitFor(memo, () -> memo.invalidateTag("n:1"));
        assertThat(memo.counts().currSize()).isZero();
        assertThat(memo.tagIndex().size()).isZero();
    }

    @Test
    void manyResultsOfOneTagAreForgottenTogether() {
        Memo2<String, Integer, Integer> memo =
                Memo.builder().maxSize(10_000).tags("category:{0}").biFunction((String category, Integer n) -> n);
        for (int i = 0; i < 3000; i++) {
            memo.apply(i % 3 == 0 ? "books" : "other", i);
        }
        assertThat(Memos.invalidateTag("category:books")).isEqualTo(1000);
        assertThat(memo.cacheInfo().currSize()).isEqualTo(2000);
        assertThat(memo.cacheInfo().misses()).as("statistics stay").isEqualTo(3000);
        assertThat(Memos.invalidateTag("category:books")).isZero();
    }

    @Test
    void everyComputationOfAKeyIsKeptFromStoring() throws Exception {
        CountDownLatch reading = new CountDownLatch(2);
        CountDownLatch mayReturn = new CountDownLatch(1);
        AtomicInteger source = new AtomicInteger(1);
        Memo1<Integer, Integer> memo = Memo.builder()
                .singleFlight(false)
                .tags("slow:{0}")
                .function((Integer n) -> {
                    int seen = source.get();
                    reading.countDown();
                    try {
                        mayReturn.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return seen;
                });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Integer> a = threads.submit(() -> memo.apply(7));
            Future<Integer> b = threads.submit(() -> memo.apply(7));
            reading.await();
            source.set(2);
            assertThat(Memos.invalidateTag("slow:7")).isZero();
            mayReturn.countDown();
            assertThat(a.get()).isEqualTo(1);
            assertThat(b.get()).isEqualTo(1);
            assertThat(memo.apply(7)).isEqualTo(2);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Results of several threads take another way into the heap than one thread's. */
    @Test
    void readersThatRaceWithAWriterLeaveNothingStale() throws Exception {
        int keys = 300;
        long seed = new Random().nextLong();
        System.out.println("TagsTest: seed " + seed);
        Random random = new Random(seed);
        AtomicIntegerArray database = new AtomicIntegerArray(keys);
        Memo1<Integer, Integer> memo = Memo.builder()
                .maxSize(keys)
                .tags("raced:{0}", "raced")
                .function((Integer key) -> {
                    int seen = database.get(key);
                    if (key % 16 == 0) {
                        Thread.yield();
                    }
                    return seen;
                });
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> readers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread reader = new Thread(() -> {
                while (!stop.get()) {
                    memo.apply(ThreadLocalRandom.current().nextInt(keys));
                }
            });
            reader.start();
            readers.add(reader);
        }
        int stale = 0;
        for (int round = 0; round < 40; round++) {
            for (int i = 0; i < 1000; i++) {
                int key = random.nextInt(keys);
                int written = database.incrementAndGet(key);
                Memos.invalidateTag(i % 200 == 0 ? "raced" : "raced:" + key);
                stale += memo.apply(key) < written ? 1 : 0;
            }
        }
        stop.set(true);
        for (Thread reader : readers) {
            reader.join();
        }
        for (int key = 0; key < keys; key++) {
            Integer kept = memo.peek(key);
            stale += kept == null || kept == database.get(key) ? 0 : 1;
        }
        assertThat(stale).isZero();
    }

    @Test
    void aRefreshUnderWayIsKeptFromStoring() {
        AtomicInteger source = new AtomicInteger(1);
        long[] now = {0};
        Runnable[] refresh = new Runnable[1];
        Memo1<Integer, Integer> memo = Memo.builder()
                .ticker(() -> now[0])
                .refreshAfterWrite(java.time.Duration.ofNanos(10))
                .executor(task -> refresh[0] = task)
                .tags("n:{0}")
                .function((Integer n) -> source.get());
        assertThat(memo.apply(7)).isEqualTo(1);
        now[0] = 20;
        assertThat(memo.apply(7)).isEqualTo(1);
        Memos.invalidateTag("n:7");
        refresh[0].run();
        source.set(2);
        assertThat(memo.apply(7)).isEqualTo(2);
    }

    @Test
    void aFailedComputationLeavesNothing() {
        RefKeyMemo memo = memo(100, "n:{0}");
        Function<Object, Object> failing = n -> {
            throw new IllegalStateException("no");
        };
        for (int i = 0; i < 10_000; i++) {
            int key = i;
            assertThatThrownBy(() -> memo.compute(key, failing)).hasMessage("no");
        }
        assertThat(memo.tagIndex().size()).isLessThanOrEqualTo(257);
    }

    @Test
    void tagsAreTakenLiterallyButForTheirPlaceholders() {
        RefKeyMemo memo = memo(100, "a.b[c]:{0}/x");
        memo.compute("one two", n -> n);
        assertThat(memo.invalidateTag("a.b[c]:one/x")).isZero();
        assertThat(memo.invalidateTag("a.b[c]:one two/x")).isOne();
        memo.compute("null", n -> n);
        assertThat(memo.invalidateTag("a.b[c]:null/x")).isOne();
    }

    @Test
    void whatIsNoTagIsRefused() {
        for (String bad : new String[] {"a b", "{}", "{0", "0}", "a{0}{", "{0.}", "{.0}", "{0..a}", "{a-b}"}) {
            assertThatThrownBy(() -> Settings.DEFAULT.with("tags", bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"");
        }
        assertThat(Settings.DEFAULT.with("tags", "").tags()).isEmpty();
        assertThat(Settings.parse("maxSize=3 tags=a,b=c:{0.d} ttl=10 s").tags()).hasSize(2);
    }
}
