package dev.memoize.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.spi.ConfigurationError;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class EncryptionTest {
    private static final String FIRST = "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String SECOND = "2:EBESExQVFhcYGRobHB0eHw==";
    private static final RedisKey KEY = RedisKey.of("memoize:f:1:".getBytes(), new byte[] {1});
    private static final RedisKey OTHER = RedisKey.of("memoize:f:1:".getBytes(), new byte[] {2});
    private static final Envelope ENVELOPE = new Envelope((byte) 2, 77, 1, 2, 3, "the payload".getBytes());

    /** As a user would fetch keys from wherever they are. */
    public static final class Vault implements Supplier<String> {
        @Override
        public String get() {
            return FIRST;
        }
    }

    public static final class Nothing {}

    private static Encryption encryption(String keys) {
        return Encryption.of("memoize.redis.encryptionKeys", keys);
    }

    @Test
    void comesBackAsItWasAndCannotBeRead() {
        Encryption encryption = encryption(FIRST);
        byte[] bytes = ENVELOPE.toBytes(KEY, encryption);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("payload");
        assertThat(Envelope.of(KEY, bytes, encryption))
                .usingRecursiveComparison()
                .isEqualTo(ENVELOPE);
        assertThat(ENVELOPE.toBytes(KEY, encryption))
                .as("another nonce each time")
                .isNotEqualTo(bytes);
        Envelope nothing = new Envelope((byte) 0, 0, 0, 0, 0, new byte[0]);
        assertThat(Envelope.of(KEY, nothing.toBytes(KEY, encryption), encryption))
                .usingRecursiveComparison()
                .isEqualTo(nothing);
    }

    /** Written with the JDK's cipher by hand, from the description of the format. */
    @Test
    void formatIsAsDescribed() throws Exception {
        byte[] bytes = ENVELOPE.toBytes(KEY, encryption(FIRST));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] key = Base64.getDecoder().decode(FIRST.substring(2));
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, bytes, 36 + 4, 12));
        cipher.updateAAD(new byte[] {0, 0, 0, (byte) KEY.bytes.length});
        cipher.updateAAD(KEY.bytes);
        cipher.updateAAD(bytes, 0, 32);
        cipher.updateAAD(new byte[] {0, 0, 0, 1});
        assertThat(cipher.doFinal(bytes, 36 + 16, bytes.length - 36 - 16)).isEqualTo(ENVELOPE.payload());
        assertThat(bytes).hasSize(ENVELOPE.payload().length + Envelope.MOST_OVERHEAD);
    }

    @Test
    void everyKeyDecryptsAndTheFirstEncrypts() {
        byte[] old = ENVELOPE.toBytes(KEY, encryption(FIRST));
        assertThat(Envelope.of(KEY, old, encryption(SECOND + "," + FIRST))).isNotNull();
        assertThat(Envelope.of(KEY, old, encryption(SECOND))).isNull();
        byte[] fresh = ENVELOPE.toBytes(KEY, encryption(SECOND + ", " + FIRST));
        assertThat(Envelope.of(KEY, fresh, encryption(SECOND))).isNotNull();
        assertThat(Envelope.of(KEY, fresh, encryption(FIRST))).isNull();
        assertThat(Envelope.of(KEY, fresh, encryption(FIRST + "\n" + SECOND))).isNotNull();
    }

    @Test
    void plainIsNotTakenForEncryptedNorTheOtherWayRound() {
        assertThat(Envelope.of(KEY, ENVELOPE.toBytes(KEY, null), encryption(FIRST)))
                .isNull();
        assertThat(Envelope.of(KEY, ENVELOPE.toBytes(KEY, encryption(FIRST)), null))
                .isNull();
    }

    /** Below the checksum, which anybody can compute. */
    @Test
    void neitherKeyNorHeaderNorAnyBitCanBeExchanged() {
        Encryption encryption = encryption(FIRST);
        byte[] header = new byte[32];
        byte[] sealed = encryption.encrypt(KEY, header, "payload".getBytes());
        assertThat(encryption.decrypt(KEY, header, sealed)).isEqualTo("payload".getBytes());
        assertThat(encryption.decrypt(OTHER, header, sealed)).isNull();
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(encryption.decrypt(KEY, header, flipped))
                    .as("bit " + bit)
                    .isNull();
        }
        for (int bit = 0; bit < header.length * 8; bit++) {
            byte[] flipped = header.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(encryption.decrypt(KEY, flipped, sealed))
                    .as("bit " + bit)
                    .isNull();
        }
        for (int length = 0; length < sealed.length; length++) {
            assertThat(encryption.decrypt(KEY, header, java.util.Arrays.copyOf(sealed, length)))
                    .isNull();
        }
        // What one of two keys encrypted is not taken under the number of the other.
        byte[] secret = Base64.getDecoder().decode(FIRST.substring(2));
        String twice = FIRST + ",9:" + Base64.getEncoder().encodeToString(secret);
        byte[] renumbered = sealed.clone();
        renumbered[3] = 9;
        assertThat(encryption(twice).decrypt(KEY, header, renumbered)).isNull();
    }

    @Test
    void secretsAreInNoMessage() {
        String secret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd";
        Map<String, String> wrong = Map.of(
                secret,
                "memoize.redis.encryptionKeys is not of the right form; use number:key,",
                "x:" + secret,
                "memoize.redis.encryptionKeys is not of the right form; use number:key,",
                "1:" + secret,
                "key 1 of memoize.redis.encryptionKeys has 30 bytes; use number:key,",
                "1:" + secret + "=A=A",
                "key 1 of memoize.redis.encryptionKeys is not base64; use number:key,",
                FIRST + "," + FIRST,
                "memoize.redis.encryptionKeys has two keys of the number 1; use number:key,");
        wrong.forEach((keys, message) -> assertThatThrownBy(() -> new RedisSettings(Map.of("encryptionKeys", keys)))
                .isInstanceOf(ConfigurationError.class)
                .hasMessageStartingWith(message)
                .hasNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secret.substring(0, 8))));
        RedisSettings settings = new RedisSettings(Map.of("encryptionKeys", FIRST));
        assertThat(settings.toString() + settings.encryption).doesNotContain(secret.substring(0, 8));
        assertThat(settings.encryption).hasToString("keys [1]");
    }

    @Test
    void keysComeFromAFileOrAClassToo(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("keys");
        Files.writeString(file, SECOND + "\n" + FIRST + "\n");
        byte[] old = ENVELOPE.toBytes(KEY, encryption(FIRST));
        Encryption ofFile = new RedisSettings(Map.of("encryptionKeysFile", file.toString())).encryption;
        assertThat(ofFile).hasToString("keys [2, 1]");
        assertThat(Envelope.of(KEY, old, ofFile)).isNotNull();
        Encryption ofClass = new RedisSettings(Map.of("encryptionKeysFrom", Vault.class.getName())).encryption;
        assertThat(Envelope.of(KEY, old, ofClass)).isNotNull();
        assertThatThrownBy(() -> new RedisSettings(Map.of("encryptionKeysFile", folder + "/none")))
                .hasMessage("memoize.redis.encryptionKeysFile is \"" + folder
                        + "/none\", which cannot be read: NoSuchFileException");
        for (String name : new String[] {Nothing.class.getName(), "com.acme.Nobody"}) {
            assertThatThrownBy(() -> new RedisSettings(Map.of("encryptionKeysFrom", name)))
                    .isInstanceOf(ConfigurationError.class)
                    .hasMessageStartingWith("memoize.redis.encryptionKeysFrom is \"" + name + "\"; use a public class");
        }
        assertThatThrownBy(() -> new RedisSettings(Map.of("encryptionKeysFrom", "x", "encryptionKeys", FIRST)))
                .hasMessageContaining("use one");
    }

    @Test
    void randomPayloadsOfAnySizeComeBack() {
        long seed = new Random().nextLong();
        System.out.println("EncryptionTest: seed " + seed);
        Random random = new Random(seed);
        Encryption encryption = encryption(SECOND + "," + FIRST);
        for (int i = 0; i < 300; i++) {
            byte[] payload = new byte[random.nextInt(3000)];
            random.nextBytes(payload);
            Envelope envelope = new Envelope((byte) random.nextInt(), random.nextLong(), 1, 2, 3, payload);
            assertThat(Envelope.of(KEY, envelope.toBytes(KEY, encryption), encryption))
                    .usingRecursiveComparison()
                    .isEqualTo(envelope);
        }
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("still not true").isNegative();
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** The tier through: keys are rotated without losing what is stored, and nothing lies in Redis to be read. */
    @Test
    void keysAreRotatedWithoutComputingAgain() throws Exception {
        try (Server server = Server.embedded();
                StatefulRedisConnection<byte[], byte[]> raw = server.bytes()) {
            AtomicInteger runs = new AtomicInteger();
            String[] rotation = {FIRST, FIRST + "," + SECOND, SECOND + "," + FIRST, SECOND};
            int[] expected = {2, 2, 2, 4};
            for (int i = 0; i < rotation.length; i++) {
                try (RedisTier tier = server.tier("encryptionKeys", rotation[i])) {
                    Memo1<Integer, String> memo = Memo.builder()
                            .name("rotated")
                            .tier(tier, String.class)
                            .function(n -> {
                                runs.incrementAndGet();
                                return n == 0 ? null : "secret " + n;
                            });
                    assertThat(memo.apply(0)).isNull();
                    assertThat(memo.apply(1)).isEqualTo("secret 1");
                    assertThat(runs).as("with " + i).hasValue(expected[i]);
                    eventually(() -> memo.tierInfo().hits() + memo.tierInfo().stores() == 2);
                }
            }
            for (byte[] key : raw.sync().keys("*")) {
                assertThat(new String(raw.sync().get(key), StandardCharsets.ISO_8859_1))
                        .doesNotContain("secret");
            }
        }
    }
}
