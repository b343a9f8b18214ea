package dev.memoize.redis;

import dev.memoize.spi.RemoteMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.fory.Fory;
import org.apache.fory.ThreadSafeFory;
import org.apache.fory.memory.MemoryBuffer;

/**
 * Anything made of {@link RegisteredClasses}, by Apache Fory, which is told of these, takes no others, and bounds what
 * it makes by the bytes there are.
 */
final class ForyCodec implements Codec {
    static final byte ID = 4;

    private static final int MOST_LEVELS = 500;
    /** The numbers below are Fory's own. */
    private static final int FIRST_ID = 1000;

    private final ThreadSafeFory fory;
    private final ResultCheck check;
    private final long shape;

    ForyCodec(RemoteMethod method, Set<String> names) {
        RegisteredClasses classes = RegisteredClasses.of(method, names, type -> false);
        this.check = new ResultCheck(method.resultType(), classes);
        this.shape = classes.shape("fory 1");
        this.fory = Fory.builder()
                .withXlang(false)
                .withCompatible(false)
                .withRefTracking(true)
                .requireClassRegistration(true)
                .withDeserializeUnknownClass(false)
                .withMaxDepth(MOST_LEVELS)
                .withClassLoader(classes.loader())
                .withName("memoize")
                .buildThreadSafeFory();
        List<Class<?>> known = new ArrayList<>(classes.own());
        known.addAll(classes.arrays());
        fory.registerCallback(each -> {
            for (int i = 0; i < known.size(); i++) {
                if (!each.getTypeResolver().isRegistered(known.get(i))) {
                    each.register(known.get(i), FIRST_ID + i);
                }
            }
        });
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
        return fory.serialize(result);
    }

    @Override
    public Object decode(byte[] bytes) {
        MemoryBuffer in = MemoryBuffer.fromByteArray(bytes);
        Object result = fory.deserialize(in);
        if (result == null || in.remaining() > 0) {
            throw new IllegalArgumentException("null, or not all of the bytes");
        }
        check.check(result);
        return result;
    }
}
