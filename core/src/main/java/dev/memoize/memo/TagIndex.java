package dev.memoize.memo;

import dev.memoize.heap.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of one heap carry a tag.
 *
 * <p>An entry is in here before the body of its computation runs. So an invalidation that comes while it runs finds the
 * entry, pending as it is, and kills it; a dead entry stores nothing. A tag that every result carries is in no index:
 * it means all entries.
 *
 * <p>Sets are touched inside of the map's own operations only, on one tag at a time; no user code runs there. Entries
 * that die by themselves are swept out now and then.
 */
final class TagIndex {
    private static final int FIRST_SWEEP = 256;

    private final KeyedMemo memo;
    private final Tags tags;
    private final Function<String, Object> naming;
    private final Set<Object> onAll = new HashSet<>();
    /** By tag, one entry or a {@code Set} of them: most tags with placeholders are of one result. */
    private final ConcurrentHashMap<Object, Object> entries = new ConcurrentHashMap<>();

    private final AtomicInteger filed = new AtomicInteger();
    private volatile int sweepAt = FIRST_SWEEP;

    private TagIndex(KeyedMemo memo, Tags tags, Function<String, Object> naming) {
        this.memo = memo;
        this.tags = tags;
        this.naming = naming;
        tags.fixed().forEach(tag -> onAll.add(naming.apply(tag)));
    }

    /**
     * The index of that memo, {@code null} if its results have no tags.
     *
     * @param naming what a tag is called in messages
     */
    static @Nullable TagIndex of(KeyedMemo memo, Function<String, Object> naming) {
        Tags tags = memo.method().tags();
        return tags.isEmpty() ? null : new TagIndex(memo, tags, naming);
    }

    /** Files the entry that {@code mine} is to fill. Runs the code of the arguments' properties: under no lock. */
    void file(Flight mine, Entry entry) {
        if (tags.dependOnArguments()) {
            try {
                file(entry);
            } catch (Throwable t) {
                // Of the user's code, or no stack: the flight must not stay open.
                mine.failure = t;
                mine.fail(t);
                throw t;
            }
        }
    }

    /** Files an entry whose result is about to be stored. */
    void file(Entry entry) {
        if (!tags.dependOnArguments()) {
            return;
        }
        for (String tag : tags.fromArguments(memo.method().signature().arguments(entry))) {
            entries.compute(naming.apply(tag), (name, known) -> with(known, entry));
        }
        if (filed.incrementAndGet() > sweepAt) {
            sweep();
        }
    }

    /** Takes one out that came to nothing. */
    void forget(Entry entry) {
        if (tags.dependOnArguments()) {
            for (String tag : tags.fromArguments(memo.method().signature().arguments(entry))) {
                entries.computeIfPresent(naming.apply(tag), (name, known) -> without(known, e -> e == entry));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Object with(@Nullable Object known, Entry entry) {
        if (known == null || known == entry || (known instanceof Entry && ((Entry) known).isDead())) {
            return entry;
        }
        Set<Entry> all = known instanceof Entry ? new HashSet<>(List.of((Entry) known)) : (Set<Entry>) known;
        all.add(entry);
        return all;
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object without(Object known, Predicate<Entry> condition) {
        if (known instanceof Entry) {
            return condition.test((Entry) known) ? null : known;
        }
        Set<Entry> all = (Set<Entry>) known;
        all.removeIf(condition);
        return all.isEmpty() ? null : all;
    }

    @SuppressWarnings("unchecked")
    private static List<Entry> list(Object known) {
        return known instanceof Entry ? List.of((Entry) known) : new ArrayList<>((Set<Entry>) known);
    }

    private void sweep() {
        sweepAt = Integer.MAX_VALUE;
        int alive = 0;
        for (Object name : entries.keySet()) {
            alive += entries.computeIfPresent(name, (n, known) -> without(known, Entry::isDead)) == null ? 0 : 1;
        }
        filed.set(0);
        sweepAt = Math.max(FIRST_SWEEP, Math.max(memo.counts().currSize(), alive));
    }

    /** How many results were dropped. Computations under way that carry the tag are kept from storing. */
    int invalidate(String tag) {
        return invalidated(naming.apply(tag));
    }

    /** The same, of a tag as messages name it. */
    int invalidated(Object name) {
        if (onAll.contains(name)) {
            return memo.killAll();
        }
        List<Entry> doomed = new ArrayList<>();
        entries.computeIfPresent(name, (n, known) -> {
            doomed.addAll(list(known));
            return known;
        });
        // Dead first: another who invalidates it must not find nothing here and return while they are still served.
        int dropped = memo.killAll(doomed);
        if (!doomed.isEmpty()) {
            entries.computeIfPresent(name, (n, known) -> without(known, Entry::isDead));
        }
        return dropped;
    }

    /** Whether entries carry that tag, as messages name it, or carried it a while ago. */
    boolean mayHold(Object name) {
        return onAll.contains(name) || entries.containsKey(name);
    }

    /** For tests. */
    int size() {
        return entries.values().stream().mapToInt(known -> list(known).size()).sum();
    }
}
