package dev.memoize.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What has to happen in one step in the server. Each touches one key, so that it runs in a cluster, and uses what Redis
 * 6.2 knows.
 *
 * <p>A key holds a result, which begins with {@code M} (see {@link Envelope}), or a lease (see {@link LeaseToken}):
 * {@code L}, 16 bytes that tell it from others, and {@code 1} if somebody waits for it, else {@code 0}.
 */
enum Script {
    /**
     * The value; or, if there is none, the lease for the caller. Gives the value, empty if the caller has the lease
     * now, and how many milliseconds somebody else's lease has left. A lease that does not expire soon is none of ours.
     */
    ACQUIRE("""
            local kind = redis.call('TYPE', KEYS[1]).ok
            if kind == 'string' then
              local value = redis.call('GETRANGE', KEYS[1], 0, ARGV[3])
              if #value > 0 and (string.byte(value, 1) ~= 76 or #value ~= 18) then return {value, 0} end
              local left = redis.call('PTTL', KEYS[1])
              if #value > 0 and left >= 0 and left <= 60000 then
                if string.sub(value, 18) ~= '1' then redis.call('SETRANGE', KEYS[1], 17, '1') end
                return {value, left}
              end
            end
            if kind ~= 'none' then redis.call('UNLINK', KEYS[1]) end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return {'', 0}
            """),
    /** Replaces the caller's lease by the result and wakes those who wait. 1, or 0 if the lease is gone. */
    FILL("""
            if redis.call('TYPE', KEYS[1]).ok ~= 'string' then return 0 end
            local value = redis.call('GETRANGE', KEYS[1], 0, 17)
            if string.sub(value, 1, 17) ~= ARGV[1] then return 0 end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            if string.sub(value, 18) == '1' then redis.call('PUBLISH', ARGV[4], ARGV[5]) end
            return 1
            """),
    /** Replaces the result that begins so by another one. 1, or 0 if it is gone. */
    REFILL("""
            if redis.call('TYPE', KEYS[1]).ok ~= 'string' then return 0 end
            if redis.call('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) ~= ARGV[1] then return 0 end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1
            """),
    /** Lets the result that begins so last for another while. */
    TOUCH("""
            if redis.call('TYPE', KEYS[1]).ok ~= 'string' then return 0 end
            if redis.call('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) ~= ARGV[1] then return 0 end
            return redis.call('PEXPIRE', KEYS[1], ARGV[2])
            """),
    /** Gives the caller's lease back and wakes those who wait. */
    RELEASE("""
            if redis.call('TYPE', KEYS[1]).ok ~= 'string' then return 0 end
            local value = redis.call('GETRANGE', KEYS[1], 0, 17)
            if string.sub(value, 1, 17) ~= ARGV[1] then return 0 end
            redis.call('DEL', KEYS[1])
            if string.sub(value, 18) == '1' then redis.call('PUBLISH', ARGV[2], ARGV[3]) end
            return 1
            """),
    /** Lets the caller's lease last for another while. */
    RENEW("""
            if redis.call('TYPE', KEYS[1]).ok ~= 'string' then return 0 end
            if string.sub(redis.call('GETRANGE', KEYS[1], 0, 17), 1, 17) ~= ARGV[1] then return 0 end
            return redis.call('PEXPIRE', KEYS[1], ARGV[2])
            """),
    /** Deletes result or lease and tells everybody. 1 if there was a result. */
    INVALIDATE("""
            local was = 0
            if redis.call('TYPE', KEYS[1]).ok == 'string' and redis.call('GETRANGE', KEYS[1], 0, 0) == 'M' then was = 1 end
            redis.call('UNLINK', KEYS[1])
            redis.call('PUBLISH', ARGV[1], ARGV[2])
            return was
            """),
    /** Deletes result or lease and tells nobody. */
    DROP("return redis.call('UNLINK', KEYS[1])"),
    /** Stores a result whatever was there and tells everybody. */
    PUT("""
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            redis.call('PUBLISH', ARGV[3], ARGV[4])
            return 1
            """),
    /** A tag's generation, a new one if it has none, which is seen to last for long enough. */
    ENSURE("""
            local value = ''
            if redis.call('TYPE', KEYS[1]).ok == 'string' then value = redis.call('GETRANGE', KEYS[1], 0, 8) end
            if #value ~= 8 then
              redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
              return ARGV[1]
            end
            if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
            return value
            """),
    /** Deletes a value that cannot be used, unless it has been replaced meanwhile. */
    DISCARD("""
            if redis.call('TYPE', KEYS[1]).ok ~= 'string' or redis.call('GETRANGE', KEYS[1], 0, ARGV[2]) == ARGV[1] then
              return redis.call('UNLINK', KEYS[1])
            end
            return 0
            """);

    final String body;
    final String sha;

    Script(String text) {
        body = text;
        try {
            sha = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
