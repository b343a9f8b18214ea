package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoSerializable;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.DefaultInstantiatorStrategy;
import dev.memoize.Memo;
import dev.memoize.Memo1;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
import org.apache.fory.Fory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objenesis.strategy.StdInstantiatorStrategy;

/** {@link HostileTest} for each codec, plain and encrypted: the right answer, nothing executed, and a repair. */
@Timeout(300)
final class HostileCodecsTest {
    private static final String KEYS = "7:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String OTHER_KEYS = "8:EBESExQVFhcYGRobHB0eHwABAgMEBQYHCAkKCwwNDg8=";
    /** The same number, another key. */
    private static final String SAME_NUMBER = "7:EBESExQVFhcYGRobHB0eHwABAgMEBQYHCAkKCwwNDg8=";

    record Answer(int x, String text, List<String> tags) implements Serializable {}

    /** Says so when anything of it is executed. */
    static final class Gadget implements Serializable, KryoSerializable, Comparable<Gadget> {
        private static final long serialVersionUID = 1;
        static int fired;
        private String text = "x";

        Gadget() {
            fired++;
        }

        private void readObject(ObjectInputStream in) throws Exception {
            in.defaultReadObject();
            fired++;
        }

        private Object readResolve() {
            fired++;
            return this;
        }

        @Override
        public void write(Kryo kryo, Output output) {
            output.writeString(text);
        }

        @Override
        public void read(Kryo kryo, Input input) {
            text = input.readString();
            fired++;
        }

        @Override
        public int hashCode() {
            fired++;
            return 1;
        }

        @Override
        public boolean equals(Object o) {
            fired++;
            return o == this;
        }

        @Override
        public int compareTo(Gadget o) {
            fired++;
            return 0;
        }

        @Override
        public String toString() {
            fired++;
            return text;
        }
    }

    private static Server server;
    private static StatefulRedisConnection<byte[], byte[]> raw;

    @BeforeAll
    static void start() throws Exception {
        server = Server.embedded();
        raw = server.bytes();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("still not true").isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static RedisTier tier(String codec, String keys) throws Exception {
        return keys.isEmpty() ? server.tier("codec", codec) : server.tier("codec", codec, "encryptionKeys", keys);
    }

    private static Answer answer(int key) {
        return new Answer(key, "answer \u00e4", List.of("a", "b"));
    }

    private static Memo1<Integer, Answer> memo(RedisTier tier, String name, AtomicInteger runs) {
        return Memo.builder()
                .name(name)
                .maxSize(100_000)
                .tier(tier, Answer.class)
                .function(key -> {
                    runs.incrementAndGet();
                    return answer(key);
                });
    }

    private static RedisKey keyOf(String name, int argument) {
        byte[] prefix = ("memoize:" + name + "::").getBytes(StandardCharsets.UTF_8);
        return RedisKey.of(prefix, CanonicalKey.of(new Object[] {argument}, true));
    }

    /** What lies under the key of that argument once a tier with that codec has computed it. */
    private static byte[] stored(String name, int argument, String codec, String keys) throws Exception {
        try (RedisTier tier = tier(codec, keys)) {
            Memo1<Integer, Answer> memo = memo(tier, name, new AtomicInteger());
            memo.apply(argument);
            eventually(() -> memo.tierInfo().stores() == 1);
        }
        byte[] value = raw.sync().get(keyOf(name, argument).bytes);
        raw.sync().del(keyOf(name, argument).bytes);
        return value;
    }

    /** With a checksum that is right again. */
    private static byte[] summed(RedisKey key, byte[] value) {
        CRC32C crc = new CRC32C();
        crc.update(key.bytes);
        crc.update(value, 0, 32);
        crc.update(value, Envelope.HEADER, value.length - Envelope.HEADER);
        ByteBuffer.wrap(value).putInt(32, (int) crc.getValue());
        return value;
    }

    private static byte[] withPayload(RedisKey key, byte[] header, byte[] payload) {
        byte[] value = Arrays.copyOf(header, Envelope.HEADER + payload.length);
        System.arraycopy(payload, 0, value, Envelope.HEADER, payload.length);
        return summed(key, value);
    }

    private static List<byte[]> gadgets() throws Exception {
        List<Object> objects = new ArrayList<>();
        objects.add(new Gadget());
        objects.add(new ArrayList<>(List.of(new Gadget())));
        Map<Object, Object> map = new HashMap<>();
        map.put(new Gadget(), 1);
        objects.add(map);
        objects.add(new Object[] {new Gadget()});
        List<byte[]> payloads = new ArrayList<>();
        Kryo kryo = new Kryo();
        kryo.setRegistrationRequired(false);
        kryo.setReferences(true);
        kryo.setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
        Fory fory = Fory.builder()
                .withXlang(false)
                .withRefTracking(true)
                .requireClassRegistration(false)
                .withCompatible(false)
                .withDeserializeUnknownClass(false)
                .build();
        for (Object object : objects) {
            Output out = new Output(100, -1);
            kryo.writeClassAndObject(out, object);
            payloads.add(out.toBytes());
            payloads.add(fory.serialize(object));
            payloads.add(jdk(object));
        }
        payloads.add(jdk(Proxy.newProxyInstance(
                HostileCodecsTest.class.getClassLoader(), new Class<?>[] {Runnable.class}, new Handler())));
        payloads.add(jdk(new java.net.URL("http://localhost:1/")));
        payloads.add(jdk((Runnable & Serializable) () -> Gadget.fired++));
        payloads.add("{\"@class\":\"javax.swing.JFrame\",\"x\":1}".getBytes(StandardCharsets.UTF_8));
        return payloads;
    }

    private static final class Handler implements java.lang.reflect.InvocationHandler, Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] args) {
            Gadget.fired++;
            return null;
        }
    }

    private static byte[] jdk(Object object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    /** Values that no tier with that codec and these keys may use, for arguments from 1 on. */
    private static List<byte[]> hostile(String name, String codec, String keys) throws Exception {
        byte[] good = stored(name, 0, codec, keys);
        List<byte[]> values = new ArrayList<>();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            values.add(flipped);
        }
        for (int length = 0; length < good.length; length++) {
            values.add(Arrays.copyOf(good, length));
        }
        values.add(good);
        for (String foreign :
                List.of("null", "{\"x\":1}", "\u00ac\u00ed\u0000\u0005sr", "L", "M", "Lxxxxxxxxxxxxxxxx")) {
            values.add(foreign.getBytes(StandardCharsets.ISO_8859_1));
        }
        // From here on the checksum is right.
        for (String other : List.of("cbor", "kryo", "fory", "jdk")) {
            if (!other.equals(codec)) {
                values.add(stored(name, values.size() + 1, other, keys));
            }
        }
        values.add(stored(name, values.size() + 1, codec, keys.isEmpty() ? KEYS : ""));
        if (!keys.isEmpty()) {
            values.add(stored(name, values.size() + 1, codec, OTHER_KEYS));
            values.add(stored(name, values.size() + 1, codec, SAME_NUMBER));
            // As another key's, and with each bit flipped.
            values.add(summed(keyOf(name, values.size() + 1), good.clone()));
            for (int bit = 0; bit < good.length * 8; bit += 7) {
                if (bit / 32 != 8) { // the checksum itself
                    int argument = values.size() + 1;
                    byte[] flipped = stored(name, argument, codec, keys);
                    flipped[bit / 8] ^= (byte) (1 << bit % 8);
                    values.add(summed(keyOf(name, argument), flipped));
                }
            }
        }
        byte[] shape = stored(name, values.size() + 1, codec, keys);
        shape[4]++;
        values.add(summed(keyOf(name, values.size() + 1), shape));
        for (byte[] gadget : gadgets()) {
            values.add(withPayload(keyOf(name, values.size() + 1), good, gadget));
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({
        "cbor, ''",
        "kryo, ''",
        "fory, ''",
        "jdk, ''",
        "cbor, " + KEYS,
        "kryo, " + KEYS,
        "fory, " + KEYS,
        "jdk, " + KEYS
    })
    void whateverIsStoredTheAnswerIsRightAndTheKeyIsRepaired(String codec, String keys) throws Exception {
        String name = "hostile-" + codec + keys.length();
        List<byte[]> values = hostile(name, codec, keys);
        AtomicInteger runs = new AtomicInteger();
        try (RedisTier tier = tier(codec, keys);
                RedisTier second = tier(codec, keys)) {
            Memo1<Integer, Answer> memo = memo(tier, name, runs);
            for (int i = 0; i < values.size(); i++) {
                raw.sync().set(keyOf(name, i + 1).bytes, values.get(i));
            }
            int size = values.size() + 1;
            raw.sync().setrange(keyOf(name, size).bytes, (100 << 20) - 1, new byte[] {1});
            raw.sync().setrange(keyOf(name, size).bytes, 0, stored(name, 0, codec, keys));
            int before = Gadget.fired;
            for (int i = 1; i <= size; i++) {
                assertThat(memo.apply(i)).as("value " + i).isEqualTo(answer(i));
            }
            assertThat(runs).as("none was taken for a result").hasValue(size);
            assertThat(Gadget.fired).as("nothing was executed").isEqualTo(before);
            eventually(() -> memo.tierInfo().stores() == size);
            Memo1<Integer, Answer> other = memo(second, name, runs);
            for (int i = 1; i <= size; i++) {
                assertThat(other.apply(i)).isEqualTo(answer(i));
            }
            assertThat(runs).as("each was repaired").hasValue(size);
            assertThat(memo.tierInfo().unusable()).isPositive();
            assertThat(memo.tierInfo().state()).isEqualTo("closed");
        }
        raw.sync().flushall();
    }

    /** Somebody who writes what he likes can choose the answer, but not what it is. */
    @ParameterizedTest
    @CsvSource({"cbor", "kryo", "fory", "jdk"})
    void bytesWithTheRightChecksumGiveAnAnswerOrNone(String codec) throws Exception {
        String name = "summed-" + codec;
        byte[] good = stored(name, 0, codec, "");
        AtomicInteger runs = new AtomicInteger();
        try (RedisTier tier = tier(codec, "")) {
            Memo1<Integer, Answer> memo = memo(tier, name, runs);
            int before = Gadget.fired;
            int bits = (good.length - Envelope.HEADER) * 8;
            for (int bit = 0; bit < bits; bit++) {
                byte[] flipped = good.clone();
                flipped[Envelope.HEADER + bit / 8] ^= (byte) (1 << bit % 8);
                raw.sync().set(keyOf(name, bit + 1).bytes, summed(keyOf(name, bit + 1), flipped));
                Answer answer = memo.apply(bit + 1);
                assertThat(answer.tags() == null || answer.tags().stream().allMatch(String.class::isInstance))
                        .isTrue();
            }
            for (int length = Envelope.HEADER; length < good.length; length++) {
                int argument = 100_000 + length;
                raw.sync().set(keyOf(name, argument).bytes, summed(keyOf(name, argument), Arrays.copyOf(good, length)));
                assertThat(memo.apply(argument)).isEqualTo(answer(argument));
            }
            assertThat(Gadget.fired).isEqualTo(before);
            assertThat(memo.tierInfo().state()).isEqualTo("closed");
        }
    }
}
