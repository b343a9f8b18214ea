package dev.memoize;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a memo is configured, as {@code cache_parameters()} gives it, overrides and {@link Memo#resize} included.
 *
 * @param maxSize see {@link Memoize#maxSize()}
 * @param typed see {@link Memoize#typed()}
 * @param ttl see {@link Memoize#ttl()}; {@code null} for ever
 * @param singleFlight see {@link Memoize#singleFlight()}
 * @param scope see {@link Memoize#scope()}
 * @param eviction see {@link Memoize#eviction()}
 * @param deepRecursion see {@link Memoize#deepRecursion()}
 */
public record CacheParameters(
        int maxSize,
        boolean typed,
        @Nullable Duration ttl,
        boolean singleFlight,
        Scope scope,
        Eviction eviction,
        boolean deepRecursion) {}
