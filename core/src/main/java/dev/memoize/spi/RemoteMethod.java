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
 * @param refresh from which age on a result is computed again behind a hit; {@code null} for never
 * @param idle how long a result is served after it was used last; {@code null} for ever
 * @param stale for how long an expired result stands in for one that could not be computed; {@code null} for never
 */
public record RemoteMethod(
        String name,
        String version,
        Type resultType,
        List<Type> keyTypes,
        boolean typed,
        @Nullable Duration ttl,
        @Nullable Duration refresh,
        @Nullable Duration idle,
        @Nullable Duration stale) {

    /** A method with no other times. */
    public RemoteMethod(
            String name, String version, Type resultType, List<Type> keyTypes, boolean typed, @Nullable Duration ttl) {
        this(name, version, resultType, keyTypes, typed, ttl, null, null, null);
    }
}
