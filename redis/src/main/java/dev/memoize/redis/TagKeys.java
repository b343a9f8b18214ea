package dev.memoize.redis;

import dev.memoize.redis.Commands.Unavailable;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The tags of results: for each a key of its own, {@code <namespace>:tag:<27 characters>}, that holds its generation,
 * eight random bytes.
 *
 * <p>A result is stored with the generations of its tags behind it, as they were before its computation began, and is
 * used as long as they are the same. Invalidating a tag deletes its key; whoever computes next gives it another
 * generation. So it does not matter how many results carry the tag, on which servers of a cluster they are, and whether
 * they are being computed. A tag's key that Redis has lost makes results unusable, never usable.
 */
final class TagKeys {
    /** Of a generation, in bytes. */
    static final int LENGTH = 8;

    /** A key without tags has this behind its results. */
    static final byte[] NONE = {};

    /** Why {@link #ensure} never gives {@code null}. */
    static final String ENSURED = "what is ensured is there";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String prefix;
    private final byte[] prefixBytes;
    private final Commands commands;
    private final Backlog backlog;

    TagKeys(String namespace, Commands commands, Backlog backlog) {
        this.prefix = namespace + ":tag:";
        this.prefixBytes = prefix.getBytes(StandardCharsets.UTF_8);
        this.commands = commands;
        this.backlog = backlog;
    }

    /** What all of them begin with. */
    String prefix() {
        return prefix;
    }

    RedisKey key(String tag) {
        return RedisKey.of(prefixBytes, tag.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether an invalidation of one of these has not reached Redis yet. */
    boolean areHeldBack(RedisKey key) {
        for (RedisKey tag : key.tags) {
            if (backlog.holds(tag, prefix)) {
                return true;
            }
        }
        return false;
    }

    /** The generations of the key's tags, one behind the other; {@code null} if one has none now. */
    CompletionStage<byte @Nullable []> read(RedisKey key) {
        List<CompletionStage<byte[]>> all = new ArrayList<>();
        for (RedisKey tag : key.tags) {
            all.add(commands.get(tag, LENGTH));
        }
        return joined(all);
    }

    /**
     * The same, but one that has none is given one. They last for as long as a result that is stored within
     * {@code ttlMillis}; one that is lost before that takes its results with it.
     */
    CompletionStage<byte @Nullable []> ensure(RedisKey key, long ttlMillis) {
        List<CompletionStage<byte[]>> all = new ArrayList<>();
        for (RedisKey tag : key.tags) {
            byte[] fresh = new byte[LENGTH];
            RANDOM.nextBytes(fresh);
            all.add(commands.ensure(tag, fresh, 2 * ttlMillis, ttlMillis));
        }
        return joined(all);
    }

    private static CompletionStage<byte @Nullable []> joined(List<CompletionStage<byte[]>> all) {
        CompletionStage<byte @Nullable []> joined = CompletableFuture.completedFuture(NONE);
        for (CompletionStage<byte[]> each : all) {
            joined = joined.thenCombine(
                    each, (sum, next) -> sum == null || next.length != LENGTH ? null : concat(sum, next));
        }
        return joined;
    }

    /** That of the tag with this number. */
    static byte[] generation(byte[] generations, int number) {
        return Arrays.copyOfRange(generations, number * LENGTH, (number + 1) * LENGTH);
    }

    /** A result with the generations of its tags. */
    static byte[] concat(byte[] value, byte[] generations) {
        if (generations.length == 0) {
            return value;
        }
        byte[] all = Arrays.copyOf(value, value.length + generations.length);
        System.arraycopy(generations, 0, all, value.length, generations.length);
        return all;
    }

    /** The reverse; {@code null} if the tags have other generations by now, or some never had any. */
    static byte @Nullable [] valueOf(byte[] stored, byte @Nullable [] generations) {
        if (generations == null || stored.length < generations.length) {
            return null;
        }
        int length = stored.length - generations.length;
        boolean same = Arrays.equals(stored, length, stored.length, generations, 0, generations.length);
        return !same ? null : generations.length == 0 ? stored : Arrays.copyOf(stored, length);
    }

    /** Deletes the tag's key, or leaves that to the timer. */
    void invalidate(RedisKey tag, boolean reachable, CommandTo invalidation) {
        Backlog.Entry entry = backlog.add(tag);
        if (reachable) {
            try {
                commands.await(invalidation.send(tag));
                backlog.done(tag, entry);
                return;
            } catch (Unavailable e) {
                // The timer will.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        backlog.failed(tag, prefix, entry);
    }

    /** Something to send about a key. */
    @FunctionalInterface
    interface CommandTo {
        CompletionStage<Long> send(RedisKey key);
    }
}
