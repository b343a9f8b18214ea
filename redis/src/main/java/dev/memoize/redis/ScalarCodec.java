package dev.memoize.redis;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The JDK's scalars, strings and arrays of primitives: big-endian, no tags, since the declared type says it all. */
final class ScalarCodec<T> implements Codec {
    static final byte ID = 1;

    /** May throw. */
    private interface Decoder<T> {
        T decode(ByteBuffer in) throws Exception;
    }

    private static final Map<Class<?>, ScalarCodec<?>> BY_TYPE = new HashMap<>();

    static {
        fixed(Boolean.class, 1, (b, v) -> b.put((byte) (v ? 1 : 0)), ScalarCodec::bool);
        fixed(Byte.class, 1, ByteBuffer::put, ByteBuffer::get);
        fixed(Short.class, 2, ByteBuffer::putShort, ByteBuffer::getShort);
        fixed(Character.class, 2, ByteBuffer::putChar, ByteBuffer::getChar);
        fixed(Integer.class, 4, ByteBuffer::putInt, ByteBuffer::getInt);
        fixed(Long.class, 8, ByteBuffer::putLong, ByteBuffer::getLong);
        // Raw bits: a NaN comes back as it was.
        fixed(Float.class, 4, (b, v) -> b.putInt(Float.floatToRawIntBits(v)), b -> Float.intBitsToFloat(b.getInt()));
        fixed(
                Double.class,
                8,
                (b, v) -> b.putLong(Double.doubleToRawLongBits(v)),
                b -> Double.longBitsToDouble(b.getLong()));
        fixed(
                UUID.class,
                16,
                (b, v) -> b.putLong(v.getMostSignificantBits()).putLong(v.getLeastSignificantBits()),
                b -> new UUID(b.getLong(), b.getLong()));
        fixed(
                Instant.class,
                12,
                (b, v) -> b.putLong(v.getEpochSecond()).putInt(v.getNano()),
                b -> Instant.ofEpochSecond(b.getLong(), nano(b.getInt())));
        fixed(
                Duration.class,
                12,
                (b, v) -> b.putLong(v.getSeconds()).putInt(v.getNano()),
                b -> Duration.ofSeconds(b.getLong(), nano(b.getInt())));
        fixed(LocalDate.class, 8, (b, v) -> b.putLong(v.toEpochDay()), b -> LocalDate.ofEpochDay(b.getLong()));
        variable(
                LocalDateTime.class,
                v -> v.toString().getBytes(StandardCharsets.US_ASCII),
                b -> LocalDateTime.parse(StandardCharsets.US_ASCII.decode(b)));
        variable(String.class, ScalarCodec::stringBytes, ScalarCodec::string);
        variable(BigInteger.class, BigInteger::toByteArray, b -> new BigInteger(rest(b)));
        variable(BigDecimal.class, ScalarCodec::decimalBytes, b -> {
            int scale = b.getInt();
            return new BigDecimal(new BigInteger(rest(b)), scale);
        });
        variable(byte[].class, byte[]::clone, ScalarCodec::rest);
        variable(boolean[].class, ScalarCodec::booleanBytes, b -> {
            boolean[] v = new boolean[b.remaining()];
            for (int i = 0; i < v.length; i++) {
                v[i] = bool(b);
            }
            return v;
        });
        array(short[].class, 2, v -> v.length, (b, v) -> b.asShortBuffer().put(v), (b, n) -> {
            short[] v = new short[n];
            b.asShortBuffer().get(v);
            return v;
        });
        array(char[].class, 2, v -> v.length, (b, v) -> b.asCharBuffer().put(v), (b, n) -> {
            char[] v = new char[n];
            b.asCharBuffer().get(v);
            return v;
        });
        array(int[].class, 4, v -> v.length, (b, v) -> b.asIntBuffer().put(v), (b, n) -> {
            int[] v = new int[n];
            b.asIntBuffer().get(v);
            return v;
        });
        array(long[].class, 8, v -> v.length, (b, v) -> b.asLongBuffer().put(v), (b, n) -> {
            long[] v = new long[n];
            b.asLongBuffer().get(v);
            return v;
        });
        array(float[].class, 4, v -> v.length, (b, v) -> b.asFloatBuffer().put(v), (b, n) -> {
            float[] v = new float[n];
            b.asFloatBuffer().get(v);
            return v;
        });
        array(double[].class, 8, v -> v.length, (b, v) -> b.asDoubleBuffer().put(v), (b, n) -> {
            double[] v = new double[n];
            b.asDoubleBuffer().get(v);
            return v;
        });
    }

    private final Class<T> type;
    private final Function<T, byte[]> encoder;
    private final Decoder<T> decoder;

    private ScalarCodec(Class<T> type, Function<T, byte[]> encoder, Decoder<T> decoder) {
        this.type = type;
        this.encoder = encoder;
        this.decoder = decoder;
    }

    /** The codec of that class, a primitive's being its box's; {@code null} if it is none of these. */
    static @Nullable Codec of(Class<?> type) {
        return BY_TYPE.get(java.lang.invoke.MethodType.methodType(type).wrap().returnType());
    }

    /** The classes that this can do, in an order that is the same in every process. */
    static List<Class<?>> types() {
        List<Class<?>> types = new ArrayList<>(BY_TYPE.keySet());
        types.sort(Comparator.comparing(Class::getName));
        return types;
    }

    private interface Writer<T> {
        void write(ByteBuffer out, T value);
    }

    private interface ArrayReader<T> {
        T read(ByteBuffer in, int length);
    }

    private static <T> void fixed(Class<T> type, int size, Writer<T> writer, Decoder<T> decoder) {
        variable(
                type,
                v -> {
                    ByteBuffer b = ByteBuffer.allocate(size);
                    writer.write(b, v);
                    return b.array();
                },
                decoder);
    }

    private static <T> void array(
            Class<T> type, int width, Function<T, Integer> length, Writer<T> writer, ArrayReader<T> reader) {
        variable(
                type,
                v -> {
                    ByteBuffer b = ByteBuffer.allocate(Math.multiplyExact(width, length.apply(v)));
                    writer.write(b, v);
                    return b.array();
                },
                b -> {
                    int n = b.remaining() / width;
                    int end = b.position() + n * width;
                    T v = reader.read(b, n);
                    b.position(end);
                    return v;
                });
    }

    private static <T> void variable(Class<T> type, Function<T, byte[]> encoder, Decoder<T> decoder) {
        BY_TYPE.put(type, new ScalarCodec<>(type, encoder, decoder));
    }

    @Override
    public byte id() {
        return ID;
    }

    @Override
    public long shape() {
        return type.getName().hashCode();
    }

    @Override
    public byte[] encode(Object result) {
        // Where the declared type is not final, a subclass would not come back as it is.
        if (result.getClass() != type) {
            throw new IllegalArgumentException(result.getClass().getName() + " is not " + type.getName());
        }
        return encoder.apply(type.cast(result));
    }

    @Override
    public Object decode(byte[] bytes) throws Exception {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Object result = decoder.decode(in);
        if (in.hasRemaining()) {
            throw new IllegalArgumentException(in.remaining() + " bytes too many for " + type.getName());
        }
        return result;
    }

    private static boolean bool(ByteBuffer in) {
        byte b = in.get();
        if (b != 0 && b != 1) {
            throw new IllegalArgumentException("not a boolean: " + b);
        }
        return b == 1;
    }

    private static int nano(int nano) {
        if (nano < 0 || nano > 999_999_999) {
            throw new IllegalArgumentException("not nanoseconds: " + nano);
        }
        return nano;
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }

    /** UTF-8 after a 0; where that would lose something, which is where a surrogate is alone, UTF-16 after a 1. */
    private static byte[] stringBytes(String s) {
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(s));
            return ByteBuffer.allocate(1 + utf8.remaining())
                    .put((byte) 0)
                    .put(utf8)
                    .array();
        } catch (CharacterCodingException e) {
            ByteBuffer b = ByteBuffer.allocate(1 + 2 * s.length()).put((byte) 1);
            s.chars().forEach(c -> b.putChar((char) c));
            return b.array();
        }
    }

    private static String string(ByteBuffer in) throws CharacterCodingException {
        if (!bool(in)) {
            return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
        }
        if (in.remaining() % 2 != 0) {
            throw new IllegalArgumentException("half a character");
        }
        String s = in.asCharBuffer().toString();
        in.position(in.limit());
        return s;
    }

    private static byte[] decimalBytes(BigDecimal d) {
        byte[] unscaled = d.unscaledValue().toByteArray();
        return ByteBuffer.allocate(4 + unscaled.length)
                .putInt(d.scale())
                .put(unscaled)
                .array();
    }

    private static byte[] booleanBytes(boolean[] v) {
        byte[] bytes = new byte[v.length];
        for (int i = 0; i < v.length; i++) {
            bytes[i] = (byte) (v[i] ? 1 : 0);
        }
        return bytes;
    }
}
