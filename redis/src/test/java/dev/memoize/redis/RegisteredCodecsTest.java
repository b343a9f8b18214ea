package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.spi.ConfigurationError;
import dev.memoize.spi.RemoteMethod;
import java.io.File;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.AccessMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The codecs whose bytes say of which class an object is. */
final class RegisteredCodecsTest {
    /** A closed family: needs no list of classes. */
    sealed interface Shape extends Serializable {}

    record Circle(double radius) implements Shape {}

    record Group(List<Shape> shapes, String name) implements Shape {}

    enum Corner {
        SHARP,
        ROUND {
            @Override
            int radius() {
                return 1;
            }
        };

        int radius() {
            return 0;
        }
    }

    static final class Rectangle implements Shape {
        private final double width;
        private final double height;
        private final Corner corner;

        Rectangle(double width, double height, Corner corner) {
            this.width = width;
            this.height = height;
            this.corner = corner;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Rectangle r && width == r.width && height == r.height && corner == r.corner;
        }

        @Override
        public int hashCode() {
            return Double.hashCode(width);
        }
    }

    /** An open family: what may be there has to be said. */
    interface Animal extends Serializable {}

    record Cat(String name) implements Animal {}

    record Dog(String name, int age) implements Animal {}

    static class Node implements Serializable {
        private static final long serialVersionUID = 1;
        private String label;
        private Node next;
        private List<Node> others = new ArrayList<>();
    }

    record Everything(
            long id,
            String text,
            BigDecimal price,
            List<String> tags,
            Instant created,
            ZonedDateTime zoned,
            Period period,
            LocalTime time,
            UUID uuid,
            Corner corner,
            AccessMode mode,
            double weight,
            char grade,
            Integer boxed,
            Map<String, Integer> stock,
            Set<LocalDate> days,
            Object anything)
            implements Serializable {}

    record WithOptional(Optional<String> note) {}

    record Holder(Set<Cat> cats, Animal animal) implements Serializable {}

    /** What an attacker would put where a {@link Cat} is declared. */
    record Impostor(String name) implements Animal {}

    static class Transient implements Serializable {
        private static final long serialVersionUID = 1;
        transient int x;
    }

    static class Unserializable {
        int x;
    }

    /** Methods whose result types are the test's. */
    interface Types {
        List<Shape> shapes();

        Map<String, List<Animal>> animals();

        List<Cat> cats();

        Collection<String> strings();

        SortedSet<String> sorted();

        List<Object> objects();

        Shape[] array();

        Map<Long, Everything> everything();
    }

    static Type type(String method) {
        try {
            return Types.class.getDeclaredMethod(method).getGenericReturnType();
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    static Codec codec(String name, Type type, Class<?>... registered) {
        StringBuilder classes = new StringBuilder();
        for (Class<?> c : registered) {
            classes.append(c.getName()).append(" , ");
        }
        return Codecs.of(
                new RemoteMethod("A.f()", "", type, List.of(), true, null),
                new RedisSettings(Map.of("codec", name, "classes", classes.toString())));
    }

    private static Object backAndForth(Codec codec, Object value) throws Exception {
        return codec.decode(codec.encode(value));
    }

    private static Everything everything(Random r) {
        return new Everything(
                r.nextLong(),
                r.nextInt(5) == 0 ? null : "text \ud83d\ude00 \u00e4 " + r.nextInt(),
                new BigDecimal("1.10").multiply(BigDecimal.valueOf(r.nextInt())),
                List.of("a", "b" + r.nextInt()),
                Instant.ofEpochSecond(r.nextInt(), r.nextInt(1_000_000_000)),
                ZonedDateTime.parse("2024-03-01T10:00:00.123456789+01:00[Europe/Paris]"),
                Period.of(1, 2, 3),
                LocalTime.of(1, 2, 3, r.nextInt(1_000_000)),
                new UUID(r.nextLong(), r.nextLong()),
                Corner.values()[r.nextInt(2)],
                AccessMode.values()[r.nextInt(3)],
                r.nextBoolean() ? -0.0 : Double.longBitsToDouble(r.nextLong()),
                (char) r.nextInt(),
                r.nextInt(3) == 0 ? null : r.nextInt(),
                new HashMap<>(Map.of("x", r.nextInt())),
                Set.of(LocalDate.EPOCH, LocalDate.MAX),
                new Object[] {"s", 1L, Duration.ofNanos(r.nextInt()), Corner.ROUND}[r.nextInt(4)]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kryo", "fory", "jdk"})
    void whatWasWrittenComesBack(String name) throws Exception {
        long seed = new Random().nextLong();
        System.out.println("RegisteredCodecsTest " + name + ": seed " + seed);
        Random r = new Random(seed);
        Codec codec = codec(name, type("everything"));
        for (int i = 0; i < 200; i++) {
            Map<Long, Everything> map = new LinkedHashMap<>();
            for (int n = r.nextInt(5); n > 0; n--) {
                Everything e = everything(r);
                map.put(e.id(), e);
            }
            assertThat(backAndForth(codec, map)).isEqualTo(map);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kryo", "fory", "jdk"})
    void sealedFamiliesNeedNoList(String name) throws Exception {
        List<Shape> shapes = List.of(
                new Circle(1),
                new Rectangle(2, 3, Corner.ROUND),
                new Group(List.of(new Circle(-0.0), new Group(new ArrayList<>(), null)), "deep"));
        assertThat(backAndForth(codec(name, type("shapes")), shapes)).isEqualTo(shapes);
        Shape[] array = shapes.toArray(new Shape[0]);
        assertThat((Shape[]) backAndForth(codec(name, type("array")), array)).isEqualTo(array);
        assertThat(backAndForth(codec(name, Shape.class), array[1])).isEqualTo(array[1]);
        assertThat(backAndForth(codec(name, Corner.class), Corner.ROUND)).isEqualTo(Corner.ROUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kryo", "fory", "jdk"})
    void openFamiliesHaveThoseThatAreNamed(String name) throws Exception {
        Map<String, List<Animal>> animals = Map.of("a", List.of(new Cat("c"), new Dog("d", 3)), "", List.of());
        assertThat(backAndForth(codec(name, type("animals"), Cat.class, Dog.class), animals))
                .isEqualTo(animals);
        Codec cats = codec(name, type("animals"), Cat.class);
        assertThatThrownBy(() -> cats.encode(animals))
                .hasMessage(
                        Dog.class.getName()
                                + " is not among the registered classes; name it in memoize.redis.classes if it shall be stored");
        assertThatThrownBy(() -> codec(name, type("animals")))
                .isInstanceOf(ConfigurationError.class)
                .hasMessage("A.f() cannot have a tier: " + Animal.class.getName()
                        + " is not concrete; name the classes that it stands for in memoize.redis.classes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kryo", "fory", "jdk"})
    void containersOfTheJdkComeBackEqual(String name) throws Exception {
        Codec codec = codec(name, Object.class);
        List<Object> lists = new ArrayList<>(List.of(
                new ArrayList<>(List.of(1)),
                new LinkedList<>(List.of("a", "b")),
                Arrays.asList(1, null, "x"),
                Arrays.asList("x", "y"),
                Collections.emptyList(),
                Collections.singletonList("x"),
                Collections.unmodifiableList(new ArrayList<>(List.of(1, 2))),
                Collections.unmodifiableList(new LinkedList<>(List.of(1, 2))),
                List.of(),
                List.of(1),
                List.of(1, 2, 3, 4),
                List.of(1, 2, 3).stream().toList(),
                new TreeSet<>(List.of("b", "a")),
                Set.of(),
                Set.of(1),
                Set.of(1, 2, 3),
                Collections.emptySet(),
                Collections.singleton(1),
                Collections.unmodifiableSet(new TreeSet<>(Set.of(1, 2))),
                Map.of(),
                Map.of(1, "x"),
                Map.of(1, "x", 2, "y"),
                new TreeMap<>(Map.of("b", 1, "a", 2)),
                new LinkedHashMap<>(Map.of("x", List.of(1))),
                Collections.emptyMap(),
                Collections.singletonMap(1, 2),
                Collections.unmodifiableMap(new HashMap<>(Map.of(1, 2)))));
        if (!name.equals("jdk")) {
            // The JDK does not write it.
            lists.add(List.of(1, 2, 3).subList(1, 3));
        }
        for (Object list : lists) {
            assertThat(backAndForth(codec, list)).as(list.getClass().getName()).isEqualTo(list);
        }
        assertThat(backAndForth(codec, lists)).isEqualTo(lists);
        ArrayDeque<Object> deque = new ArrayDeque<>(List.of(1, 2));
        assertThat(List.copyOf((Collection<?>) backAndForth(codec, deque))).isEqualTo(List.of(1, 2));

        Object view = backAndForth(codec, Collections.unmodifiableCollection(deque));
        assertThat(new ArrayList<>((Collection<?>) view)).isEqualTo(List.of(1, 2));
        assertThatThrownBy(() -> ((Collection<?>) view).clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kryo", "fory"})
    void optionalsComeBack(String name) throws Exception {
        Codec codec = codec(name, WithOptional.class);
        for (Optional<String> note : List.of(Optional.of("x"), Optional.<String>empty())) {
            assertThat(backAndForth(codec, new WithOptional(note))).isEqualTo(new WithOptional(note));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kryo", "fory", "jdk"})
    void circlesAndSharedObjectsComeBackAsTheyWere(String name) throws Exception {
        Node a = new Node();
        Node b = new Node();
        a.label = "a";
        a.next = b;
        a.others = new ArrayList<>(List.of(b, a, b));
        b.next = a;
        Node back = (Node) backAndForth(codec(name, Node.class), a);
        assertThat(back.label).isEqualTo("a");
        assertThat(back.next.next).isSameAs(back);
        assertThat(back.others).containsExactly(back.next, back, back.next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kryo", "fory", "jdk"})
    void whatWouldNotComeBackIsNotWritten(String name) {
        Codec codec = codec(name, Object.class);
        assertThatThrownBy(() -> codec.encode(new TreeMap<>(Map.of("a", 1)) {
                    private static final long serialVersionUID = 1;
                }))
                .hasMessageContaining("is not among the registered classes");
        assertThatThrownBy(() -> codec.encode(new TreeMap<>(Collections.reverseOrder())))
                .hasMessageContaining("an order of its own");
        Runnable lambda = (Runnable & Serializable) () -> {};
        assertThatThrownBy(() -> codec.encode(lambda)).hasMessageContaining("is not among the registered classes");
        assertThatThrownBy(() -> codec.encode(new Thread())).hasMessageContaining("java.lang.Thread");
        assertThatThrownBy(() -> codec(name, type("cats")).encode(List.of(new Dog("d", 1))))
                .hasMessageContaining("Dog where there is to be");
    }

    @Test
    void classesThatCannotBeStoredAreRefusedAtOnce() {
        assertThatThrownBy(() -> codec("kryo", Transient.class))
                .hasMessageContaining("has a transient field, x, which would come back empty");
        assertThatThrownBy(() -> codec("fory", Transient.class)).hasMessageContaining("transient");
        assertThatThrownBy(() -> codec("jdk", Transient.class)).hasMessageContaining("transient");
        assertThatThrownBy(() -> codec("jdk", Unserializable.class))
                .isInstanceOf(ConfigurationError.class)
                .hasMessage("A.f() cannot have a tier: " + Unserializable.class.getName()
                        + " is not Serializable, and memoize.redis.codec is jdk; make it so, or use another codec");
        assertThatThrownBy(() -> codec("kryo", Thread.class)).hasMessageContaining("is of the JDK");
        assertThatThrownBy(() -> codec("kryo", CharSequence.class, Cat.class, Thread.class))
                .hasMessageContaining("java.lang.Thread is of the JDK");
        assertThatThrownBy(() -> new RedisSettings(Map.of("codec", "json")))
                .hasMessage("memoize.redis.codec is \"json\"; use one of [cbor, kryo, fory, jdk]");
        assertThatThrownBy(() -> new RedisSettings(Map.of("classes", "a.B")))
                .hasMessageContaining("CBOR takes the declared type alone");
        assertThatThrownBy(() -> Codecs.of(
                        new RemoteMethod("A.f()", "", Animal.class, List.of(), true, null),
                        new RedisSettings(Map.of("codec", "kryo", "classes", "com.acme.Nobody"))))
                .isInstanceOf(ConfigurationError.class)
                .hasMessage(
                        "memoize.redis.classes names \"com.acme.Nobody\", and A.f() sees no such class; use names as Class.getName gives them, separated by commas");
    }

    @Test
    void otherClassesOrCodecsAreAnotherShape() {
        assertThat(codec("kryo", type("animals"), Cat.class).shape())
                .isNotEqualTo(
                        codec("kryo", type("animals"), Cat.class, Dog.class).shape())
                .isNotEqualTo(codec("fory", type("animals"), Cat.class).shape())
                .isEqualTo(codec("kryo", type("animals"), Cat.class).shape());
    }

    /** As an attacker would write it, with a codec that takes anything: nothing but what is declared comes out. */
    @ParameterizedTest
    @ValueSource(strings = {"kryo", "fory", "jdk"})
    void fieldsAndElementsAreWhatTheyAreDeclaredToBe(String name) throws Exception {
        Codec wide = codec(name, type("objects"), Cat.class, Dog.class, Impostor.class);
        Codec cats = codec(name, type("cats"), Dog.class, Impostor.class);
        byte[] dogs = wide.encode(List.of(new Dog("d", 1)));
        assertThat(wide.decode(dogs)).isEqualTo(List.of(new Dog("d", 1)));
        assertThatThrownBy(() -> cats.decode(dogs))
                .hasMessageContaining("Dog where there is to be " + Cat.class.getName());
    }

    /** Damage below the checksum: an exception or something of the declared type, and no memory that is not there. */
    @ParameterizedTest
    @ValueSource(strings = {"kryo", "fory", "jdk"})
    void damagedBytesCostNoMoreThanGoodOnes(String name) throws Exception {
        long seed = new Random().nextLong();
        System.out.println("RegisteredCodecsTest damage, " + name + ": seed " + seed);
        Random r = new Random(seed);
        Codec codec = codec(name, Object.class, Everything.class, Node.class, Rectangle.class);
        Node node = new Node();
        node.label = "x".repeat(100) + "\u00e4";
        node.others.add(node);
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long most = 0;
        byte[] dearest = {};
        int refused = 0;
        for (int i = 0; i < 6_000; i++) {
            Object good = new Object[] {
                        everything(r),
                        new int[20],
                        new ArrayList<>(List.of(1, "x", new Rectangle(1, 2, Corner.SHARP))),
                        new String[] {"a", "b"},
                        new HashMap<>(Map.of(1, 2)),
                        List.of(1, 2, 3),
                        Set.of(new BigDecimal("1.5")),
                        node,
                        new boolean[9]
                    }
                    [r.nextInt(9)];
            byte[] bytes = codec.encode(good instanceof Node || r.nextBoolean() ? good : List.of(good, good));
            for (int n = 1 + r.nextInt(4); n > 0; n--) {
                int at = r.nextInt(bytes.length);
                bytes[at] = r.nextBoolean() ? (byte) (r.nextBoolean() ? 0xFF : 0x7F) : (byte) r.nextInt();
            }
            byte[] damaged = r.nextInt(8) == 0 ? Arrays.copyOf(bytes, r.nextInt(bytes.length)) : bytes;
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            try {
                assertThat(codec.decode(damaged)).isNotNull();
            } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
                refused++;
            }
            long took = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            if (i > 1500 && took > most) { // classes are loaded and compiled before
                most = took;
                dearest = damaged;
            }
        }
        System.out.println("RegisteredCodecsTest damage, " + name + ": refused " + refused + ", most bytes " + most);
        assertThat(refused).isGreaterThan(1000);
        assertThat(most)
                .as("bytes that decoding this takes: %s", HexFormat.of().formatHex(dearest))
                .isLessThan(32 << 20);
    }

    /** Damage at random finds this once in a million times. */
    @ParameterizedTest
    @ValueSource(strings = {"kryo", "fory", "jdk"})
    void arraysAreNoLongerThanTheirBytes(String name) throws Exception {
        Codec codec = codec(name, Object.class);
        List<Object> arrays = List.of(
                new boolean[5],
                new byte[5],
                new short[5],
                new char[5],
                new int[5],
                new long[5],
                new float[5],
                new double[5],
                new String[] {"a", "b", "c", "d", "e"});
        for (Object array : arrays) {
            byte[] good = codec.encode(array);
            for (int at = 0; at < good.length; at++) {
                // Five, or six, is the length; as a varint, a fixed number, or with flags below it.
                byte[] longer = new byte[good.length + 4];
                System.arraycopy(good, 0, longer, 0, at);
                longer[at] = longer[at + 1] = longer[at + 2] = longer[at + 3] = (byte) 0x91;
                longer[at + 4] = 0x02;
                System.arraycopy(good, at + 1, longer, at + 5, good.length - at - 1);
                byte[] larger = good.clone();
                larger[at] = 0x11;
                for (byte[] bytes : List.of(longer, larger)) {
                    var threads =
                            (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
                    long id = Thread.currentThread().getId();
                    long before = threads.getThreadAllocatedBytes(id);
                    try {
                        codec.decode(bytes);
                    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
                        // As it should.
                    }
                    assertThat(threads.getThreadAllocatedBytes(id) - before)
                            .as(
                                    "%s, %s",
                                    array.getClass().getSimpleName(),
                                    HexFormat.of().formatHex(bytes))
                            .isLessThan(32 << 20);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kryo", "fory"})
    void libraryThatIsNotThereIsNamed(String name) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!new File(path).getName().matches("(kryo|fory).*\\.jar")) {
                urls.add(new File(path).toURI().toURL());
            }
        }
        try (URLClassLoader without =
                new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Class<?> test = without.loadClass(RegisteredCodecsTest.class.getName() + "$Without");
            var run = test.getDeclaredMethod("run", String.class);
            run.setAccessible(true);
            assertThatThrownBy(() -> run.invoke(null, name))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessageMatching("memoize.redis.codec is \"" + name
                            + "\", and (com.esotericsoftware.kryo.Kryo|org.apache.fory.Fory) is not on the class path; "
                            + "add (com.esotericsoftware:kryo, version 5|org.apache.fory:fory-core, version 1)");
            // The others do without it.
            run.invoke(null, "cbor");
            run.invoke(null, "jdk");
        }
    }

    static final class Without {
        static void run(String codec) {
            Codecs.of(
                    new RemoteMethod("A.f()", "", Cat.class, List.of(), true, null),
                    new RedisSettings(Map.of("codec", codec)));
        }
    }
}
