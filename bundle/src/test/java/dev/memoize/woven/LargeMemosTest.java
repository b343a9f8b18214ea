package dev.memoize.woven;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.memoize.CacheInfo;
import dev.memoize.Memo;
import dev.memoize.Memo3;
import dev.memoize.Memoize;
import dev.memoize.Scope;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memos of so many results that those lie in rows, of keys of several parts and of one reference. */
@SuppressWarnings("memoize") // impure on purpose: how else to see what ran
@Timeout(120)
class LargeMemosTest {
    private static final int LARGE = 40_000;
    private static final int HITS = 100_000;

    private static int runs;

    @Memoize(maxSize = LARGE)
    static long mixed(int a, long b, String c) {
        runs++;
        return a * 31 + b * 7 + (c == null ? 3 : c.hashCode());
    }

    @Memoize(maxSize = LARGE)
    static long alsoMixed(long a, short b, Object c) {
        return a - b - c.hashCode();
    }

    @Memoize(maxSize = LARGE)
    static double words(double a, long b) {
        return a + b;
    }

    @Memoize(maxSize = LARGE)
    static boolean references(String a, int[] b) {
        return a.length() > b.length;
    }

    @Memoize(maxSize = LARGE)
    static float one(String a) {
        return a.length();
    }

    @Memoize(maxSize = Memoize.UNBOUNDED)
    static char ten(byte a, char b, short c, int d, long e, float f, double g, boolean h, String i, Object... j) {
        return (char) (a + b + c + d + e + f + g + i.length() + j.length);
    }

    @Memoize(maxSize = LARGE)
    int ofInstance(int a, long b) {
        return (int) (a + b) + salt;
    }

    @Memoize(scope = Scope.CLASS, maxSize = LARGE)
    int ofClass(String a) {
        return a.length() + salt;
    }

    private int salt;

    interface Constants {
        @Memoize(maxSize = LARGE)
        static int of(String a, int b) {
            return a.length() * b;
        }

        @Memoize(maxSize = LARGE)
        default int by(String a, int b) {
            return a.length() + b;
        }
    }

    @Memoize(maxSize = LARGE)
    static int paths(String a, int x, int y, int z) {
        return x < 0 || y < 0 || z < 0
                ? 0
                : x + y + z == 0 ? 1 : (paths(a, x - 1, y, z) + paths(a, x, y - 1, z) + paths(a, x, y, z - 1)) % 1000;
    }

    @Test
    void randomCallsAreCountedAndKeptAsByTheModel() {
        long seed = new Random().nextLong();
        System.out.println("LargeMemosTest: seed " + seed);
        Random random = new Random(seed);
        Memo3<Integer, Long, String, Long> memo = Memo.of(LargeMemosTest::mixed);
        memo.resize(1000);
        memo.cacheClear();
        Map<String, Boolean> model = new LinkedHashMap<>(16, 0.75f, true);
        long hits = 0;
        int before = runs;
        for (int i = 0; i < 50_000; i++) {
            int n = (int) (random.nextDouble() * random.nextDouble() * 3000);
            String c = n % 7 == 0 ? null : new String("c" + n % 3);
            assertThat(mixed(n, -n, c)).isEqualTo(n * 31L - n * 7L + (c == null ? 3 : c.hashCode()));
            String key = n + " " + c;
            if (model.get(key) != null) {
                hits++;
            } else {
                model.put(key, true);
                if (model.size() > 1000) {
                    model.remove(model.keySet().iterator().next());
                }
            }
            if (i % 100 == 50) {
                assertThat(memo.invalidate(n, (long) -n, c)).isTrue();
                model.remove(key);
            }
        }
        assertThat(memo.cacheInfo()).isEqualTo(new CacheInfo(hits, 50_000 - hits, 1000, model.size()));
        assertThat(runs - before).isEqualTo(50_000 - hits);
        memo.resize(LARGE);
    }

    @Test
    void everySignatureFindsItsOwnResults() {
        LargeMemosTest instance = new LargeMemosTest();
        LargeMemosTest other = new LargeMemosTest();
        other.salt = 1000;
        Constants constants = new Constants() {};
        Memo.of(LargeMemosTest::words).cacheClear();
        for (int round = 0; round < 3; round++) {
            for (int n = 0; n < 200; n++) {
                String s = "x".repeat(n % 20);
                assertThat(alsoMixed(n, (short) -n, n)).isEqualTo(n);
                assertThat(words(n, -n)).isZero();
                assertThat(references(s, new int[n])).isEqualTo(n % 20 > n);
                assertThat(one("x".repeat(n))).isEqualTo(n);
                assertThat(ten((byte) 1, 'a', (short) 2, n, 3, 4, 5, true, s, n, s))
                        .isEqualTo((char) (1 + 'a' + 2 + n + 3 + 4 + 5 + n % 20 + 2));
                assertThat(instance.ofInstance(n, 5)).isEqualTo(n + 5);
                assertThat(other.ofInstance(n, 5)).isEqualTo(n + 1005);
                assertThat(instance.ofClass(s)).isEqualTo(n % 20);
                assertThat(other.ofClass(s)).isEqualTo(n % 20 + 1000);
                assertThat(Constants.of(s, n)).isEqualTo(n % 20 * n);
                assertThat(constants.by(s, n)).isEqualTo(n % 20 + n);
            }
        }
        assertThat(Memo.of(LargeMemosTest::words).cacheInfo()).isEqualTo(new CacheInfo(400, 200, LARGE, 200));
        assertThat(Memo.of(other::ofInstance).cacheInfo()).isEqualTo(new CacheInfo(400, 200, LARGE, 200));
        assertThat(paths(new String("a"), 30, 30, 30)).isEqualTo(paths(new String("a"), 30, 30, 30));
    }

    private static void call(String name, LargeMemosTest instance, int n, String s, int[] array, Object[] rest) {
        switch (name) {
            case "mixed" -> mixed(n, 7, s);
            case "words" -> words(n, 7);
            case "references" -> references(s, array);
            case "one" -> one(s);
            case "ten" -> ten((byte) 1, 'a', (short) 2, n, 3, 4, 5, true, s, rest);
            case "instance" -> instance.ofInstance(n, 5);
            case "class" -> instance.ofClass(s);
            default -> Constants.of(s, n);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed", "words", "references", "one", "ten", "instance", "class", "interface"})
    void aHitAllocatesNothing(String name) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        LargeMemosTest instance = new LargeMemosTest();
        // Equal to those of the keys, but not the same.
        String[] strings = strings();
        int[] array = {1, 2, 3};
        Object[] rest = {"rest", 5L};
        for (int i = 0; i < 16; i++) {
            call(name, instance, i, strings[i], array.clone(), rest.clone());
        }
        strings = strings();
        long bytes = Long.MAX_VALUE;
        // What the compilers and the first of all calls do on this thread is not the hits'.
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < HITS; i++) {
                call(name, instance, i & 15, strings[i & 15], array, rest);
            }
            bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(bytes).isLessThan(HITS / 100);
    }

    private static String[] strings() {
        String[] strings = new String[16];
        Arrays.setAll(strings, i -> "key " + i);
        return strings;
    }
}
