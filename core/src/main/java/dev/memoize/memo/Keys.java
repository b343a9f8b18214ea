package dev.memoize.memo;

/** Hashes of keys. For woven code, which hashes the arguments of a call once, in order. */
public final class Keys {
    private static final int GOLDEN_32 = 0x9E3779B9;
    private static final long GOLDEN_64 = 0x9E3779B97F4A7C15L;

    private Keys() {}

    /** The hash of one word, well mixed in its high bits. */
    public static int hash(long word) {
        return (int) ((word * GOLDEN_64) >>> 32);
    }

    /**
     * The hash of a sequence, of which {@code h} is the hash so far (0 at first) and {@code next} that of its next
     * element.
     */
    public static int mix(int h, int next) {
        return (Integer.rotateLeft(h, 15) ^ next) * GOLDEN_32;
    }

    static int spread(int hashCode) {
        return hashCode * GOLDEN_32;
    }
}
