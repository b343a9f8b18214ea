package dev.memoize.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Invalidations that Redis has not confirmed yet. While a key is here this process does not read it from Redis, whose
 * value may be the old one. Thread-safe.
 */
final class Backlog {
    /** More keys than this, and the method is cleared instead. */
    private static final int MOST_KEYS = 10_000;

    private static final int MOST_AT_ONCE = 1000;

    /** One invalidation. Each is told from a later one of the same key by identity. */
    static final class Entry {
        /** Whether the caller's own attempt has failed, and the timer has to deliver it. */
        private volatile boolean due;
    }

    private final Map<RedisKey, Entry> keys = new ConcurrentHashMap<>();
    private final Map<String, Entry> prefixes = new ConcurrentHashMap<>();

    /** An invalidation that the caller is about to send; it calls {@link #done} or {@link #failed}. */
    Entry add(RedisKey key) {
        Entry entry = new Entry();
        keys.put(key, entry);
        return entry;
    }

    /** The same of all keys that begin so. */
    Entry addAll(String prefix) {
        Entry entry = new Entry();
        prefixes.put(prefix, entry);
        return entry;
    }

    void done(RedisKey key, Entry entry) {
        keys.remove(key, entry);
    }

    void doneAll(String prefix, Entry entry) {
        prefixes.remove(prefix, entry);
    }

    /** Leaves it to the timer. */
    void failed(RedisKey key, String prefix, Entry entry) {
        entry.due = true;
        if (keys.size() > MOST_KEYS) {
            failedAll(addAll(prefix));
            keys.remove(key, entry);
        }
    }

    /** The timer is delivering it. */
    void underWay(Entry entry) {
        entry.due = false;
    }

    void failedAgain(Entry entry) {
        entry.due = true;
    }

    void failedAll(Entry entry) {
        entry.due = true;
    }

    boolean holds(RedisKey key, String prefix) {
        return (!keys.isEmpty() && keys.containsKey(key)) || (!prefixes.isEmpty() && prefixes.containsKey(prefix));
    }

    boolean isEmpty() {
        return keys.isEmpty() && prefixes.isEmpty();
    }

    /** No more than are sent at once. */
    List<Map.Entry<RedisKey, Entry>> dueKeys() {
        List<Map.Entry<RedisKey, Entry>> due = due(keys);
        return due.subList(0, Math.min(due.size(), MOST_AT_ONCE));
    }

    List<Map.Entry<String, Entry>> duePrefixes() {
        return due(prefixes);
    }

    private static <K> List<Map.Entry<K, Entry>> due(Map<K, Entry> all) {
        List<Map.Entry<K, Entry>> due = new ArrayList<>();
        all.forEach((key, entry) -> {
            if (entry.due) {
                due.add(Map.entry(key, entry));
            }
        });
        return due;
    }
}
