package dev.memoize.redis;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** What stands in a key while its result is computed: who does it, and whether somebody waits. See {@link Script}. */
final class LeaseToken {
    /** Tells processes, and two tiers of one process, apart. */
    final long process = new SecureRandom().nextLong();

    private static final byte MAGIC = 'L';
    /** How many bytes say whose it is. */
    static final int OWNER = 17;

    private static final int LENGTH = 18;

    private final AtomicLong sequence = new AtomicLong();

    long next() {
        return sequence.incrementAndGet();
    }

    /** As it is stored at first. */
    byte[] stored(long number) {
        return ByteBuffer.allocate(LENGTH)
                .put(MAGIC)
                .putLong(process)
                .putLong(number)
                .put((byte) '0')
                .array();
    }

    /** The part that says whose it is. */
    byte[] owner(long number) {
        return Arrays.copyOf(stored(number), OWNER);
    }

    static boolean isLease(byte[] value) {
        return value.length == LENGTH && value[0] == MAGIC;
    }

    boolean isOurs(byte[] lease) {
        return ByteBuffer.wrap(lease).getLong(1) == process;
    }

    static long number(byte[] lease) {
        return ByteBuffer.wrap(lease).getLong(9);
    }
}
