package dev.memoize.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What processes tell each other: a kind, the sender, and the key or the beginning of keys that it is about. */
@SuppressWarnings("ArrayRecordComponent") // two messages are never compared
record Message(Kind kind, long sender, byte[] subject) {
    enum Kind {
        /** The key has a result now, or nobody computes it any more: those who wait should look. */
        READY('F'),
        /** What anybody has of that key is not to be used. */
        INVALIDATED('I'),
        /** The same of all keys that begin so. */
        CLEARED('A');

        private final byte code;

        Kind(char code) {
            this.code = (byte) code;
        }
    }

    private static final int HEADER = 9;

    byte[] toBytes() {
        return ByteBuffer.allocate(HEADER + subject.length)
                .put(kind.code)
                .putLong(sender)
                .put(subject)
                .array();
    }

    /** {@code null} if it is not one of ours. */
    static @Nullable Message of(byte[] bytes) {
        for (Kind kind : Kind.values()) {
            int least = kind == Kind.CLEARED ? 1 : RedisKey.DIGEST_LENGTH;
            if (bytes.length >= HEADER + least && kind.code == bytes[0]) {
                return new Message(
                        kind, ByteBuffer.wrap(bytes).getLong(1), Arrays.copyOfRange(bytes, HEADER, bytes.length));
            }
        }
        return null;
    }

    /** The beginning of the key that all results of its method have. */
    String prefix() {
        int length = kind == Kind.CLEARED ? subject.length : Math.max(0, subject.length - RedisKey.DIGEST_LENGTH);
        return new String(subject, 0, length, StandardCharsets.UTF_8);
    }
}
