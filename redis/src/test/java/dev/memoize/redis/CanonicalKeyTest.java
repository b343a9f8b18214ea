package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.spi.ConfigurationError;
import dev.memoize.spi.RemoteMethod;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class CanonicalKeyTest {
    record Point(int x, double y, List<String> labels) {}

    record Other(int x, double y, List<String> labels) {}

    record Loose(String text) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Loose l && l.text.equalsIgnoreCase(text);
        }

        @Override
        public int hashCode() {
            return text.toLowerCase(Locale.ROOT).hashCode();
        }
    }

    private static byte[] key(Object... arguments) {
        return CanonicalKey.of(arguments, true);
    }

    @Test
    void differentArgumentsHaveDifferentBytes() {
        List<Object[]> all = new ArrayList<>();
        Object[] single = {
            null,
            "",
            "0",
            "\u0000",
            "\uD800",
            "\uDC00",
            "\uFFFD",
            "?",
            "a:b",
            "null",
            'a',
            "a",
            true,
            false,
            "true",
            (byte) 1,
            (short) 1,
            1,
            1L,
            1f,
            1.0,
            BigInteger.ONE,
            BigDecimal.ONE,
            new BigDecimal("1.0"),
            new BigDecimal("1.00"),
            0.0,
            -0.0,
            0f,
            -0f,
            Double.NaN,
            Float.NaN,
            Double.MIN_VALUE,
            Double.POSITIVE_INFINITY,
            TimeUnit.DAYS,
            "DAYS",
            new UUID(1, 2),
            Instant.EPOCH,
            Instant.EPOCH.plusNanos(1),
            LocalDate.EPOCH,
            LocalDate.EPOCH.atStartOfDay(),
            Duration.ZERO,
            Optional.empty(),
            Optional.of(1),
            Optional.of(1L),
            List.of(),
            List.of(1),
            List.of(1L),
            List.of(List.of(1)),
            List.of("a", "b"),
            List.of("ab"),
            List.of("b", "a"),
            Set.of(),
            Set.of(1),
            Map.of(),
            Map.of(1, 2),
            Map.of(2, 1),
            new int[] {},
            new int[] {1},
            new long[] {1},
            new Integer[] {1},
            new Object[] {1},
            new Object[] {1L},
            new int[][] {{1}},
            new int[][] {{1}, {}},
            new int[][] {{}, {1}},
            new byte[] {1},
            new boolean[] {true},
            new char[] {1},
            new short[] {1},
            new float[] {1},
            new double[] {1},
            new Point(1, 0.0, List.of("a")),
            new Point(1, -0.0, List.of("a")),
            new Other(1, 0.0, List.of("a")),
            ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneId.of("UTC")),
            ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)
        };
        for (Object o : single) {
            all.add(new Object[] {o});
        }
        all.add(new Object[] {});
        all.add(new Object[] {"a", "b"});
        all.add(new Object[] {"ab", ""});
        all.add(new Object[] {"", "ab"});
        all.add(new Object[] {1, 2});
        all.add(new Object[] {null, null});
        Map<String, Object[]> seen = new HashMap<>();
        for (Object[] arguments : all) {
            byte[] bytes = key(arguments);
            assertThat(bytes).as(Arrays.deepToString(arguments)).isNotNull();
            Object[] before = seen.put(Arrays.toString(bytes), arguments);
            assertThat(before)
                    .as(Arrays.deepToString(arguments) + " is as " + Arrays.deepToString(before))
                    .isNull();
        }
    }

    @Test
    void equalArgumentsHaveEqualBytes() {
        assertThat(key(new ArrayList<>(List.of(1, 2)))).isEqualTo(key(new LinkedList<>(List.of(1, 2))));
        assertThat(key(new LinkedHashSet<>(List.of(3, 1, 2)))).isEqualTo(key(new TreeSet<>(Set.of(2, 1, 3))));
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put("b", 1);
        map.put("a", 2);
        assertThat(key(map)).isEqualTo(key(new TreeMap<>(map)));
        assertThat(key((Object) new int[] {1})).isEqualTo(key((Object) new int[] {1}));
        assertThat(key(new Point(1, 2, List.of()))).isEqualTo(key(new Point(1, 2, new ArrayList<>())));
    }

    /** The oracle is {@code equals}: random structures have the same bytes if and only if they are equal. */
    @Test
    void bytesAgreeWithEquals() {
        long seed = new Random().nextLong();
        System.out.println("CanonicalKeyTest: seed " + seed);
        Random random = new Random(seed);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            values.add(random(random, 0));
        }
        int equal = 0;
        for (int i = 0; i < values.size(); i++) {
            byte[] bytes = key(values.get(i));
            for (int j = i + 1; j < values.size(); j++) {
                boolean same = values.get(i).equals(values.get(j));
                equal += same ? 1 : 0;
                assertThat(Arrays.equals(bytes, key(values.get(j))))
                        .as(values.get(i) + " and " + values.get(j))
                        .isEqualTo(same);
            }
        }
        assertThat(equal).as("equal pairs among them").isPositive();
    }

    private static Object random(Random r, int depth) {
        switch (r.nextInt(depth > 2 ? 6 : 10)) {
            case 0:
                return r.nextInt(3);
            case 1:
                return (long) r.nextInt(3);
            case 2:
                return r.nextBoolean() ? "a" : "ab".substring(r.nextInt(3));
            case 3:
                return r.nextBoolean() ? 0.0 : -0.0;
            case 4:
                return BigDecimal.valueOf(r.nextInt(3) * 10L, r.nextInt(2));
            case 5:
                return TimeUnit.values()[r.nextInt(2)];
            case 6:
                return new Point(r.nextInt(2), r.nextInt(2), List.of());
            case 7: {
                Set<Object> set = new HashSet<>();
                for (int i = r.nextInt(3); i > 0; i--) {
                    set.add(random(r, depth + 1));
                }
                return set;
            }
            case 8: {
                Map<Object, Object> map = new HashMap<>();
                for (int i = r.nextInt(3); i > 0; i--) {
                    map.put(random(r, depth + 1), random(r, depth + 1));
                }
                return map;
            }
            default: {
                List<Object> list = r.nextBoolean() ? new ArrayList<>() : new LinkedList<>();
                for (int i = r.nextInt(3); i > 0; i--) {
                    list.add(random(r, depth + 1));
                }
                return list;
            }
        }
    }

    @Test
    void untypedNumbersAreEqualByValue() {
        Object[] ones = {1, 1L, 1.0, 1f, (short) 1, (byte) 1, BigInteger.ONE, new BigDecimal("1.00")};
        for (Object one : ones) {
            assertThat(CanonicalKey.of(new Object[] {one}, false)).isEqualTo(CanonicalKey.of(new Object[] {1}, false));
        }
        assertThat(CanonicalKey.of(new Object[] {0.0}, false)).isEqualTo(CanonicalKey.of(new Object[] {-0.0}, false));
        assertThat(CanonicalKey.of(new Object[] {0.1}, false))
                .isNotEqualTo(CanonicalKey.of(new Object[] {0.1f}, false));
        assertThat(CanonicalKey.of(new Object[] {Double.NaN}, false))
                .isEqualTo(CanonicalKey.of(new Object[] {Float.NaN}, false));
        assertThat(CanonicalKey.of(new Object[] {List.of(1)}, false))
                .as("as in the heap, where List.equals decides")
                .isNotEqualTo(CanonicalKey.of(new Object[] {List.of(1L)}, false));
    }

    @Test
    void whatIsNotTheSameElsewhereIsRefused() {
        List<Object> self = new ArrayList<>();
        self.add(self);
        Object[] refused = {
            new Object(),
            new StringBuilder("a"),
            Thread.currentThread(),
            new Loose("A"),
            List.of(new int[] {1}),
            new Object[] {new Object()},
            self,
            new TreeSet<>(String.CASE_INSENSITIVE_ORDER),
            new TreeMap<>(Comparator.<String>reverseOrder()),
            Optional.of(new int[0]),
            new java.util.Date(0) {
                private static final long serialVersionUID = 1;
            }
        };
        for (Object o : refused) {
            assertThat(CanonicalKey.of(new Object[] {o}, true))
                    .as(o.getClass().getName())
                    .isNull();
        }
    }

    @Test
    void declaredTypesThatCanNeverBeKeysAreAnError() {
        RemoteMethod method = new RemoteMethod(
                "A.f(Ljava/lang/StringBuilder;)I",
                "",
                int.class,
                List.<Type>of(int.class, StringBuilder.class),
                true,
                null);
        assertThatThrownBy(() -> KeyTypes.check(method))
                .isInstanceOf(ConfigurationError.class)
                .hasMessage(
                        "A.f(Ljava/lang/StringBuilder;)I has a tier, but its key has a java.lang.StringBuilder (part 2), which is not the same in another process; pass what identifies it, make it a record, or leave it out with @Memoize.Ignore");
        KeyTypes.check(new RemoteMethod(
                "f",
                "",
                int.class,
                List.<Type>of(Object.class, Number.class, List.class, int[].class, Point.class),
                true,
                null));
    }

    @Test
    void keyIsReadableButItsArgumentsAreNot() {
        RedisKey key = RedisKey.of("memoize:A.f(I)I:1:".getBytes(), key("secret"));
        assertThat(key.toString()).startsWith("memoize:A.f(I)I:1:").hasSize(18 + RedisKey.DIGEST_LENGTH);
        assertThat(key)
                .isEqualTo(RedisKey.parsed(key.bytes.clone()))
                .hasSameHashCodeAs(RedisKey.parsed(key.bytes.clone()));
        assertThat(Collections.singleton(key)).doesNotContain(RedisKey.of("memoize:A.f(I)I:1:".getBytes(), key("x")));
    }
}
