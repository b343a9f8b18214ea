package dev.memoize.memo;

import dev.memoize.heap.Entry;
import dev.memoize.spi.Lookup;
import dev.memoize.spi.RemoteMemo;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Between one heap and the second tier: which entry the tier means when it says that a key was invalidated.
 *
 * <p>An entry is in this index before the tier is asked for its key. So whichever comes first, an invalidation kills
 * the entry, live or pending, and a dead entry stores nothing: this is what keeps a result that was read before an
 * invalidation from being served after it.
 *
 * <p>The index is a concurrent map and no lock of ours; of two computations of one key the later one is in it, the
 * earlier one's entry being dead by then. A result that is on its way into the heap dies if it is found here by a later
 * one, since it would not be found by an invalidation any more. Entries that die by themselves are swept out now and
 * then.
 */
final class TierLink implements RemoteMemo.Listener {
    private static final System.Logger LOG = System.getLogger("dev.memoize.tier");
    private static final int FIRST_SWEEP = 256;

    private final KeyedMemo memo;
    private final RemoteMemo remote;
    private final ConcurrentHashMap<Object, Entry> index = new ConcurrentHashMap<>();
    private final AtomicBoolean complained = new AtomicBoolean();
    private volatile int sweepAt = FIRST_SWEEP;

    private TierLink(KeyedMemo memo, RemoteMemo remote) {
        this.memo = memo;
        this.remote = remote;
    }

    static TierLink of(KeyedMemo memo, RemoteMemo remote) {
        TierLink link = new TierLink(memo, remote);
        remote.listen(link);
        return link;
    }

    /**
     * The part of a call that is between the heap and the body: a flight with the tier's result, or {@code mine} for
     * the caller to carry out.
     */
    Flight lookUp(TieredFlight mine, Entry entry, boolean mayWait) {
        if (mine.lease != null) {
            return mine;
        }
        try {
            Object key = key(entry);
            if (key == null) {
                return mine;
            }
            watch(key, entry);
            Lookup lookup = remote.lookUp(key, mayWait);
            if (!lookup.isFound() || (mine.isRefresh && lookup.lease() != null)) {
                mine.lease = lookup.lease();
                mine.standIn = lookup.standIn();
                return mine;
            }
            return complete(mine, entry, lookup);
        } catch (RuntimeException e) {
            complain(e);
            mine.beginAnew();
            return mine;
        } catch (Throwable t) {
            // No stack or no memory: the flight must not stay open.
            mine.failure = t;
            mine.fail(t);
            throw t;
        }
    }

    /** A tier does not throw because of its state. If it does all the same, it is not the caller's affair. */
    private void complain(RuntimeException e) {
        if (complained.compareAndSet(false, true)) {
            LOG.log(
                    Level.ERROR,
                    () -> "the tier of " + memo.method() + " failed, and calls go on without it (said once)",
                    e);
        }
    }

    private Flight complete(TieredFlight mine, Entry entry, Lookup lookup) {
        Signature signature = memo.method().signature();
        Object result = lookup.result();
        long ttl = remote.heapTtlNanos();
        mine.found = true;
        mine.age = ttl - Math.min(ttl, lookup.remainingNanos());
        mine.due = lookup.dueNanos();
        Flight hit;
        if (signature.returnsPrimitive()) {
            long bits = signature.resultBits(result);
            mine.complete(bits);
            hit = new Flight(bits, Entry.PRIMITIVE);
        } else {
            mine.complete(result);
            hit = new Flight(0, result == null ? Entry.NULL : result);
        }
        RemoteMemo.Lease refresh = lookup.lease();
        if (refresh != null) {
            hit.refresh = memo.claim(entry, refresh);
        }
        return hit;
    }

    private @Nullable Object key(Entry entry) {
        Signature signature = memo.method().signature();
        Tags tags = memo.method().tags();
        List<String> carried = tags.isEmpty() ? List.of() : tags.of(signature.arguments(entry));
        return remote.key(signature.keyedArguments(entry), carried);
    }

    private void watch(Object key, Entry entry) {
        if (memo.storesNothing()) {
            return;
        }
        Entry[] earlier = {null};
        index.compute(key, (k, known) -> {
            earlier[0] = known;
            // Asked in here, since another call may have filed the key's next entry meanwhile.
            return entry.isDead() ? known : entry;
        });
        Entry known = earlier[0];
        if (known != null && known != entry && isOnItsWay(known) && !entry.isDead()) {
            memo.kill(known);
        }
        if (index.size() > sweepAt) {
            sweep();
        }
    }

    /** Whether it is to get a result and is in no table yet: nobody computes it. */
    private static boolean isOnItsWay(Entry entry) {
        return entry.value() == null && entry.flight == null && !entry.isDead();
    }

    private void sweep() {
        sweepAt = Integer.MAX_VALUE;
        index.values().removeIf(Entry::isDead);
        sweepAt = Math.max(FIRST_SWEEP, 2 * index.size());
    }

    /** Stores in the tier what is about to be stored in the heap under {@code entry}, which is not in there yet. */
    void put(Entry entry, @Nullable Object result) {
        Object key = key(entry);
        if (key != null) {
            watch(key, entry);
            try {
                remote.put(key, result, this);
            } catch (RuntimeException e) {
                complain(e);
            }
        }
    }

    /** The same for many. */
    void putAll(List<Entry> entries, List<@Nullable Object> results) {
        Map<Object, @Nullable Object> byKey = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            Object key = key(entries.get(i));
            if (key != null) {
                watch(key, entries.get(i));
                byKey.put(key, results.get(i));
            }
        }
        try {
            remote.putAll(byKey, this);
        } catch (RuntimeException e) {
            complain(e);
        }
    }

    /**
     * Brings into the heap what the tier has of these entries, which are not in the heap. None is a computation that
     * others could join; one whose key is being computed is left out, and one that was invalidated meanwhile stays
     * dead.
     */
    void fetch(List<Entry> probes) {
        Map<Object, Entry> byKey = new LinkedHashMap<>();
        for (Entry probe : probes) {
            Object key = key(probe);
            if (key != null && (index.putIfAbsent(key, probe) == null || replaceDead(key, probe))) {
                byKey.put(key, probe);
            }
        }
        if (index.size() > sweepAt) {
            sweep();
        }
        Signature signature = memo.method().signature();
        long ttl = remote.heapTtlNanos();
        found(byKey).forEach((key, found) -> {
            Entry probe = byKey.get(key);
            if (probe != null) {
                boolean primitive = signature.returnsPrimitive();
                Object result = found.result();
                memo.insert(
                        probe,
                        primitive ? signature.resultBits(result) : 0,
                        primitive ? Entry.PRIMITIVE : result == null ? Entry.NULL : result,
                        ttl - Math.min(ttl, found.remainingNanos()),
                        () -> index.get(key) == probe);
            }
        });
        byKey.forEach((key, probe) -> {
            if (probe.value() == null) {
                index.remove(key, probe);
            }
        });
    }

    private Map<Object, Lookup> found(Map<Object, Entry> byKey) {
        try {
            return remote.lookUpAll(byKey.keySet());
        } catch (RuntimeException e) {
            complain(e);
            return Map.of();
        }
    }

    private boolean replaceDead(Object key, Entry probe) {
        Entry known = index.get(key);
        return known != null && known.isDead() && index.replace(key, known, probe);
    }

    boolean invalidate(Entry probe) {
        Object key = key(probe);
        try {
            return key != null && remote.invalidate(key);
        } catch (RuntimeException e) {
            complain(e);
            return false;
        }
    }

    void clear() {
        try {
            remote.clear();
        } catch (RuntimeException e) {
            complain(e);
        }
    }

    @Override
    public void invalidated(Object key) {
        Entry entry = index.get(key);
        if (entry != null) {
            // Dead first: another who invalidates it must not find nothing here and return while it is still served.
            memo.kill(entry);
            index.remove(key, entry);
        }
    }

    @Override
    public void invalidatedTag(Object tag) {
        TagIndex tags = memo.tagIndex();
        if (tags != null) {
            tags.invalidated(tag);
        }
    }

    @Override
    public boolean mayHold(Object key) {
        Entry entry = index.get(key);
        return entry != null && !entry.isDead();
    }

    @Override
    public boolean mayHoldTag(Object tag) {
        TagIndex tags = memo.tagIndex();
        return tags != null && tags.mayHold(tag);
    }

    @Override
    public void invalidatedAll() {
        memo.killAll();
    }

    /** Also those that are on their way into the heap: what they bring may be from before. */
    int killFiled() {
        int dropped = memo.killAll(new ArrayList<>(index.values()));
        index.values().removeIf(Entry::isDead);
        return dropped;
    }
}
