package dev.memoize.benchmarks;

import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.memoize.Memo;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;

/**
 * A memo of {@code int} to {@code long} as it grows: nanoseconds of CPU time for a call that fills it, for a hit
 * anywhere, for a miss that evicts, and what the garbage collector has to do. A JVM for each size.
 */
final class Scale {
    static final String NAME = "scale";

    private static final int CALLS = 5_000_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Scale() {}

    public static void main(String[] args) {
        int size = Integer.parseInt(args[1]);
        IntToLongFunction cache = args[0].equals("memoize")
                ? Memo.builder().maxSize(size).primitive().intToLong(Work::of).function()
                : caffeine(size);
        long kept = 0;
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < size; i++) {
            kept += cache.applyAsLong(Work.key(i));
        }
        long filled = THREADS.getCurrentThreadCpuTime();
        long collecting = collecting();
        SplittableRandom random = new SplittableRandom(42);
        int[] keys = random.ints(CALLS, 0, size).map(Work::key).toArray();
        for (int key : keys) {
            kept += cache.applyAsLong(key);
        }
        long hitsBegin = THREADS.getCurrentThreadCpuTime();
        for (int key : keys) {
            kept += cache.applyAsLong(key);
        }
        long hitsEnd = THREADS.getCurrentThreadCpuTime();
        int misses = Math.min(CALLS, size);
        for (int i = size; i < size + misses; i++) {
            kept += cache.applyAsLong(Work.key(i));
        }
        long missesEnd = THREADS.getCurrentThreadCpuTime();
        long before = System.nanoTime();
        System.gc();
        long full = System.nanoTime() - before;
        System.out.printf(
                Locale.ROOT,
                "%.1f,%.1f,%.1f,%d,%.1f,%d%n",
                (filled - start) / (double) size,
                (hitsEnd - hitsBegin) / (double) CALLS,
                (missesEnd - hitsEnd) / (double) misses,
                collecting,
                full / 1e6,
                kept & 1);
    }

    private static IntToLongFunction caffeine(int size) {
        LoadingCache<Integer, Long> cache = Peers.caffeineSameThread(size, Work::of);
        return cache::get;
    }

    /** Milliseconds that the collector has taken so far. */
    private static long collecting() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    /** The table for the page; the figures go to a file beside the others. */
    static String table(Path results, boolean quick) throws IOException, InterruptedException {
        StringBuilder raw = new StringBuilder("cache,entries,fill_ns,hit_ns,miss_ns,gc_filling_ms,full_gc_ms\n");
        StringBuilder text =
                new StringBuilder("| entries | | filling, a call | a hit | a miss that evicts | collections while"
                        + " filling | a full collection |\n|---:|---|---:|---:|---:|---:|---:|\n");
        for (int size : quick ? List.of(1_000_000, 10_000_000) : List.of(1_000_000, 10_000_000, 100_000_000)) {
            for (String cache : List.of("memoize", "caffeine")) {
                if (cache.equals("caffeine") && size > 10_000_000) {
                    // 10 GB, which most machines that run this do not have to spare.
                    continue;
                }
                String heap = size > 10_000_000 ? "-Xmx8g" : "-Xmx4g";
                String line = Child.run(Scale.class, List.of(heap), cache, Integer.toString(size))
                        .get(0);
                raw.append(cache)
                        .append(',')
                        .append(size)
                        .append(',')
                        .append(line)
                        .append('\n');
                String[] f = line.split(",");
                text.append(String.format(
                        Locale.ROOT,
                        "| %,d | %s | %s ns | %s ns | %s ns | %s ms | %s ms |%n",
                        size,
                        cache.equals("memoize") ? "**Memoize**" : "Caffeine, evicting on the calling thread",
                        f[0],
                        f[1],
                        f[2],
                        f[3],
                        f[4]));
            }
        }
        Files.writeString(results.resolve("raw").resolve(NAME + ".csv"), raw);
        return text.toString();
    }
}
