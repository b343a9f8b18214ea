package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.memoize.heap.Eviction;
import dev.memoize.heap.Heap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The {@link Contract} for every combination of key shape, size, expiry, single flight, typing and whatever else
 * {@link Settings} know. One test for each combination.
 */
class MatrixTest {
    private static final int[] SIZES = {0, 1, 2, 16, 1000, 40_000, Integer.MAX_VALUE};
    /** One in so many configurations is tried: for mutation tests, which run this again and again. */
    private static final int EVERY = Integer.getInteger("matrix.every", 1);

    private static final int[] FEWER_SIZES = {1, 2, 16, 1000, Integer.MAX_VALUE};

    /** Values of attributes, the first of which is the default. Those that there are not (yet) are left out. */
    private static Map<String, List<String>> attributes() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("eviction", evictions());
        all.put("ttl", List.of("", "10m"));
        all.put("singleFlight", List.of("true", "false"));
        all.put("typed", List.of("true", "false"));
        all.keySet().retainAll(Settings.OVERRIDABLE);
        return all;
    }

    /** Settings that are tried beside the combinations, under a few policies: paths of their own. */
    private static final List<String> FURTHER = List.of(
            "ttl=10m jitter=0.5",
            "expireAfterAccess=10m",
            "ttl=10m staleIfError=5m",
            "expireAfterAccess=5m staleIfError=5m",
            "ttl=20m refreshAfterWrite=10m",
            "ttl=30m jitter=0.1 expireAfterAccess=10m refreshAfterWrite=20m staleIfError=5m",
            "record=",
            "record= ttl=20m expireAfterAccess=5m refreshAfterWrite=10m",
            "maxWeight");

    /** Deleted by the next build: the writer may still be at a file when the last test has ended. */
    static final Path recordings = recordings();

    private static Path recordings() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "recordings");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The policies that there are, LRU first. */
    static List<String> evictions() {
        List<String> names = new ArrayList<>(List.of("LRU"));
        try {
            for (Object constant : Class.forName("dev.memoize.Eviction").getEnumConstants()) {
                if (!constant.toString().equals("LRU")) {
                    names.add(constant.toString());
                }
            }
        } catch (ClassNotFoundException e) {
            // Only what there is can be combined.
        }
        return names;
    }

    private static List<Map<String, String>> combinations() {
        List<Map<String, String>> all = new ArrayList<>(List.of(Map.of()));
        attributes().forEach((name, values) -> {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> some : all) {
                for (String value : values) {
                    Map<String, String> more = new LinkedHashMap<>(some);
                    more.put(name, value);
                    longer.add(more);
                }
            }
            all.clear();
            all.addAll(longer);
        });
        return all;
    }

    private static List<Contract.Configuration> configurations() {
        List<Contract.Configuration> all = new ArrayList<>();
        for (Map<String, String> attributes : combinations()) {
            for (Shape shape : Shape.values()) {
                for (int maxSize : SIZES) {
                    if (makesADifference(shape, attributes)) {
                        all.add(configuration(shape, maxSize, attributes));
                    }
                }
            }
        }
        for (String further : FURTHER) {
            for (Shape shape : Shape.values()) {
                for (int maxSize : FEWER_SIZES) {
                    all.add(further(shape, maxSize, "LRU", further));
                    if (!shape.isFlat() && further.contains("ttl") && maxSize <= 1000) {
                        all.add(further(shape, maxSize, "ADAPTIVE", further));
                    }
                }
            }
        }
        return all;
    }

    private static Contract.Configuration further(Shape shape, int maxSize, String eviction, String further) {
        boolean weighed = further.equals("maxWeight");
        String pairs = weighed ? "" : further.replace("record=", "record=" + recordings.resolve("t"));
        Settings settings = Settings.parse(pairs)
                .withMaxSize(maxSize)
                .with("eviction", eviction)
                .with("singleFlight", "true");
        // So much weight that it evicts nothing.
        Callbacks callbacks = new Callbacks(null, weighed ? result -> 7 : null, Heap.NO_WEIGHT - 1, Runnable::run);
        return configuration(
                shape + " maxSize=" + maxSize + " " + eviction + " " + further, shape, settings, callbacks);
    }

    private static boolean makesADifference(Shape shape, Map<String, String> attributes) {
        boolean flat = shape.isFlat();
        boolean plain = attributes.get("ttl").isEmpty()
                && attributes.getOrDefault("eviction", "LRU").equals("LRU");
        boolean untyped = attributes.get("typed").equals("false");
        return !(flat && !plain) && !(untyped && !shape.hasReferenceKeys());
    }

    private static Contract.Configuration configuration(Shape shape, int maxSize, Map<String, String> attributes) {
        Settings settings = Settings.DEFAULT.withMaxSize(maxSize);
        StringBuilder name = new StringBuilder(shape + " maxSize=" + maxSize);
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            if (!attribute.getValue().isEmpty()) {
                settings = settings.with(attribute.getKey(), attribute.getValue());
                name.append(' ').append(attribute);
            }
        }
        return configuration(name.toString(), shape, settings, Callbacks.NONE);
    }

    private static Contract.Configuration configuration(
            String name, Shape shape, Settings settings, Callbacks callbacks) {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        return new Contract.Configuration(
                name,
                settings.maxSize(),
                settings.eviction() == Eviction.LRU,
                settings.typed(),
                new Contract.Times(
                        settings.ttlNanos(),
                        settings.jitter(),
                        settings.accessNanos(),
                        settings.refreshNanos(),
                        settings.staleNanos()),
                settings.singleFlight(),
                nanos,
                () -> shape.subject(settings, callbacks, nanos::get));
    }

    private static Stream<Contract.Configuration> sample() {
        List<Contract.Configuration> all = configurations();
        return IntStream.range(0, all.size()).filter(i -> i % EVERY == 0).mapToObj(all::get);
    }

    @TestFactory
    Stream<DynamicTest> theContractHoldsInEveryConfiguration() {
        long seed = new Random().nextLong();
        System.out.println("MatrixTest: seed " + seed + ", " + configurations().size() + " configurations");
        return sample().map(c -> DynamicTest.dynamicTest(c.name(), () -> Contract.check(c, seed)));
    }

    @TestFactory
    Stream<DynamicTest> moreThanMaxSizeIsEvicted() {
        return sample().filter(c -> c.typed() && c.singleFlight() && c.maxSize() > 2 && c.maxSize() <= 40_000)
                .filter(c -> !(c.maxSize() > 1000 && c.name().startsWith("COLLIDING")))
                .map(c -> DynamicTest.dynamicTest(c.name(), () -> Contract.checkThatMoreThanMaxSizeIsEvicted(c)));
    }

    @Test
    void theMatrixHasEveryShapeAndSize() {
        assertTrue(configurations().size() >= Shape.values().length * SIZES.length * 2);
    }
}
