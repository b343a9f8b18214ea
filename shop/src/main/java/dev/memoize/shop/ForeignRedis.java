package dev.memoize.shop;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A Redis of the user's own: tried before it is used, and left as it was found. */
final class ForeignRedis {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int PAGE = 1000;

    private ForeignRedis() {}

    /** Throws {@link IllegalArgumentException} that says what to write instead, and shows no password. */
    static RedisURI parse(String uri) {
        if (uri.indexOf('@') != uri.lastIndexOf('@')) {
            throw new IllegalArgumentException("--redis has more than one @; write those of a password as %40");
        }
        try {
            return RedisURI.create(uri);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--redis is not a URI that can be read; give redis://user:password@host:port", e);
        }
    }

    /** A memo goes on without Redis, which is not what is to be shown. */
    static void check(String uri) throws IOException {
        ask(uri, RedisCommands::ping);
    }

    /** Deletes the keys of that namespace, which are all that a run leaves. */
    static void clean(String uri, String namespace) throws IOException {
        ScanArgs ours = ScanArgs.Builder.matches(namespace + ":*").limit(PAGE);
        ask(uri, redis -> {
            ScanCursor cursor = ScanCursor.INITIAL;
            do {
                KeyScanCursor<String> page = redis.scan(cursor, ours);
                if (!page.getKeys().isEmpty()) {
                    redis.unlink(page.getKeys().toArray(String[]::new));
                }
                cursor = page;
            } while (!cursor.isFinished());
        });
    }

    private static void ask(String uri, Consumer<RedisCommands<String, String>> question) throws IOException {
        RedisURI where = parse(uri);
        where.setTimeout(TIMEOUT);
        RedisClient client = RedisClient.create(where);
        try {
            question.accept(client.connect().sync());
        } catch (RedisException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException("Redis: " + cause.getMessage().strip(), e);
        } finally {
            client.shutdown(0, 1, TimeUnit.SECONDS);
        }
    }
}
