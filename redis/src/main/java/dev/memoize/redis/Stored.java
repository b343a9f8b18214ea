package dev.memoize.redis;

import org.jspecify.annotations.Nullable;

/** What Redis has of a key, and the generations of its tags; {@code null} if they have none. */
@SuppressWarnings("ArrayRecordComponent") // two are never compared
record Stored(byte[] value, byte @Nullable [] generations) {}
