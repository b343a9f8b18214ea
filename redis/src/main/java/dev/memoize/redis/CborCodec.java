package dev.memoize.redis;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import java.io.Serial;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * Anything else that is concrete, as CBOR: records, beans by their fields, enums, lists, sets and maps of these. The
 * declared type alone says what is made of the bytes; no class name is ever read from them.
 */
final class CborCodec implements Codec {
    static final byte ID = 2;

    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final JavaType type;
    private final boolean exact;
    private final long shape;

    CborCodec(Type declared, TypeClosure closure) {
        CBORMapper mapper = mapper(closure.beans());
        this.type = mapper.constructType(declared);
        this.writer = mapper.writerFor(type);
        this.reader = mapper.readerFor(type);
        this.exact = closure.beans().contains(type.getRawClass());
        this.shape = closure.shape();
    }

    private static CBORMapper mapper(Set<Class<?>> beans) {
        SimpleModule module = new SimpleModule("memoize");
        module.addAbstractTypeMapping(Set.class, LinkedHashSet.class);
        module.setSerializerModifier(new OnlyDeclared(Set.copyOf(beans)));
        return CBORMapper.builder()
                .changeDefaultVisibility(v -> v.withVisibility(PropertyAccessor.ALL, Visibility.NONE)
                        .withVisibility(PropertyAccessor.FIELD, Visibility.ANY)
                        .withVisibility(PropertyAccessor.CREATOR, Visibility.ANY))
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .addModule(module)
                .build();
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
        if (exact && result.getClass() != type.getRawClass()) {
            throw new IllegalArgumentException(result.getClass().getName() + " is not "
                    + type.getRawClass().getName());
        }
        return writer.writeValueAsBytes(result);
    }

    @Override
    public Object decode(byte[] bytes) {
        Object result = reader.readValue(bytes);
        if (result == null) {
            throw new IllegalArgumentException("null where there is an object");
        }
        return result;
    }

    /** A class that was not declared would come back as one that was. */
    private static final class OnlyDeclared extends ValueSerializerModifier {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient Set<Class<?>> beans;

        OnlyDeclared(Set<Class<?>> beans) {
            this.beans = beans;
        }

        @Override
        public ValueSerializer<?> modifySerializer(
                SerializationConfig config, BeanDescription.Supplier description, ValueSerializer<?> serializer) {
            Class<?> type = description.getBeanClass();
            if (!beans.contains(type) && !isScalar(type)) {
                throw new IllegalArgumentException(type.getName() + " is not among the declared classes " + beans);
            }
            return serializer;
        }

        private static boolean isScalar(Class<?> type) {
            return ScalarCodec.of(type) != null
                    || KeyTypes.isTextual(type)
                    || Enum.class.isAssignableFrom(type)
                    || type == Optional.class;
        }
    }
}
