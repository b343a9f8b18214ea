package dev.memoize.benchmarks;

import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.memoize.Memo;
import dev.memoize.MemoOf1;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;

/**
 * The longest single call of a full memo in which every second call is new and evicts, the others are spread over what
 * is stored. In CPU time of the calling thread, so that other programs on the machine do not count; reading that clock
 * is a good part of a microsecond and is in every figure.
 */
final class Pauses {
    static final String NAME = "pauses";

    private static final int CALLS = 3_000_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Pauses() {}

    public static void main(String[] args) {
        int size = Integer.parseInt(args[1]);
        IntToLongFunction cache = args[0].equals("memoize") ? memoize(size) : caffeine(size);
        for (int i = 0; i < size; i++) {
            cache.applyAsLong(Work.key(i));
        }
        SplittableRandom random = new SplittableRandom(42);
        int next = size;
        long worst = 0;
        long sum = 0;
        long kept = 0;
        for (int i = 0; i < CALLS; i++) {
            int key = Work.key(
                    (i & 1) == 0 ? next++ : next - 1 - (int) (random.nextDouble() * random.nextDouble() * size));
            long start = THREADS.getCurrentThreadCpuTime();
            kept += cache.applyAsLong(key);
            long took = THREADS.getCurrentThreadCpuTime() - start;
            worst = Math.max(worst, took);
            sum += took;
        }
        System.out.println(worst + " " + sum / CALLS + " " + (kept & 1));
    }

    private static IntToLongFunction memoize(int size) {
        MemoOf1<IntToLongFunction, Integer, Long> memo =
                Memo.builder().maxSize(size).primitive().intToLong(Work::of);
        return memo.function();
    }

    private static IntToLongFunction caffeine(int size) {
        LoadingCache<Integer, Long> cache = Peers.caffeineSameThread(size, Work::of);
        return cache::get;
    }

    static String table() throws Exception {
        StringBuilder text = new StringBuilder("| entries | | longest call | average call |\n|---:|---|---:|---:|\n");
        for (int size : List.of(10_000, 1_000_000, 10_000_000)) {
            for (String cache : List.of("memoize", "caffeine")) {
                String[] figures = Child.run(
                                Pauses.class,
                                List.of("-Xms8g", "-Xmn2g", "-Xmx8g", "-XX:+UseSerialGC"),
                                cache,
                                Integer.toString(size))
                        .get(0)
                        .split(" ");
                text.append(String.format(
                        Locale.ROOT,
                        "| %,d | %s | %.3f ms | %s ns |%n",
                        size,
                        cache.equals("memoize") ? "**Memoize**" : "Caffeine, evicting on the calling thread",
                        Long.parseLong(figures[0]) / 1e6,
                        figures[1]));
            }
        }
        return text.toString();
    }
}
