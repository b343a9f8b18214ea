package dev.memoize.spi;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RemoteTier} has to know of a method.
 *
 * @param name class, method and descriptor, or the name given to a builder: the same in every process
 * @param version results of another version are never read; that of the annotation, or a {@link CodeVersion}, or empty
 * @param resultType what the method is declared to return; a primitive result travels boxed
 * @param keyTypes the declared types of the arguments that are part of the key
 * @param typed whether equal numbers of different types are different keys
 * @param ttl how long a result is served after it was computed; {@code null} for ever
 */
public record RemoteMethod(
        String name,
        String version,
        Type resultType,
        List<Type> keyTypes,
        boolean typed,
        @Nullable Duration ttl) {}
