package dev.memoize;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a memo is configured, as {@code cache_parameters()} gives it, overrides and {@link Memo#resize} included.
 *
 * @param maxSize see {@link Memoize#maxSize()}
 * @param typed see {@link Memoize#typed()}
 * @param ttl see {@link Memoize#ttl()}; {@code null} for ever
 * @param jitter see {@link Memoize#jitter()}
 * @param expireAfterAccess see {@link Memoize#expireAfterAccess()}; {@code null} for ever
 * @param refreshAfterWrite see {@link Memoize#refreshAfterWrite()}; {@code null} for never
 * @param staleIfError see {@link Memoize#staleIfError()}; {@code null} for never
 * @param maxWeight see {@link MemoBuilder#maxWeight}; {@code null} if results are not weighed
 * @param singleFlight see {@link Memoize#singleFlight()}
 * @param scope see {@link Memoize#scope()}
 * @param eviction see {@link Memoize#eviction()}
 * @param deepRecursion see {@link Memoize#deepRecursion()}
 * @param tier see {@link Memoize#tier()}; {@code null} for the heap alone, and for a tier given to a builder as an
 *     object
 * @param version see {@link Memoize#version()}; {@code null} if none is given
 * @param tags see {@link Memoize#tags()}, with positions in the place of names
 * @param record see {@link Memoize#record()}; {@code null} if calls are not recorded
 */
public record CacheParameters(
        int maxSize,
        boolean typed,
        @Nullable Duration ttl,
        double jitter,
        @Nullable Duration expireAfterAccess,
        @Nullable Duration refreshAfterWrite,
        @Nullable Duration staleIfError,
        @Nullable Long maxWeight,
        boolean singleFlight,
        Scope scope,
        Eviction eviction,
        boolean deepRecursion,
        @Nullable String tier,
        @Nullable String version,
        List<String> tags,
        @Nullable String record) {
    /** In Java's form of a record, with {@link Memoize#UNBOUNDED} by its name. */
    @Override
    public String toString() {
        return "CacheParameters[maxSize=" + CacheInfo.sizeOf(maxSize)
                + ", typed=" + typed
                + ", ttl=" + ttl
                + ", jitter=" + jitter
                + ", expireAfterAccess=" + expireAfterAccess
                + ", refreshAfterWrite=" + refreshAfterWrite
                + ", staleIfError=" + staleIfError
                + ", maxWeight=" + maxWeight
                + ", singleFlight=" + singleFlight
                + ", scope=" + scope
                + ", eviction=" + eviction
                + ", deepRecursion=" + deepRecursion
                + ", tier=" + tier
                + ", version=" + version
                + ", tags=" + tags
                + ", record=" + record + "]";
    }
}
