package dev.memoize.redis;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a stored result. Nothing of the payload is decoded before the checksum, which covers the key as well,
 * is found right, and before it is decrypted where there is an {@link Encryption}.
 *
 * <pre>
 *  0  2  magic              28  4  microseconds it took to compute, at most 2^31-1
 *  2  1  format             32  4  CRC-32C of the key, of 0 to 31, and of the payload
 *  3  1  codec; 0: null     36  …  payload; where the format is 2, as {@link Encryption} has it
 *  4  8  shape of the type
 * 12  8  when it was computed, in milliseconds of the server's clock
 * 20  8  until when it may be served, likewise
 * </pre>
 *
 * All numbers are big-endian.
 */
@SuppressWarnings("ArrayRecordComponent") // two envelopes are never compared
record Envelope(byte codec, long shape, long created, long expires, int cost, byte[] payload) {
    static final int HEADER = 36;
    /** By how much a value is longer than what its codec wrote. */
    static final int MOST_OVERHEAD = HEADER + Encryption.OVERHEAD;

    static final byte MAGIC_0 = 'M';
    private static final byte MAGIC_1 = (byte) 0xE5;
    private static final byte PLAIN = 1;
    private static final byte ENCRYPTED = 2;
    private static final int CHECKED = 32;

    byte[] toBytes(RedisKey key, @Nullable Encryption encryption) {
        ByteBuffer header = ByteBuffer.allocate(CHECKED);
        header.put(MAGIC_0)
                .put(MAGIC_1)
                .put(encryption == null ? PLAIN : ENCRYPTED)
                .put(codec);
        header.putLong(shape).putLong(created).putLong(expires).putInt(cost);
        byte[] stored = encryption == null ? payload : encryption.encrypt(key, header.array(), payload);
        byte[] bytes = new byte[HEADER + stored.length];
        System.arraycopy(header.array(), 0, bytes, 0, CHECKED);
        System.arraycopy(stored, 0, bytes, HEADER, stored.length);
        ByteBuffer.wrap(bytes).putInt(CHECKED, checksum(key, bytes));
        return bytes;
    }

    /**
     * {@code null} if these bytes are not an envelope that was written, whole, under that key; nor if they are
     * encrypted where that is not expected, or the other way round.
     */
    static @Nullable Envelope of(RedisKey key, byte[] bytes, @Nullable Encryption encryption) {
        byte format = encryption == null ? PLAIN : ENCRYPTED;
        if (bytes.length < HEADER || bytes[0] != MAGIC_0 || bytes[1] != MAGIC_1 || bytes[2] != format) {
            return null;
        }
        ByteBuffer b = ByteBuffer.wrap(bytes);
        if (b.getInt(CHECKED) != checksum(key, bytes)) {
            return null;
        }
        byte[] payload = Arrays.copyOfRange(bytes, HEADER, bytes.length);
        if (encryption != null) {
            payload = encryption.decrypt(key, Arrays.copyOf(bytes, CHECKED), payload);
            if (payload == null) {
                return null;
            }
        }
        return new Envelope(bytes[3], b.getLong(4), b.getLong(12), b.getLong(20), b.getInt(28), payload);
    }

    /** The part that no two results have in common, but for the same ones. */
    static byte[] header(byte[] value) {
        return Arrays.copyOf(value, HEADER);
    }

    private static int checksum(RedisKey key, byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(key.bytes);
        crc.update(bytes, 0, CHECKED);
        crc.update(bytes, HEADER, bytes.length - HEADER);
        return (int) crc.getValue();
    }
}
