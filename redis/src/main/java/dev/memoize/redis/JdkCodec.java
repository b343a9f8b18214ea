package dev.memoize.redis;

import dev.memoize.spi.ConfigurationError;
import dev.memoize.spi.RemoteMethod;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Anything made of {@link RegisteredClasses} that are {@link Serializable}, by the JDK's serialization. A class that is
 * not registered is not even loaded, and a filter that nobody can switch off bounds arrays, depth and references. The
 * filter of the JVM, if there is one, has its say too.
 */
final class JdkCodec implements Codec {
    static final byte ID = 5;

    private static final int MOST_LEVELS = 500;

    /** What the JDK writes in place of its own classes, and their superclasses. */
    private static final List<String> STAND_INS =
            List.of("java.lang.Number", "java.lang.Enum", "java.time.Ser", "java.util.CollSer", "java.util.Map$Entry");

    private final Map<String, Class<?>> known = new HashMap<>();
    private final ResultCheck check;
    private final long shape;

    JdkCodec(RemoteMethod method, Set<String> names) {
        RegisteredClasses classes = RegisteredClasses.of(method, names, JdkCodec::writesItself);
        this.check = new ResultCheck(method.resultType(), classes);
        this.shape = classes.shape("jdk");
        for (Class<?> type : classes.own()) {
            if (!Serializable.class.isAssignableFrom(type)) {
                throw new ConfigurationError(method.name() + " cannot have a tier: " + type.getName()
                        + " is not Serializable, and memoize.redis.codec is jdk; make it so, or use another codec");
            }
        }
        for (Class<?> type : classes.all()) {
            if (type.isArray()) {
                known.put(type.getName(), type);
            }
            for (Class<?> c = type; c != null && Serializable.class.isAssignableFrom(c); c = c.getSuperclass()) {
                known.put(c.getName(), c);
            }
        }
        for (String name : STAND_INS) {
            try {
                known.put(name, Class.forName(name));
            } catch (ClassNotFoundException e) {
                // Another JDK, with other stand-ins: what needs them is not stored.
            }
        }
    }

    /** Whether the class says what is written of it, so that transient fields are its own affair. */
    private static boolean writesItself(Class<?> type) {
        Set<String> own = new HashSet<>();
        for (Method method : type.getDeclaredMethods()) {
            own.add(method.getName());
        }
        return own.containsAll(Set.of("writeObject", "readObject")) || own.contains("writeReplace");
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
    public byte[] encode(Object result) throws IOException {
        check.check(result);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(result);
        }
        return bytes.toByteArray();
    }

    @Override
    public Object decode(byte[] bytes) throws IOException, ClassNotFoundException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        Object result;
        try (KnownInput objects = new KnownInput(in)) {
            objects.setObjectInputFilter(filter(bytes.length));
            result = objects.readObject();
        }
        if (result == null || in.available() > 0) {
            throw new IllegalArgumentException("null, or not all of the bytes");
        }
        check.check(result);
        return result;
    }

    private ObjectInputFilter filter(int length) {
        // A hash table has up to four times the room that it needs.
        ObjectInputFilter ours = info -> {
            boolean tooMuch =
                    info.depth() > MOST_LEVELS || info.references() > length || info.arrayLength() > 4L * length + 64;
            return tooMuch || !isKnown(info.serialClass())
                    ? ObjectInputFilter.Status.REJECTED
                    : ObjectInputFilter.Status.ALLOWED;
        };
        return ObjectInputFilter.merge(ours, ObjectInputFilter.Config.getSerialFilter());
    }

    private boolean isKnown(@Nullable Class<?> type) {
        if (type == null || type.isPrimitive() || known.get(type.getName()) == type) {
            return true;
        }
        return type.isArray() && isKnown(type.getComponentType());
    }

    /** Does not load what it does not know. */
    private final class KnownInput extends ObjectInputStream {
        KnownInput(InputStream in) throws IOException {
            super(in);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            String name = description.getName();
            Class<?> type = known.get(name);
            if (type != null) {
                return type;
            }
            String element = name.replaceFirst("^\\[+", "");
            if (name.startsWith("[") && element.length() == 1) {
                return Class.forName(name, false, null);
            }
            String of = element.replaceFirst("^L", "").replaceFirst(";$", "");
            if (name.startsWith("[") && known.containsKey(of)) {
                return Class.forName(name, false, known.get(of).getClassLoader());
            }
            throw new InvalidClassException(name, "is not among the registered classes");
        }

        @Override
        protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
            throw new InvalidClassException("a proxy is not among the registered classes");
        }
    }
}
