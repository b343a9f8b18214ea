package dev.memoize.redis;

import dev.memoize.spi.ConfigurationError;
import dev.memoize.spi.RemoteMethod;
import java.lang.reflect.Type;

/** Chooses the codec of a method: the JDK's scalars have one of their own, all else has that of the settings. */
final class Codecs {
    /** The names of {@code memoize.redis.codec}. */
    enum Kind {
        CBOR("", ""),
        KRYO("com.esotericsoftware.kryo.Kryo", "com.esotericsoftware:kryo, version 5"),
        FORY("org.apache.fory.Fory", "org.apache.fory:fory-core, version 1"),
        JDK("", "");

        private final String needs;
        private final String dependency;

        Kind(String needs, String dependency) {
            this.needs = needs;
            this.dependency = dependency;
        }
    }

    private Codecs() {}

    /** Throws {@link ConfigurationError} if the declared result type cannot be stored by that codec. */
    static Codec of(RemoteMethod method, RedisSettings settings) {
        Type type = method.resultType();
        Codec scalar = type instanceof Class ? ScalarCodec.of((Class<?>) type) : null;
        if (scalar != null) {
            return scalar;
        }
        Kind kind = settings.codec;
        checkIsThere(kind);
        try {
            switch (kind) {
                case KRYO:
                    return new KryoCodec(method, settings.classes);
                case FORY:
                    return new ForyCodec(method, settings.classes);
                case JDK:
                    return new JdkCodec(method, settings.classes);
                default:
                    return new CborCodec(type, TypeClosure.of(method.name(), type));
            }
        } catch (RuntimeException e) {
            throw new ConfigurationError(method.name() + " cannot have a tier: " + type.getTypeName()
                    + " cannot be written by the codec " + kind + ": " + e.getMessage());
        }
    }

    private static void checkIsThere(Kind kind) {
        if (kind.needs.isEmpty()) {
            return;
        }
        try {
            Class.forName(kind.needs, false, Codecs.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new ConfigurationError("memoize.redis.codec is \"" + name(kind) + "\", and " + kind.needs
                    + " is not on the class path; add " + kind.dependency);
        }
    }

    static String name(Kind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }
}
