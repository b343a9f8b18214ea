package dev.memoize.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * {@code <namespace>:<method>:<version>:<27 characters>}: the name of one result in Redis. The last part is the
 * base64url form of the first 160 bits of the SHA-256 of the canonical arguments, which can be told from nothing else
 * and do not give the arguments away.
 */
final class RedisKey {
    /** Characters of the last part. */
    static final int DIGEST_LENGTH = 27;

    private static final int DIGEST_BYTES = 20;

    final byte[] bytes;

    /** Of the tags that its result carries; unknown for a key that came in a message. */
    final List<RedisKey> tags;

    private final int hash;

    private RedisKey(byte[] bytes, List<RedisKey> tags) {
        this.bytes = bytes;
        this.tags = tags;
        // Of the last characters, which are those of a digest.
        this.hash = ByteBuffer.wrap(bytes).getInt(bytes.length - 9) * 31
                + ByteBuffer.wrap(bytes).getInt(bytes.length - 5);
    }

    static RedisKey of(byte[] prefix, byte[] canonical) {
        return of(prefix, canonical, List.of());
    }

    /**
     * One whose result carries these. They are a part of the name, so that a process that has the method with other
     * tags, or without, does not come across results that it could not judge.
     */
    static RedisKey of(byte[] prefix, byte[] arguments, List<RedisKey> tags) {
        byte[] canonical = arguments;
        for (RedisKey tag : tags) {
            canonical = TagKeys.concat(canonical, tag.bytes);
        }
        byte[] digest = Base64.getUrlEncoder().withoutPadding().encode(Arrays.copyOf(sha256(canonical), DIGEST_BYTES));
        byte[] bytes = Arrays.copyOf(prefix, prefix.length + digest.length);
        System.arraycopy(digest, 0, bytes, prefix.length, digest.length);
        return new RedisKey(bytes, tags);
    }

    /** The key of the same arguments under another prefix. */
    RedisKey under(String prefix) {
        byte[] other = TagKeys.concat(
                prefix.getBytes(StandardCharsets.UTF_8),
                Arrays.copyOfRange(bytes, bytes.length - DIGEST_LENGTH, bytes.length));
        return new RedisKey(other, List.of());
    }

    /** What has the lease while the result of this key is computed again. */
    RedisKey refresh() {
        byte[] refresh = Arrays.copyOf(bytes, bytes.length + 1);
        refresh[bytes.length] = '~';
        return new RedisKey(refresh, List.of());
    }

    /** What the keys of all results of its method begin with. */
    String prefix() {
        return new String(bytes, 0, Math.max(0, bytes.length - DIGEST_LENGTH), StandardCharsets.UTF_8);
    }

    /** A key that came in a message. */
    static RedisKey parsed(byte[] bytes) {
        return new RedisKey(bytes, List.of());
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RedisKey && Arrays.equals(bytes, ((RedisKey) other).bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
