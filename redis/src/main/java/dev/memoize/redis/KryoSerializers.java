package dev.memoize.redis;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.CollectionSerializer;
import com.esotericsoftware.kryo.serializers.DefaultArraySerializers;
import com.esotericsoftware.kryo.serializers.FieldSerializer;
import com.esotericsoftware.kryo.serializers.MapSerializer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;

/** What {@link KryoCodec} puts between Kryo and bytes that somebody else may have written. */
final class KryoSerializers {
    private KryoSerializers() {}

    /** Refuses lengths that the rest of the bytes could not fill, before anything of that length is made. */
    static final class BoundedInput extends Input {
        /** Lists of nothing but nulls take no bytes for each. */
        private static final int FREE_ELEMENTS = 4096;

        /** How many elements all the collections may have together: each takes a byte at least. */
        private int elementsLeft;

        BoundedInput(byte[] bytes) {
            super(bytes);
            elementsLeft = bytes.length + FREE_ELEMENTS;
        }

        private int checked(int length) {
            if (length < 0 || length > limit - position) {
                throw new KryoException("a length of " + length + " where there are " + (limit - position) + " bytes");
            }
            return length;
        }

        /** The size of a collection, which is next, and is left where it is. */
        void checkSize(boolean behindFlag) {
            int start = position;
            int size = (behindFlag ? readVarIntFlag(true) : readVarInt(true)) - 1;
            position = start;
            elementsLeft -= Math.max(0, size);
            if (size < -1 || elementsLeft < 0) {
                throw new KryoException(size + " elements where there are " + (limit - position) + " bytes");
            }
        }

        @Override
        public String readString() {
            int start = position;
            if (readVarIntFlag()) {
                checked(Math.max(0, readVarIntFlag(true) - 1));
            }
            position = start;
            return super.readString();
        }

        @Override
        public byte[] readBytes(int length) {
            return super.readBytes(checked(length));
        }

        @Override
        public int[] readInts(int length) {
            return super.readInts(checked(length));
        }

        @Override
        public int[] readInts(int length, boolean optimizePositive) {
            return super.readInts(checked(length), optimizePositive);
        }

        @Override
        public long[] readLongs(int length) {
            return super.readLongs(checked(length));
        }

        @Override
        public long[] readLongs(int length, boolean optimizePositive) {
            return super.readLongs(checked(length), optimizePositive);
        }

        @Override
        public float[] readFloats(int length) {
            return super.readFloats(checked(length));
        }

        @Override
        public double[] readDoubles(int length) {
            return super.readDoubles(checked(length));
        }

        @Override
        public short[] readShorts(int length) {
            return super.readShorts(checked(length));
        }

        @Override
        public char[] readChars(int length) {
            return super.readChars(checked(length));
        }

        @Override
        public boolean[] readBooleans(int length) {
            return super.readBooleans(checked(length));
        }
    }

    /** Of containers and arrays, whose sizes come first. */
    @SuppressWarnings({"rawtypes", "unchecked"}) // as Kryo has them
    static final class Bounded extends Serializer {
        private final Serializer serializer;
        private final boolean hasSize;
        private final boolean behindFlag;

        Bounded(Serializer serializer) {
            super(serializer.getAcceptsNull(), serializer.isImmutable());
            this.serializer = serializer;
            this.behindFlag = serializer instanceof CollectionSerializer;
            this.hasSize = behindFlag
                    || serializer instanceof MapSerializer
                    // The one of primitives that Kryo does not read through the input.
                    || serializer instanceof DefaultArraySerializers.BooleanArraySerializer
                    || serializer instanceof DefaultArraySerializers.ObjectArraySerializer
                    || serializer instanceof DefaultArraySerializers.StringArraySerializer;
        }

        @Override
        public void write(Kryo kryo, Output output, Object object) {
            serializer.write(kryo, output, object);
        }

        @Override
        public Object read(Kryo kryo, Input input, Class type) {
            if (hasSize) {
                ((BoundedInput) input).checkSize(behindFlag);
            }
            return serializer.read(kryo, input, type);
        }
    }

    /** What the JDK's unmodifiable views show, and a view of that when it is read. */
    @SuppressWarnings("JdkObsolete") // what users have, they have
    static final class View extends Serializer<Object> {
        View() {
            super(false, true);
        }

        @Override
        public void write(Kryo kryo, Output output, Object view) {
            Object copy;
            if (view instanceof Map<?, ?> map) {
                copy = new LinkedHashMap<>(map);
            } else if (view instanceof Set<?> set) {
                copy = new LinkedHashSet<>(set);
            } else if (view instanceof List<?> list && !(view instanceof RandomAccess)) {
                copy = new LinkedList<>(list);
            } else if (view instanceof List<?> list) {
                copy = new ArrayList<>(list);
            } else {
                copy = new ArrayDeque<>((Collection<?>) view);
            }
            kryo.writeClassAndObject(output, copy);
        }

        @Override
        public Object read(Kryo kryo, Input input, Class<?> type) {
            Object shown = kryo.readClassAndObject(input);
            if (shown instanceof Map<?, ?> map) {
                return Collections.unmodifiableMap(map);
            }
            if (shown instanceof Set<?> set) {
                return Collections.unmodifiableSet(set);
            }
            return shown instanceof List<?> list
                    ? Collections.unmodifiableList(list)
                    : Collections.unmodifiableCollection((Collection<?>) shown);
        }
    }

    /** All fields of a class, each of which is checked once it is set: Kryo sets them without. */
    @SuppressWarnings("rawtypes") // as Kryo has them
    static final class CheckedFields extends FieldSerializer<Object> {
        CheckedFields(Kryo kryo, Class<?> type) {
            super(kryo, type);
            if (getFields().length != RegisteredClasses.fields(type).size()) {
                throw new IllegalArgumentException("Kryo leaves out fields of " + type.getName());
            }
        }

        @Override
        protected void initializeCachedFields() {
            CachedField[] fields = getFields();
            for (int i = 0; i < fields.length; i++) {
                if (!fields[i].getField().getType().isPrimitive()) {
                    fields[i] = new CheckedField(fields[i]);
                }
            }
        }
    }

    @SuppressWarnings("rawtypes") // as Kryo has them
    private static final class CheckedField extends FieldSerializer.CachedField {
        private final FieldSerializer.CachedField field;

        CheckedField(FieldSerializer.CachedField field) {
            super(field.getField());
            this.field = field;
        }

        @Override
        public void write(Output output, Object object) {
            field.write(output, object);
        }

        @Override
        public void read(Input input, Object object) {
            field.read(input, object);
            Object value;
            try {
                value = getField().get(object);
            } catch (IllegalAccessException e) {
                throw new KryoException(e);
            }
            if (value != null && !getField().getType().isInstance(value)) {
                throw new KryoException(value.getClass().getName() + " in " + getField());
            }
        }

        @Override
        public void copy(Object original, Object copy) {
            field.copy(original, copy);
        }
    }
}
