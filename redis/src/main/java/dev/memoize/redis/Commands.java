package dev.memoize.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Commands to the server, each with its outcome told to the breakers. Thread-safe.
 *
 * <p>Those that return a stage do not wait. {@link #await} waits, for a bounded time, and then throws
 * {@link Unavailable}.
 */
final class Commands {
    /** The tier did not do what it was asked. Never leaves the module. */
    static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1;

        Unavailable(String why) {
            super(why, null, false, false);
        }
    }

    private static final byte[] NOTHING = {};
    /** Stands for lists, sets and the like. */
    private static final byte[] UNUSABLE = {0};

    private final Supplier<@Nullable RedisClusterAsyncCommands<byte[], byte[]>> connection;
    private final Supplier<String> unconnected;
    private final Breaker reads;
    private final Breaker writes;
    private final long timeoutNanos;
    private final int maxValue;

    /** @param unconnected says why there is no connection */
    Commands(
            Supplier<@Nullable RedisClusterAsyncCommands<byte[], byte[]>> connection,
            Supplier<String> unconnected,
            Breaker reads,
            Breaker writes,
            RedisSettings settings) {
        this.connection = connection;
        this.unconnected = unconnected;
        this.reads = reads;
        this.writes = writes;
        this.timeoutNanos = settings.timeout.toNanos();
        this.maxValue = settings.maxValue();
    }

    static byte[] ascii(long n) {
        return Long.toString(n).getBytes(StandardCharsets.US_ASCII);
    }

    /** How long a value of that key is at most. */
    int limit(RedisKey key) {
        return maxValue + TagKeys.LENGTH * key.tags.size();
    }

    /** The value, no longer than one byte more than it may be; empty if there is none. */
    CompletionStage<byte[]> get(RedisKey key, int limit) {
        return read(run(reads, c -> c.getrange(key.bytes, 0, limit)));
    }

    /**
     * The same for nobody who waits: whether it fails says nothing to the breakers. It ends on a silent connection too:
     * Lettuce gives a command up after the connection's timeout, {@code connectTimeout}.
     */
    CompletionStage<byte[]> look(RedisKey key, int limit) {
        return read(raw(c -> c.getrange(key.bytes, 0, limit)));
    }

    private static CompletionStage<byte[]> read(CompletionStage<byte @Nullable []> answer) {
        return answer.handle((value, failure) -> {
            if (isWrongType(unwrap(failure))) {
                return UNUSABLE;
            }
            if (failure != null) {
                throw new CompletionException(unwrap(failure));
            }
            return value == null ? NOTHING : value;
        });
    }

    CompletionStage<String> ping() {
        return raw(RedisClusterAsyncCommands::ping);
    }

    /** Milliseconds since 1970 by the server's clock. */
    CompletionStage<Long> time() {
        return raw(RedisClusterAsyncCommands::time).thenApply(t -> {
            String seconds = new String(t.get(0), StandardCharsets.US_ASCII);
            String micros = new String(t.get(1), StandardCharsets.US_ASCII);
            return Long.parseLong(seconds) * 1000 + Long.parseLong(micros) / 1000;
        });
    }

    /** Whether the server takes writes. */
    CompletionStage<String> probeWrite(byte[] key) {
        return raw(c -> c.set(key, NOTHING, SetArgs.Builder.px(1000)));
    }

    CompletionStage<Long> publish(byte[] channel, byte[] message) {
        return run(reads, c -> c.publish(channel, message));
    }

    CompletionStage<KeyScanCursor<byte[]>> scan(ScanCursor cursor, byte[] pattern) {
        return run(reads, c -> c.scan(cursor, ScanArgs.Builder.matches(pattern).limit(1000)));
    }

    CompletionStage<Long> unlink(List<byte[]> keys) {
        return run(writes, c -> c.unlink(keys.toArray(new byte[0][])));
    }

    CompletionStage<List<Object>> acquire(RedisKey key, byte[] token, long leaseMillis) {
        return script(
                writes, Script.ACQUIRE, ScriptOutputType.MULTI, key, token, ascii(leaseMillis), ascii(limit(key)));
    }

    CompletionStage<byte[]> ensure(RedisKey tag, byte[] generation, long ttlMillis, long leastMillis) {
        return script(
                writes, Script.ENSURE, ScriptOutputType.VALUE, tag, generation, ascii(ttlMillis), ascii(leastMillis));
    }

    CompletionStage<Long> discard(RedisKey key, byte[] value) {
        return script(writes, Script.DISCARD, ScriptOutputType.INTEGER, key, value, ascii(limit(key)));
    }

    CompletionStage<Long> script(Script script, RedisKey key, byte[]... arguments) {
        return script(writes, script, ScriptOutputType.INTEGER, key, arguments);
    }

    private <T> CompletionStage<T> script(
            Breaker breaker, Script script, ScriptOutputType type, RedisKey key, byte[]... arguments) {
        byte[][] keys = {key.bytes};
        Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> bySha =
                c -> c.<T>evalsha(script.sha, type, keys, arguments);
        return run(
                breaker,
                c -> bySha.apply(c)
                        .handle((result, failure) -> unwrap(failure) instanceof RedisNoScriptException
                                ? c.<T>eval(script.body, type, keys, arguments)
                                : failure == null
                                        ? CompletableFuture.completedFuture(result)
                                        : CompletableFuture.<T>failedFuture(failure))
                        .thenCompose(stage -> stage));
    }

    /** Runs a command and tells the breakers how it went. */
    private <T> CompletionStage<T> run(
            Breaker breaker, Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
        long start = System.nanoTime();
        return raw(command).whenComplete((result, failure) -> {
            Throwable cause = unwrap(failure);
            if (cause == null) {
                // An answer that comes too late is no sign of health.
                if (System.nanoTime() - start <= timeoutNanos) {
                    breaker.succeeded();
                    reads.succeeded();
                }
            } else if (isAnswer(cause)) {
                // The server is there, and refuses.
                if (isRefusedWrite(cause)) {
                    writes.failed(why(cause));
                } else if (!isWrongType(cause)) {
                    reads.failed(why(cause));
                }
            } else {
                reads.failed(why(cause));
            }
        });
    }

    private <T> CompletionStage<T> raw(
            Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
        RedisClusterAsyncCommands<byte[], byte[]> c = connection.get();
        if (c == null) {
            return CompletableFuture.failedFuture(new Unavailable(unconnected.get()));
        }
        try {
            return command.apply(c);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The result, or {@link Unavailable} when it is not there in time. Whether it took place is not known then. */
    <T> T await(CompletionStage<T> stage) throws Unavailable, InterruptedException {
        CompletableFuture<T> future = stage.toCompletableFuture();
        try {
            return future.get(timeoutNanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            reads.failed("no answer within " + timeoutNanos / 1_000_000 + " ms");
            throw new Unavailable("no answer in time");
        } catch (ExecutionException e) {
            throw new Unavailable(why(unwrap(e)));
        }
    }

    static @Nullable Throwable unwrap(@Nullable Throwable t) {
        while ((t instanceof CompletionException || t instanceof ExecutionException) && t.getCause() != null) {
            t = t.getCause();
        }
        return t;
    }

    private static boolean isAnswer(Throwable cause) {
        return cause instanceof RedisCommandExecutionException;
    }

    static boolean isWrongType(@Nullable Throwable cause) {
        return cause instanceof RedisCommandExecutionException && message(cause).startsWith("WRONGTYPE");
    }

    /** Memory is full, it is a replica, it cannot persist: reads may go on. */
    private static boolean isRefusedWrite(Throwable cause) {
        String m = message(cause).toUpperCase(Locale.ROOT);
        return m.contains("OOM ")
                || m.contains("READONLY")
                || m.contains("MISCONF")
                || m.contains("NOREPLICAS")
                || m.contains("NOPERM")
                || m.contains("-OOM");
    }

    private static String message(Throwable t) {
        return String.valueOf(t.getMessage());
    }

    /** One line, without what was sent. */
    static String why(@Nullable Throwable t) {
        String message = t == null ? "" : message(t);
        int line = message.indexOf('\n');
        String first = line < 0 ? message : message.substring(0, line);
        return first.length() > 200 ? first.substring(0, 200) : first;
    }
}
