package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EnvelopeTest {
    private static final RedisKey KEY = RedisKey.of("memoize:f:1:".getBytes(), new byte[] {1});
    private static final Envelope ENVELOPE = new Envelope(
            (byte) 2, 0x0123_4567_89AB_CDEFL, 1_700_000_000_000L, 1_700_000_060_000L, 1500, "payload".getBytes());

    @Test
    void comesBackAsItWas() {
        Envelope back = Envelope.of(KEY, ENVELOPE.toBytes(KEY, null), null);
        assertThat(back).usingRecursiveComparison().isEqualTo(ENVELOPE);
        Envelope empty = new Envelope((byte) 0, 0, 0, 0, 0, new byte[0]);
        assertThat(Envelope.of(KEY, empty.toBytes(KEY, null), null))
                .usingRecursiveComparison()
                .isEqualTo(empty);
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] bytes = ENVELOPE.toBytes(KEY, null);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Envelope.of(KEY, flipped, null)).as("bit " + bit).isNull();
        }
    }

    @Test
    void everyTruncationAndExtensionIsNoticed() {
        byte[] bytes = ENVELOPE.toBytes(KEY, null);
        for (int length = 0; length < bytes.length; length++) {
            assertThat(Envelope.of(KEY, Arrays.copyOf(bytes, length), null))
                    .as("" + length)
                    .isNull();
        }
        for (int extra = 1; extra < 20; extra++) {
            assertThat(Envelope.of(KEY, Arrays.copyOf(bytes, bytes.length + extra), null))
                    .isNull();
        }
    }

    @Test
    void valueUnderAnotherKeyIsNoticed() {
        assertThat(Envelope.of(
                        RedisKey.of("memoize:f:1:".getBytes(), new byte[] {2}), ENVELOPE.toBytes(KEY, null), null))
                .isNull();
    }

    @Test
    void noiseIsNotAnEnvelope() {
        long seed = new Random().nextLong();
        System.out.println("EnvelopeTest: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            byte[] start = ENVELOPE.toBytes(KEY, null);
            System.arraycopy(start, 0, noise, 0, Math.min(3, noise.length));
            assertThat(Envelope.of(KEY, noise, null)).isNull();
        }
    }
}
