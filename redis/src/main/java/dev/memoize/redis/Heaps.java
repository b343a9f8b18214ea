package dev.memoize.redis;

import dev.memoize.spi.RemoteMemo.Listener;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The heaps of this process that are told what is not to be served any more. Thread-safe. */
final class Heaps {
    /** By the prefix of their keys; weak, since a memo may be of a class that is unloaded. */
    private final Map<String, List<WeakReference<RedisMemo>>> memos = new ConcurrentHashMap<>();

    private final String tagPrefix;

    /** @param tagPrefix what the keys of tags begin with */
    Heaps(String tagPrefix) {
        this.tagPrefix = tagPrefix;
    }

    void add(RedisMemo memo) {
        List<WeakReference<RedisMemo>> same = memos.computeIfAbsent(memo.prefix(), p -> new CopyOnWriteArrayList<>());
        same.removeIf(ref -> ref.get() == null);
        same.add(new WeakReference<>(memo));
    }

    /** Of which methods there are any. */
    Set<String> prefixes() {
        return memos.keySet();
    }

    private void each(String prefix, Consumer<RedisMemo> action) {
        for (WeakReference<RedisMemo> ref : memos.getOrDefault(prefix, List.of())) {
            RedisMemo memo = ref.get();
            if (memo != null) {
                action.accept(memo);
            }
        }
    }

    /** Empties all: nothing in them is known to be good. */
    void flushAll() {
        memos.keySet().forEach(prefix -> each(prefix, RedisMemo::flush));
    }

    /** The same of those whose keys begin so. */
    void flush(String prefix) {
        if (prefix.equals(tagPrefix)) {
            flushAll();
        } else {
            each(prefix, RedisMemo::flush);
        }
    }

    /** Empties those of one method, without saying that anything was missed. */
    void clear(String prefix) {
        each(prefix, m -> m.tell(Listener::invalidatedAll));
    }

    /** Whether any has a result of that key, or that carries that tag, or is computing one. */
    boolean mayHold(RedisKey key) {
        String prefix = key.prefix();
        if (prefix.equals(tagPrefix)) {
            return memos.keySet().stream().anyMatch(all -> any(all, m -> m.mayHold(l -> l.mayHoldTag(key))));
        }
        return any(prefix, m -> m.mayHold(l -> l.mayHold(key)));
    }

    private boolean any(String prefix, Predicate<RedisMemo> condition) {
        boolean[] any = {false};
        each(prefix, m -> any[0] |= condition.test(m));
        return any[0];
    }

    /** Tells all but {@code origin} that this key, of a result or of a tag, is invalid. */
    void tell(RedisKey key, @Nullable Listener origin) {
        String prefix = key.prefix();
        if (prefix.equals(tagPrefix)) {
            // A tag may be on results of every method.
            memos.keySet().forEach(all -> each(all, m -> m.tell(l -> l.invalidatedTag(key))));
            return;
        }
        each(
                prefix,
                m -> m.tell(l -> {
                    if (l != origin) {
                        l.invalidated(key);
                    }
                }));
    }
}
