package dev.memoize.redis;

import dev.memoize.spi.ConfigurationError;
import dev.memoize.spi.RemoteMethod;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Which types can be part of a key that is the same in every process. */
final class KeyTypes {
    /** Classes whose {@code toString} says everything that their {@code equals} looks at. */
    private static final Set<Class<?>> TEXTUAL = Set.of(
            Instant.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            OffsetTime.class,
            ZonedDateTime.class,
            ZoneOffset.class,
            Duration.class,
            Period.class,
            Year.class,
            YearMonth.class,
            MonthDay.class);

    private static final Set<Class<?>> SCALARS = Set.of(
            String.class,
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class,
            UUID.class,
            Optional.class);

    private KeyTypes() {}

    /** In an order that is the same in every process. */
    static List<Class<?>> textual() {
        List<Class<?>> types = new ArrayList<>(TEXTUAL);
        types.sort(Comparator.comparing(Class::getName));
        return types;
    }

    static boolean isTextual(Class<?> type) {
        return TEXTUAL.contains(type);
    }

    /** Throws {@link ConfigurationError} if no argument of one of the declared types could be part of a key. */
    static void check(RemoteMethod method) {
        List<Type> types = method.keyTypes();
        for (int i = 0; i < types.size(); i++) {
            Class<?> type = raw(types.get(i));
            if (isNever(type)) {
                throw new ConfigurationError(
                        method.name() + " has a tier, but its key has a " + type.getName()
                                + " (part " + (i + 1)
                                + "), which is not the same in another process; pass what identifies it, make it a record, or leave it out with @Memoize.Ignore");
            }
        }
    }

    private static Class<?> raw(Type type) {
        if (type instanceof ParameterizedType) {
            return raw(((ParameterizedType) type).getRawType());
        }
        return type instanceof Class ? (Class<?>) type : Object.class;
    }

    /** Whether no value of that type, nor of a subtype, is taken. */
    private static boolean isNever(Class<?> type) {
        if (type.isArray()) {
            return isNever(type.getComponentType());
        }
        boolean taken = type.isPrimitive()
                || type.isEnum()
                || type.isRecord()
                || SCALARS.contains(type)
                || TEXTUAL.contains(type)
                || Collection.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type);
        boolean open = type.isInterface() || Modifier.isAbstract(type.getModifiers()) || type == Object.class;
        return !taken && !open;
    }
}
