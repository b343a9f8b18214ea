package dev.memoize.redis;

import dev.memoize.redis.Commands.Unavailable;
import dev.memoize.spi.Lookup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Many keys at once: commands are sent without waiting for each, and waited for in parts. */
final class Batch {
    /** Commands, and bytes, that are under way before the first answer is waited for. */
    private static final int MOST_COMMANDS = 256;

    private static final int MOST_BYTES = 256 << 10;

    private final RedisTier tier;
    private final RedisMemo memo;

    Batch(RedisMemo memo) {
        this.tier = memo.tier();
        this.memo = memo;
    }

    /**
     * Stores all. What Redis does not confirm is in the backlog afterwards, to be invalidated. Gives what is to be
     * ended when the heaps have been told.
     */
    List<Provenances.Reading> put(Map<Object, @Nullable Object> results) {
        List<Provenances.Reading> readings = new ArrayList<>();
        Iterator<Map.Entry<Object, @Nullable Object>> rest = results.entrySet().iterator();
        boolean goOn = tier.isReadable();
        while (rest.hasNext()) {
            List<CompletionStage<?>> sent = new ArrayList<>();
            int bytes = 0;
            while (rest.hasNext() && sent.size() < MOST_COMMANDS && bytes < MOST_BYTES) {
                Map.Entry<Object, @Nullable Object> e = rest.next();
                RedisKey key = (RedisKey) e.getKey();
                byte[] value = memo.writer().encode(key, e.getValue(), 0);
                bytes += value == null ? 0 : value.length;
                Provenances.Reading reading = tier.provenances().begin(key);
                tier.provenances().forget(key);
                readings.add(reading);
                sent.add(put(key, goOn ? value : null, goOn, reading));
            }
            goOn = goOn && answered(sent);
        }
        return readings;
    }

    private CompletionStage<?> put(RedisKey key, byte @Nullable [] value, boolean goOn, Provenances.Reading reading) {
        Backlog.Entry entry = tier.backlog().add(key);
        if (!goOn) {
            tier.backlog().failed(key, memo.prefix(), entry);
            return CompletableFuture.completedFuture(null);
        }
        // A result that cannot be stored takes the place of the one that is there.
        CompletionStage<Long> command =
                value == null ? tier.invalidate(key) : memo.writer().put(key, value, reading);
        return command.whenComplete((done, failure) -> {
            if (failure == null) {
                tier.backlog().done(key, entry);
            } else {
                memo.counts().failures.increment();
                tier.backlog().failed(key, memo.prefix(), entry);
            }
        });
    }

    private boolean answered(List<? extends CompletionStage<?>> sent) {
        CompletableFuture<?>[] all = new CompletableFuture<?>[sent.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = sent.get(i).toCompletableFuture();
        }
        try {
            tier.commands().await(CompletableFuture.allOf(all));
            return true;
        } catch (Unavailable e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private record Asked(Provenances.Reading reading, CompletionStage<Stored> stored) {}

    /** Those of the keys that have a result. */
    Map<Object, Lookup> lookUp(Collection<?> keys) {
        Map<Object, Lookup> found = new HashMap<>();
        Iterator<?> rest = keys.iterator();
        while (rest.hasNext() && tier.isReadable()) {
            Map<RedisKey, Asked> sent = new HashMap<>();
            while (rest.hasNext() && sent.size() < MOST_COMMANDS) {
                RedisKey key = (RedisKey) rest.next();
                if (!memo.isHeldBack(key)) {
                    Provenances.Reading reading = tier.provenances().begin(key);
                    sent.put(key, new Asked(reading, memo.reader().stored(key)));
                }
            }
            boolean answered =
                    answered(sent.values().stream().map(Asked::stored).toList());
            if (!answered) {
                sent.values().forEach(asked -> asked.reading.abandon());
                return found;
            }
            sent.forEach((key, asked) -> {
                Stored stored = asked.stored.toCompletableFuture().join();
                Lookup lookup = memo.reader().usable(key, stored);
                if (lookup != null && lookup.isFound()) {
                    found.put(key, lookup);
                    asked.reading.saw(stored.value(), stored.generations());
                    asked.reading.end();
                } else {
                    asked.reading.abandon();
                }
            });
        }
        return found;
    }
}
