package dev.memoize.redis;

import dev.memoize.spi.ConfigurationError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Payloads as AES-GCM makes them. What is authenticated besides is the Redis key and the envelope's header, so that
 * neither can be exchanged. Thread-safe; says nothing of its keys but their numbers.
 *
 * <pre>
 *  0  4  number of the key
 *  4 12  nonce, random
 * 16  …  ciphertext
 *  … 16  tag
 * </pre>
 */
final class Encryption {
    /** By how much a payload gets longer. */
    static final int OVERHEAD = 32;

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final Pattern KEY = Pattern.compile("(\\d{1,9}):([A-Za-z0-9+/=_-]{20,90})");
    private static final String FORM =
            "; use number:key, several of these separated by commas, the first to encrypt with and all to decrypt; a key is 16, 24 or 32 random bytes in base64";

    private final SecureRandom random = new SecureRandom();
    private final Map<Integer, SecretKeySpec> keys;
    private final int current;

    private Encryption(Map<Integer, SecretKeySpec> keys) {
        this.keys = keys;
        this.current = keys.keySet().iterator().next();
    }

    /**
     * Keys in the form that {@code setting} says. Throws {@link ConfigurationError} that does not have the value in it.
     *
     * @param setting what the value came from
     */
    static Encryption of(String setting, String value) {
        Map<Integer, SecretKeySpec> keys = new LinkedHashMap<>();
        for (String part : value.trim().split("[,\\s]+")) {
            Matcher m = KEY.matcher(part);
            if (!m.matches()) {
                throw new ConfigurationError(setting + " is not of the right form" + FORM);
            }
            byte[] bytes;
            try {
                bytes = Base64.getDecoder().decode(m.group(2).replace('-', '+').replace('_', '/'));
            } catch (IllegalArgumentException e) {
                // Without the cause, which has a part of the key in it.
                throw new ConfigurationError("key " + m.group(1) + " of " + setting + " is not base64" + FORM);
            }
            if (bytes.length != 16 && bytes.length != 24 && bytes.length != 32) {
                throw new ConfigurationError(
                        "key " + m.group(1) + " of " + setting + " has " + bytes.length + " bytes" + FORM);
            }
            if (keys.put(Integer.valueOf(m.group(1)), new SecretKeySpec(bytes, "AES")) != null) {
                throw new ConfigurationError(setting + " has two keys of the number " + m.group(1) + FORM);
            }
        }
        return new Encryption(keys);
    }

    /** Keys from a file that has them in that form. */
    static Encryption ofFile(String setting, String file) {
        try {
            return of(setting, Files.readString(Path.of(file), StandardCharsets.US_ASCII));
        } catch (IOException | InvalidPathException e) {
            throw new ConfigurationError(setting + " is \"" + file + "\", which cannot be read: "
                    + e.getClass().getSimpleName());
        }
    }

    /** Keys from a class that gets them wherever they are. */
    static Encryption ofSupplier(String setting, String name) {
        Object keys;
        try {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            Class<?> type = Class.forName(name, true, context == null ? Encryption.class.getClassLoader() : context);
            keys = type.asSubclass(Supplier.class)
                    .getDeclaredConstructor()
                    .newInstance()
                    .get();
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw new ConfigurationError(setting + " is \"" + name
                    + "\"; use a public class with a public constructor without parameters that is a java.util.function.Supplier of a String ("
                    + e.getClass().getSimpleName() + ")");
        }
        if (!(keys instanceof String)) {
            throw new ConfigurationError(setting + " is \"" + name + "\", which did not give a String");
        }
        return of("what " + name + " gives", (String) keys);
    }

    byte[] encrypt(RedisKey key, byte[] header, byte[] payload) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        ByteBuffer out = ByteBuffer.allocate(payload.length + OVERHEAD);
        out.putInt(current).put(nonce);
        try {
            cipher(Cipher.ENCRYPT_MODE, current, nonce, key, header).doFinal(ByteBuffer.wrap(payload), out);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
        return out.array();
    }

    /** {@code null} if it was not encrypted with one of the keys, under that name, with that header, as it is. */
    byte @Nullable [] decrypt(RedisKey key, byte[] header, byte[] payload) {
        if (payload.length < OVERHEAD) {
            return null;
        }
        int number = ByteBuffer.wrap(payload).getInt();
        if (!keys.containsKey(number)) {
            return null;
        }
        byte[] nonce = Arrays.copyOfRange(payload, 4, 4 + NONCE);
        try {
            return cipher(Cipher.DECRYPT_MODE, number, nonce, key, header)
                    .doFinal(payload, 4 + NONCE, payload.length - 4 - NONCE);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private Cipher cipher(int mode, int number, byte[] nonce, RedisKey key, byte[] header)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.get(number), new GCMParameterSpec(TAG_BITS, nonce));
        // Its own length, so that no other key and header are the same bytes.
        cipher.updateAAD(ByteBuffer.allocate(4).putInt(0, key.bytes.length));
        cipher.updateAAD(key.bytes);
        cipher.updateAAD(header);
        cipher.updateAAD(ByteBuffer.allocate(4).putInt(0, number));
        return cipher;
    }

    @Override
    public String toString() {
        return "keys " + keys.keySet();
    }
}
