package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.spi.ConfigurationError;
import dev.memoize.spi.RemoteMethod;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.AccessMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class CodecsTest {
    record Product(
            long id,
            String name,
            BigDecimal price,
            List<String> tags,
            Instant created,
            Optional<String> note,
            AccessMode mode,
            double weight,
            float ratio,
            char grade,
            byte[] image,
            Map<String, Integer> stock) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Product p
                    && id == p.id
                    && Objects.equals(name, p.name)
                    && Objects.equals(price, p.price)
                    && Objects.equals(tags, p.tags)
                    && Objects.equals(created, p.created)
                    && Objects.equals(note, p.note)
                    && mode == p.mode
                    && Double.compare(weight, p.weight) == 0
                    && Float.compare(ratio, p.ratio) == 0
                    && grade == p.grade
                    && Arrays.equals(image, p.image)
                    && Objects.equals(stock, p.stock);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(id);
        }
    }

    static class Bean {
        private int x;
        private Bean next;
        private List<Inner> inners = new ArrayList<>();

        Bean() {}

        static final class Inner {
            private String s;
        }
    }

    static class SubBean extends Bean {}

    record Both(Bean a, SubBean b) {}

    record HasObject(Object anything) {}

    record HasTransient(int x) {}

    static final class NoConstructor {
        final int x;

        NoConstructor(int x) {
            this.x = x;
        }
    }

    static final class Transient {
        transient int x;
    }

    record Generic<T>(T value) {}

    /** Methods whose result types are the test's. */
    interface Types {
        List<Product> products();

        Map<String, List<Product>> byName();

        Set<AccessMode> modes();

        Optional<LocalDate> date();

        List<?> wildcard();

        <T> T variable();

        <T> List<T> variables();

        Generic<String> generic();

        List<Object> objects();

        SortedSet<String> sorted();

        Collection<String> collection();

        List<HasObject> nested();

        List<String>[] listArray();
    }

    private static Type type(String method) {
        try {
            return Types.class.getDeclaredMethod(method).getGenericReturnType();
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static Codec codec(Type type) {
        return Codecs.of(new RemoteMethod("A.f()", "", type, List.of(), true, null), new RedisSettings(Map.of()));
    }

    private static Object backAndForth(Type type, Object value) throws Exception {
        Codec codec = codec(type);
        return codec.decode(codec.encode(value));
    }

    private static String randomString(Random r) {
        StringBuilder s = new StringBuilder();
        for (int i = r.nextInt(12); i > 0; i--) {
            s.append(r.nextInt(4) == 0 ? (char) r.nextInt(0x10000) : (char) ('a' + r.nextInt(26)));
        }
        return s.toString();
    }

    /** CBOR has no lone surrogates; results with them stay in the heap. */
    private static String validString(Random r) {
        String s = randomString(r);
        return new String(s.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static BigDecimal randomDecimal(Random r) {
        return new BigDecimal(new BigInteger(r.nextInt(200), r), r.nextInt(60) - 30)
                .multiply(BigDecimal.valueOf(r.nextBoolean() ? 1 : -1));
    }

    private static double randomDouble(Random r) {
        double[] odd = {0.0, -0.0, Double.NaN, Double.MIN_VALUE, Double.MAX_VALUE, Double.NEGATIVE_INFINITY, 0.1};
        return r.nextBoolean() ? odd[r.nextInt(odd.length)] : Double.longBitsToDouble(r.nextLong());
    }

    @Test
    void scalarsComeBackAsTheyWere() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("CodecsTest scalars: seed " + seed);
        Random r = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            Object[] values = {
                r.nextBoolean(),
                (byte) r.nextInt(),
                (short) r.nextInt(),
                (char) r.nextInt(),
                r.nextInt(),
                r.nextLong(),
                Float.intBitsToFloat(r.nextInt()),
                randomDouble(r),
                randomString(r),
                new BigInteger(r.nextInt(300), r).negate(),
                randomDecimal(r),
                new UUID(r.nextLong(), r.nextLong()),
                Instant.ofEpochSecond(r.nextInt(), r.nextInt(1_000_000_000)),
                Duration.ofSeconds(r.nextInt(), r.nextInt(1_000_000_000)),
                LocalDate.ofEpochDay(r.nextInt(1_000_000) - 500_000),
                LocalDateTime.ofEpochSecond(r.nextInt(), r.nextInt(1_000_000_000), java.time.ZoneOffset.UTC)
            };
            for (Object value : values) {
                assertThat(backAndForth(value.getClass(), value)).isEqualTo(value);
            }
        }
        assertThat(backAndForth(long.class, 7L)).isEqualTo(7L);
        for (Object array : new Object[] {
            new boolean[] {true, false},
            new byte[] {1, -1},
            new short[] {1, -1},
            new char[] {'a', '\uFFFF'},
            new int[] {1, -1},
            new long[] {1, -1},
            new float[] {-0f, Float.NaN},
            new double[] {-0.0, 1},
            new int[0]
        }) {
            assertThat(backAndForth(array.getClass(), array)).isEqualTo(array);
        }
    }

    @Test
    void recordsAndCollectionsComeBackAsTheyWere() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("CodecsTest records: seed " + seed);
        Random r = new Random(seed);
        List<Product> products = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] image = new byte[r.nextInt(5)];
            r.nextBytes(image);
            Product p = new Product(
                    r.nextLong(),
                    r.nextInt(9) == 0 ? null : validString(r),
                    randomDecimal(r),
                    List.of(validString(r)),
                    Instant.ofEpochSecond(r.nextInt(), r.nextInt(1_000_000_000)),
                    r.nextBoolean() ? Optional.empty() : Optional.of(validString(r)),
                    AccessMode.values()[r.nextInt(3)],
                    randomDouble(r),
                    Float.intBitsToFloat(r.nextInt()),
                    (char) ('a' + r.nextInt(26)),
                    image,
                    Map.of(validString(r), r.nextInt()));
            assertThat(backAndForth(Product.class, p)).isEqualTo(p);
            products.add(p);
        }
        assertThat(backAndForth(type("products"), products)).isEqualTo(products);
        Map<String, List<Product>> byName = new HashMap<>(Map.of("a", products, "", List.of()));
        assertThat(backAndForth(type("byName"), byName)).isEqualTo(byName);
        Set<AccessMode> modes = Set.of(AccessMode.READ, AccessMode.EXECUTE);
        assertThat(backAndForth(type("modes"), modes)).isEqualTo(modes);
        assertThat(backAndForth(type("date"), Optional.of(LocalDate.EPOCH))).isEqualTo(Optional.of(LocalDate.EPOCH));
        assertThat(backAndForth(type("date"), Optional.empty())).isEqualTo(Optional.empty());
        assertThat(backAndForth(AccessMode.class, AccessMode.READ)).isEqualTo(AccessMode.READ);
        String[] strings = {"a", null, ""};
        assertThat(backAndForth(String[].class, strings)).isEqualTo(strings);
        ZonedDateTime zoned = ZonedDateTime.parse("2024-03-01T10:00:00.123456789+01:00[Europe/Paris]");
        assertThat(backAndForth(ZonedDateTime.class, zoned)).isEqualTo(zoned);
        OffsetDateTime offset = OffsetDateTime.parse("2024-03-01T10:00:00+05:30");
        assertThat(backAndForth(OffsetDateTime.class, offset)).isEqualTo(offset);
    }

    @Test
    void beansAreTakenByTheirFields() throws Exception {
        Bean bean = new Bean();
        bean.x = 7;
        bean.next = new Bean();
        Bean.Inner inner = new Bean.Inner();
        inner.s = "deep";
        bean.inners.add(inner);
        assertThat(backAndForth(Bean.class, bean)).usingRecursiveComparison().isEqualTo(bean);
    }

    @Test
    void typesThatAreNotConcreteAreRefused() {
        Map<Type, String> refused = new LinkedHashMap<>();
        refused.put(
                Object.class,
                "A.f() cannot have a tier: java.lang.Object is not concrete, so bytes would have to choose its class (its result)");
        refused.put(type("wildcard"), "A.f() cannot have a tier: ? is not a concrete type (its result)");
        refused.put(type("variable"), "A.f() cannot have a tier: T is not a concrete type (its result)");
        refused.put(type("variables"), "A.f() cannot have a tier: T is not a concrete type (its result)");
        refused.put(
                List.class,
                "A.f() cannot have a tier: java.util.List has no type arguments; say of what it is (its result)");
        for (Type type : List.of(
                CharSequence.class,
                Number.class,
                type("objects"),
                type("sorted"),
                type("collection"),
                type("generic"),
                type("nested"),
                NoConstructor.class,
                Transient.class,
                Both.class,
                Thread.class,
                StringBuilder.class,
                Class.class,
                Exception.class,
                Runnable.class)) {
            refused.put(type, null);
        }
        refused.forEach((type, message) -> {
            var error =
                    assertThatThrownBy(() -> codec(type)).as(type.toString()).isInstanceOf(ConfigurationError.class);
            if (message != null) {
                error.hasMessage(message);
            }
        });
        assertThatCode(() -> codec(type("listArray"))).doesNotThrowAnyException();
    }

    @Test
    void objectThatIsMoreThanItsDeclaredClassIsNotWritten() {
        assertThatThrownBy(() -> codec(Bean.class).encode(new SubBean())).hasMessageContaining("SubBean");
        Bean bean = new Bean();
        bean.next = new SubBean();
        assertThatThrownBy(() -> codec(Bean.class).encode(bean)).hasMessageContaining("SubBean");
        assertThatThrownBy(() -> codec(BigInteger.class).encode(new BigInteger("1") {
                    private static final long serialVersionUID = 1;
                }))
                .hasMessageContaining("is not java.math.BigInteger");
    }

    @Test
    void otherFieldsAreAnotherShape() {
        assertThat(codec(Product.class).shape()).isNotEqualTo(codec(Bean.class).shape());
        assertThat(codec(Product.class).shape()).isEqualTo(codec(Product.class).shape());
        assertThat(codec(type("products")).shape())
                .isNotEqualTo(codec(Product.class).shape());
        assertThat(codec(int.class).shape()).isNotEqualTo(codec(long.class).shape());
    }

    @Test
    void classNamesInBytesAreOnlyText() {
        tools.jackson.dataformat.cbor.CBORMapper attacker = new tools.jackson.dataformat.cbor.CBORMapper();
        for (String key : List.of("@class", "@type", "type", "class")) {
            byte[] bytes = attacker.writeValueAsBytes(Map.of(key, "javax.swing.JFrame", "x", 1));
            assertThatThrownBy(() -> codec(Bean.class).decode(bytes)).hasMessageContaining("Unrecognized property");
        }
        byte[] wrapped = attacker.writeValueAsBytes(List.of("javax.swing.JFrame", Map.of("x", 1)));
        assertThatThrownBy(() -> codec(Bean.class).decode(wrapped)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void trailingAndMissingBytesAreErrors() throws Exception {
        for (Type type : List.of(long.class, UUID.class, Instant.class, Bean.class, AccessMode.class, int[].class)) {
            Codec codec = codec(type);
            Object value = type == long.class
                    ? (Object) 1L
                    : type == UUID.class
                            ? new UUID(1, 1)
                            : type == Instant.class
                                    ? Instant.EPOCH
                                    : type == Bean.class
                                            ? new Bean()
                                            : type == int[].class ? new int[] {1} : AccessMode.READ;
            byte[] bytes = codec.encode(value);
            assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                    .as(type + " longer")
                    .isInstanceOf(Exception.class);
            assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length - 1)))
                    .as(type + " shorter")
                    .isInstanceOf(Exception.class);
        }
    }
}
