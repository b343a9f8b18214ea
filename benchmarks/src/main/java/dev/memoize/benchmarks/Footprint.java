package dev.memoize.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.memoize.Memoize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Retained heap for each of a million entries, keys and values included: what a collected heap holds with the cache and
 * without it. One JVM for each cache, with the serial collector, whose count is exact to the object.
 */
final class Footprint {
    static final String NAME = "footprint";

    private static final int ENTRIES = 1_000_000;
    private static final int WARM_UP = 1000;

    private Footprint() {}

    @Memoize(maxSize = ENTRIES)
    static long wovenInt(int n) {
        return Work.of(n);
    }

    @Memoize(maxSize = ENTRIES)
    static long wovenMixed(int a, long b, String c) {
        return Work.of(a, b, c);
    }

    /** Fills one cache twice over, so that it is full and has evicted, and prints the bytes of an entry. */
    public static void main(String[] args) {
        String[] strings = new String[16];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = "user-" + i;
        }
        // What classes and their constants take is no entry's.
        fill(args[0], strings, WARM_UP);
        long before = used();
        Object cache = fill(args[0], strings, 2 * ENTRIES);
        long after = used();
        System.out.println((after - before) / (double) ENTRIES);
        if (cache == strings) {
            throw new AssertionError();
        }
    }

    private static Object fill(String name, String[] strings, int calls) {
        Cache<Object, Long> caffeine = Caffeine.newBuilder()
                .maximumSize(ENTRIES)
                .executor(Runnable::run)
                .build();
        Map<Object, Long> map = new ConcurrentHashMap<>();
        for (int i = 0; i < calls; i++) {
            int n = Work.key(i);
            String s = strings[i & 15];
            switch (name) {
                case "memoize int" -> wovenInt(n);
                case "memoize mixed" -> wovenMixed(n, n * 31L, s);
                case "caffeine int" -> caffeine.put(n, Work.of(n));
                case "caffeine mixed" -> caffeine.put(new MixedKey(n, n * 31L, s), Work.of(n));
                case "concurrentHashMap int" -> {
                    if (i < ENTRIES) {
                        map.put(n, Work.of(n));
                    }
                }
                case "concurrentHashMap mixed" -> {
                    if (i < ENTRIES) {
                        map.put(new MixedKey(n, n * 31L, s), Work.of(n));
                    }
                }
                default -> throw new IllegalArgumentException(name);
            }
        }
        caffeine.cleanUp();
        return List.of(caffeine, map);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** The table for the page. */
    static String table() throws Exception {
        StringBuilder text = new StringBuilder(
                "| bytes for an entry | `int` → `long` | `(int, long, String)` → `long` |\n" + "|---|---:|---:|\n");
        Map<String, String> titles = new TreeMap<>(
                Map.of("memoize", "**Memoize**", "caffeine", "Caffeine", "concurrentHashMap", "ConcurrentHashMap"));
        for (String cache : List.of("memoize", "caffeine", "concurrentHashMap")) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f |%n",
                    titles.get(cache),
                    measure(cache + " int"),
                    measure(cache + " mixed")));
        }
        return text.toString();
    }

    private static double measure(String name) throws Exception {
        List<String> lines = Child.run(Footprint.class, List.of("-Xmx2g", "-XX:+UseSerialGC"), name);
        return Double.parseDouble(new ArrayList<>(lines).get(0));
    }
}
