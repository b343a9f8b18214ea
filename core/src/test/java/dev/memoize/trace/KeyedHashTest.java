package dev.memoize.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class KeyedHashTest {
    private static final long K0 = 0x0706_0504_0302_0100L;
    private static final long K1 = 0x0F0E_0D0C_0B0A_0908L;

    /** The vectors that the authors of SipHash publish, of the lengths that are whole words. */
    @Test
    void itIsSipHash24() {
        KeyedHash hash = new KeyedHash(K0, K1);
        assertEquals(0x726F_DB47_DD0E_0E31L, hash.end());
        hash.begin();
        hash.add(0x0706_0504_0302_0100L);
        assertEquals(0x93F5_F579_9A93_2462L, hash.end());
        hash.begin();
        hash.add(0x0706_0504_0302_0100L);
        hash.add(0x0F0E_0D0C_0B0A_0908L);
        assertEquals(0x3F2A_CC7F_57C2_9BDBL, hash.end());
    }
}
