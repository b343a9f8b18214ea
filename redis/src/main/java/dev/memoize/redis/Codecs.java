package dev.memoize.redis;

import dev.memoize.spi.ConfigurationError;
import dev.memoize.spi.RemoteMethod;
import java.lang.reflect.Type;

/** Chooses the codec of a method. */
final class Codecs {
    private Codecs() {}

    /** Throws {@link ConfigurationError} if the declared result type is not concrete. */
    static Codec of(RemoteMethod method) {
        Type type = method.resultType();
        Codec scalar = type instanceof Class ? ScalarCodec.of((Class<?>) type) : null;
        if (scalar != null) {
            return scalar;
        }
        TypeClosure closure = TypeClosure.of(method.name(), type);
        try {
            return new CborCodec(type, closure);
        } catch (RuntimeException e) {
            throw new ConfigurationError(method.name() + " cannot have a tier: " + type.getTypeName()
                    + " cannot be written as CBOR: " + e.getMessage());
        }
    }
}
