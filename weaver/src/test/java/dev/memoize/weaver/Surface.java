package dev.memoize.weaver;

import dev.memoize.logtime.TimedByWeaver;
import dev.memoize.memo.InvalidatesByWeaver;
import dev.memoize.memo.WovenGenerated;
import java.io.ObjectStreamClass;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that reflection and serialization see of a class, as lines of text. */
final class Surface {
    private Surface() {}

    static String of(Class<?> type) {
        TreeSet<String> lines = new TreeSet<>();
        lines.add("class " + type.toGenericString() + annotations(type.getAnnotations()) + " super "
                + type.getGenericSuperclass() + " interfaces " + Arrays.toString(type.getGenericInterfaces())
                + " enclosed by " + type.getEnclosingMethod() + ' ' + type.getEnclosingClass() + " suid " + suid(type));
        for (Method m : type.getDeclaredMethods()) {
            if (!m.isSynthetic() || m.isBridge()) {
                lines.add(describe(m));
            }
        }
        for (Field f : type.getDeclaredFields()) {
            if (!f.isSynthetic()) {
                lines.add(f.toGenericString() + annotations(f.getAnnotations()));
            }
        }
        for (var constructor : type.getDeclaredConstructors()) {
            lines.add(constructor.toGenericString());
        }
        return String.join("\n", lines);
    }

    /** Without {@code synchronized}, which moves to the body, and without the mark of the weaver. */
    private static String describe(Method m) {
        return Modifier.toString(m.getModifiers() & ~Modifier.SYNCHRONIZED) + ' ' + m.isVarArgs() + m.isBridge()
                + m.isDefault() + ' ' + m.toGenericString().replace("synchronized ", "")
                + annotations(m.getAnnotations()) + use(m.getAnnotatedReturnType())
                + " receiver " + (m.getAnnotatedReceiverType() == null ? "" : use(m.getAnnotatedReceiverType()))
                + " throws "
                + Stream.of(m.getAnnotatedExceptionTypes()).map(Surface::use).toList()
                + " parameters "
                + Stream.of(m.getParameters()).map(Surface::parameter).toList()
                + " type parameters "
                + Stream.of(m.getTypeParameters())
                        .map(t -> annotations(t.getAnnotations())
                                + t
                                + Stream.of(t.getAnnotatedBounds())
                                        .map(Surface::use)
                                        .toList())
                        .toList();
    }

    private static String parameter(Parameter p) {
        return p.isNamePresent() + " " + p + annotations(p.getAnnotations()) + use(p.getAnnotatedType());
    }

    private static String use(AnnotatedType type) {
        return type.toString();
    }

    private static String annotations(Annotation[] annotations) {
        return Stream.of(annotations)
                .filter(a -> !(a instanceof WovenGenerated
                        || a instanceof TimedByWeaver
                        || a instanceof InvalidatesByWeaver))
                .map(Annotation::toString)
                .collect(Collectors.joining(" ", " [", "] "));
    }

    private static long suid(Class<?> type) {
        return ObjectStreamClass.lookupAny(type).getSerialVersionUID();
    }
}
