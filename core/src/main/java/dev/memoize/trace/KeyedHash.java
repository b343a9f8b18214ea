package dev.memoize.trace;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) of a sequence of words: what it gives for the same words is the same, and
 * tells nobody who does not have the secret what the words were. For one thread.
 */
final class KeyedHash {
    private final long k0;
    private final long k1;

    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long words;

    KeyedHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
        begin();
    }

    void begin() {
        v0 = k0 ^ 0x736F_6D65_7073_6575L;
        v1 = k1 ^ 0x646F_7261_6E64_6F6DL;
        v2 = k0 ^ 0x6C79_6765_6E65_7261L;
        v3 = k1 ^ 0x7465_6462_7974_6573L;
        words = 0;
    }

    void add(long word) {
        words++;
        compress(word);
    }

    private void compress(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }

    long end() {
        // As the paper has it: the number of bytes, modulo 256, on top of the last word, which is empty here.
        compress(words * Long.BYTES << 56);
        v2 ^= 0xFF;
        round();
        round();
        round();
        round();
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
