package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.Memoize;
import dev.memoize.memo.WovenTime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Times of woven methods, of every shape of key and result. */
@SuppressWarnings("memoize") // impure on purpose: how else to see what ran
@Timeout(120)
class TimesTest {
    private static final AtomicLong NOW = new AtomicLong();
    private static final AtomicInteger RUNS = new AtomicInteger();
    private static volatile boolean broken;

    private WovenTime time;

    @BeforeEach
    void stopTheClock() {
        time = WovenTime.is(NOW::get);
        NOW.set(0);
        RUNS.set(0);
        broken = false;
    }

    @AfterEach
    void letItGo() {
        time.close();
    }

    private static int run() throws IOException {
        int run = RUNS.incrementAndGet();
        if (broken) {
            throw new IOException("run " + run);
        }
        return run;
    }

    private static void after(String duration) {
        NOW.addAndGet(Duration.parse(duration).toNanos());
    }

    static final class Methods {
        @Memoize(ttl = "10s", staleIfError = "5s")
        static long longs(int n) throws IOException {
            return run();
        }

        @Memoize(ttl = "10s", staleIfError = "5s")
        static String strings(String key) throws IOException {
            return key + run();
        }

        @Memoize(ttl = "10s", staleIfError = "5s")
        double wide(String key, long n, int[] more) throws IOException {
            return run();
        }

        @Memoize(refreshAfterWrite = "10s")
        static int refreshed(int n) throws IOException {
            return run();
        }

        @Memoize(refreshAfterWrite = "10s")
        String refreshedHere(String a, int... more) throws IOException {
            return a + more.length + run();
        }

        @Memoize(refreshAfterWrite = "10s")
        static String refreshedByTheCaller(String a, @Memoize.Ignore String hint) throws IOException {
            return hint + run();
        }

        @Memoize(expireAfterAccess = "10s")
        static boolean idle(String a) throws IOException {
            return run() > 1;
        }
    }

    interface Call {
        Object call() throws IOException;
    }

    private static void standsInForAFailure(Call method) throws IOException {
        RUNS.set(0);
        broken = false;
        Object first = method.call();
        after("PT10S");
        broken = true;
        assertThat(method.call()).isEqualTo(first);
        after("PT4S");
        assertThat(method.call()).isEqualTo(first);
        after("PT1S");
        assertThatThrownBy(method::call).isInstanceOf(IOException.class).hasMessage("run 4");
    }

    @Test
    void anExpiredResultStandsInForAFailureOfEveryShape() throws IOException {
        standsInForAFailure(() -> Methods.longs(1));
        standsInForAFailure(() -> Methods.strings("k"));
        Methods instance = new Methods();
        standsInForAFailure(() -> instance.wide("k", 2, new int[] {3}));
    }

    @Test
    void anOldResultIsRefreshedInTheBackground() throws Exception {
        assertThat(Methods.refreshed(7)).isEqualTo(1);
        after("PT10S");
        assertThat(Methods.refreshed(7)).isEqualTo(1);
        while (Memo.of(Methods::refreshed).stats().refreshes() == 0) {
            Thread.onSpinWait();
        }
        assertThat(Methods.refreshed(7)).isEqualTo(2);
        assertThat(Memo.of(Methods::refreshed).cacheInfo()).isEqualTo(new CacheInfo(2, 1, 128, 1));
    }

    @Test
    void aRefreshHasTheInstanceAndAllArguments() throws Exception {
        Methods instance = new Methods();
        assertThat(instance.refreshedHere("a", 5, 6)).isEqualTo("a21");
        after("PT10S");
        instance.refreshedHere("a", 5, 6);
        Memo memo = Memo.of(Methods.class, "refreshedHere", String.class, int[].class);
        while (memo.stats().refreshes() == 0) {
            Thread.onSpinWait();
        }
        assertThat(instance.refreshedHere("a", 5, 6)).isEqualTo("a22");
    }

    @Test
    void whereTheKeyIsNotEnoughTheCallerRefreshes() throws IOException {
        assertThat(Methods.refreshedByTheCaller("a", "x")).isEqualTo("x1");
        after("PT10S");
        broken = true;
        assertThat(Methods.refreshedByTheCaller("a", "y")).isEqualTo("x1");
        assertThat(RUNS.get()).isEqualTo(2);
        assertThat(Methods.refreshedByTheCaller("a", "y")).isEqualTo("x1");
        assertThat(RUNS.get()).as("not again before the next interval").isEqualTo(2);
        after("PT10S");
        broken = false;
        assertThat(Methods.refreshedByTheCaller("a", "z")).isEqualTo("z3");
    }

    @Test
    void aUseProlongsWhatExpiresAfterAccess() throws IOException {
        assertThat(Methods.idle("a")).isFalse();
        after("PT9S");
        assertThat(Methods.idle("a")).isFalse();
        after("PT9S");
        assertThat(Methods.idle("a")).isFalse();
        after("PT10S");
        assertThat(Methods.idle("a")).isTrue();
    }
}
