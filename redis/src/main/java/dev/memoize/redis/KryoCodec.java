package dev.memoize.redis;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.util.DefaultInstantiatorStrategy;
import com.esotericsoftware.kryo.util.Pool;
import dev.memoize.spi.RemoteMethod;
import java.util.Set;
import java.util.UUID;
import org.objenesis.strategy.StdInstantiatorStrategy;

/**
 * Anything made of {@link RegisteredClasses}, by Kryo, which is told of these and takes no others. Two guards are ours,
 * since Kryo believes the bytes: no array or collection is made larger than its bytes could fill, and no field gets
 * what it is not declared to hold.
 */
final class KryoCodec implements Codec {
    static final byte ID = 3;

    private final Pool<Kryo> kryos;
    private final ResultCheck check;
    private final long shape;

    KryoCodec(RemoteMethod method, Set<String> names) {
        RegisteredClasses classes = RegisteredClasses.of(method, names, type -> false);
        this.check = new ResultCheck(method.resultType(), classes);
        this.shape = classes.shape("kryo 5");
        this.kryos = new Pool<>(true, true, 64) {
            @Override
            protected Kryo create() {
                return kryo(classes);
            }
        };
        // So that whatever Kryo cannot do is said at the first call.
        kryos.free(kryos.obtain());
    }

    private static Kryo kryo(RegisteredClasses classes) {
        Kryo kryo = new Kryo();
        kryo.setRegistrationRequired(true);
        kryo.setReferences(true);
        kryo.setClassLoader(classes.loader());
        kryo.setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
        KeyTypes.textual().forEach(kryo::register);
        kryo.addDefaultSerializer(UUID.class, new DefaultSerializers.UUIDSerializer());
        for (Class<?> type : ScalarCodec.types()) {
            if (type.isArray()) {
                register(kryo, type, kryo.getDefaultSerializer(type));
            } else {
                kryo.register(type);
            }
        }
        for (Class<?> type : JdkContainers.ALL) {
            register(
                    kryo,
                    type,
                    JdkContainers.isUnmodifiableView(type)
                            ? new KryoSerializers.View()
                            : kryo.getDefaultSerializer(type));
        }
        for (Class<?> type : classes.arrays()) {
            register(kryo, type, kryo.getDefaultSerializer(type));
        }
        for (Class<?> type : classes.own()) {
            boolean byFields = !type.isRecord() && !type.isEnum();
            kryo.register(
                    type, byFields ? new KryoSerializers.CheckedFields(kryo, type) : kryo.getDefaultSerializer(type));
        }
        return kryo;
    }

    private static void register(Kryo kryo, Class<?> type, Serializer<?> serializer) {
        kryo.register(type, new KryoSerializers.Bounded(serializer));
    }

    @Override
    public byte id() {
        return ID;
    }

    @Override
    public long shape() {
        return shape;
    }

    @Override
    public byte[] encode(Object result) {
        check.check(result);
        Output out = new Output(256, -1);
        Kryo kryo = kryos.obtain();
        kryo.writeClassAndObject(out, result);
        // Not if it threw: then nobody knows what state it is in.
        kryos.free(kryo);
        return out.toBytes();
    }

    @Override
    public Object decode(byte[] bytes) {
        KryoSerializers.BoundedInput in = new KryoSerializers.BoundedInput(bytes);
        Kryo kryo = kryos.obtain();
        Object result = kryo.readClassAndObject(in);
        kryos.free(kryo);
        if (result == null || in.position() != bytes.length) {
            throw new IllegalArgumentException("null, or not all of the bytes");
        }
        check.check(result);
        return result;
    }
}
