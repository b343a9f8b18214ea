package dev.memoize.memo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
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
        return all;
    }

    private static boolean makesADifference(Shape shape, Map<String, String> attributes) {
        boolean flat = shape == Shape.LONG_TO_LONG_FLAT;
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
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        Settings used = settings;
        return new Contract.Configuration(
                name.toString(),
                maxSize,
                attributes.getOrDefault("eviction", "LRU").equals("LRU"),
                settings.typed(),
                settings.ttlNanos() != 0,
                settings.singleFlight(),
                nanos,
                () -> shape.subject(used, nanos::get));
    }

    @TestFactory
    Stream<DynamicTest> theContractHoldsInEveryConfiguration() {
        long seed = new Random().nextLong();
        System.out.println("MatrixTest: seed " + seed + ", " + configurations().size() + " configurations");
        return configurations().stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> Contract.check(c, seed)));
    }

    @TestFactory
    Stream<DynamicTest> moreThanMaxSizeIsEvicted() {
        return configurations().stream()
                .filter(c -> c.typed() && c.singleFlight() && c.maxSize() > 2 && c.maxSize() <= 40_000)
                .filter(c -> !(c.maxSize() > 1000 && c.name().startsWith("COLLIDING")))
                .map(c -> DynamicTest.dynamicTest(c.name(), () -> Contract.checkThatMoreThanMaxSizeIsEvicted(c)));
    }

    @Test
    void theMatrixHasEveryShapeAndSize() {
        assertTrue(configurations().size() >= Shape.values().length * SIZES.length * 2);
    }
}
