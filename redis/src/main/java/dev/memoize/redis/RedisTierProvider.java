package dev.memoize.redis;

import dev.memoize.spi.RemoteTier;
import dev.memoize.spi.RemoteTierProvider;
import java.util.Map;

/**
 * Makes the tier that {@code @Memoize(tier = "redis")} names.
 *
 * <p>Settings, in the system properties or in {@code memoize.properties}, each with the prefix {@code memoize.redis.}:
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>Key</th><th>Default</th><th>Meaning</th></tr>
 * <tr><td>uri</td><td>redis://127.0.0.1:6379</td><td>as Lettuce reads it: {@code redis://}, {@code rediss://} for TLS,
 *   {@code redis-sentinel://}</td></tr>
 * <tr><td>username, password</td><td></td><td>instead of in the URI; never logged</td></tr>
 * <tr><td>namespace</td><td>memoize</td><td>what every key and the channel begin with</td></tr>
 * <tr><td>timeout</td><td>50ms</td><td>how long a call waits for a command</td></tr>
 * <tr><td>connectTimeout</td><td>1s</td><td>how long an attempt to connect may take; the first call waits for the
 *   first</td></tr>
 * <tr><td>heapTtl</td><td>60s</td><td>the longest that a result is served from the heap</td></tr>
 * <tr><td>ttl</td><td>7d</td><td>the longest that a result stays in Redis, where the method says longer or
 *   nothing</td></tr>
 * <tr><td>lease</td><td>2s</td><td>how long a process that computes may be silent</td></tr>
 * <tr><td>probe</td><td>200ms</td><td>how often a server that does not answer is tried</td></tr>
 * <tr><td>failures</td><td>5</td><td>how many in a row before it is left alone</td></tr>
 * <tr><td>maxPayload</td><td>1048576</td><td>results of more bytes are not stored</td></tr>
 * <tr><td>earlyRefresh</td><td>0</td><td>computes results again, behind a call, before they expire: at random, about
 *   so many times earlier as they took; 0 for never, 1 is usual</td></tr>
 * <tr><td>tracking</td><td>false</td><td>whether heaps also follow what others than memoize do to the keys: {@code DEL},
 *   {@code SET}, {@code EXPIRE}, {@code FLUSHALL}, eviction; the server then tells every process of every write to the
 *   namespace. Redis 6 or newer</td></tr>
 * <tr><td>codec</td><td>cbor</td><td>what writes results that are not scalars: {@code cbor}; {@code kryo} or
 *   {@code fory}, whose libraries have to be added; {@code jdk}, filtered serialization</td></tr>
 * <tr><td>classes</td><td></td><td>with a codec other than CBOR, the classes that results may have beside those of the
 *   declared type: names, separated by commas</td></tr>
 * <tr><td>encryptionKeys</td><td></td><td>encrypts results with AES-GCM: {@code number:key}, the key being 16, 24 or 32
 *   bytes in base64; several separated by commas, the first to encrypt with, all to decrypt; never logged</td></tr>
 * <tr><td>encryptionKeysFile</td><td></td><td>a file with these instead</td></tr>
 * <tr><td>encryptionKeysFrom</td><td></td><td>a class instead, a {@code Supplier<String>} of these</td></tr>
 * </table>
 */
public final class RedisTierProvider implements RemoteTierProvider {
    /** Called by {@link java.util.ServiceLoader}. */
    public RedisTierProvider() {}

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public RemoteTier create(Map<String, String> settings) {
        return new RedisTier(new RedisSettings(settings));
    }
}
