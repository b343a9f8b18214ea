package dev.memoize.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.memoize.spi.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What programs really asked for, call by call against the textbook's LRU and FIFO: all {@code *.txt.gz} of the folder
 * {@code -Dtraces.folder}, the first word of each line being a key. None are in the repository.
 */
@EnabledIfSystemProperty(named = "traces.folder", matches = ".+")
class RecordedTracesTest {
    private static final int MOST = 400_000;
    private static final long MISS = Entry.MISS;
    private static final double[] SHARES = {0.001, 0.01, 0.1};

    private interface Cache {
        boolean access(long key);
    }

    @TestFactory
    Stream<DynamicTest> everyCallIsAHitOrAMissAsInTheTextbook() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("traces.folder")))) {
            files = all.filter(file -> file.toString().endsWith(".txt.gz"))
                    .sorted()
                    .toList();
        }
        assertFalse(files.isEmpty());
        return files.stream().map(file -> DynamicTest.dynamicTest(file.getFileName() + "", () -> check(file)));
    }

    private static void check(Path file) throws IOException {
        Map<String, Integer> names = new HashMap<>();
        int[] keys = read(file, names);
        for (double share : SHARES) {
            int size = Math.max(1, (int) (names.size() * share));
            String about = file.getFileName() + ", " + size + " of " + names.size();
            compare(keys, new Replay(Eviction.LRU, size, 0)::access, model(size, true), about + ", LRU");
            compare(keys, flat(size), model(size, true), about + ", LRU, flat");
            compare(keys, new Replay(Eviction.FIFO, size, 0)::access, model(size, false), about + ", FIFO");
        }
    }

    private static int[] read(Path file, Map<String, Integer> names) throws IOException {
        List<Integer> keys = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null && keys.size() < MOST; line = in.readLine()) {
                if (!line.startsWith("#")) {
                    int end = line.indexOf(' ');
                    String name = end < 0 ? line : line.substring(0, end);
                    keys.add(names.computeIfAbsent(name, n -> names.size()));
                }
            }
        }
        return keys.stream().mapToInt(key -> key).toArray();
    }

    private static void compare(int[] keys, Cache cache, Cache model, String about) {
        for (int i = 0; i < keys.length; i++) {
            if (cache.access(keys[i]) != model.access(keys[i])) {
                assertEquals("the model's", "another", about + ": call " + i + " of key " + keys[i]);
            }
        }
    }

    private static Cache model(int size, boolean recency) {
        Map<Long, Boolean> model = new LinkedHashMap<>(16, 0.75f, recency);
        return key -> {
            if (model.get(key) != null) {
                return true;
            }
            model.put(key, true);
            if (model.size() > size) {
                model.remove(model.keySet().iterator().next());
            }
            return false;
        };
    }

    private static Cache flat(int size) {
        Heap heap = new Heap(size, 0, Ticker.system(), Layout.pairs(MISS), Eviction.LRU, 0);
        return key -> {
            if (heap.hitFlat(key, MISS) == key) {
                return true;
            }
            synchronized (heap) {
                LongEntry entry = new LongEntry((int) key, key);
                heap.add(entry);
                heap.publish(entry, key, Entry.PRIMITIVE, 0);
            }
            return false;
        };
    }
}
