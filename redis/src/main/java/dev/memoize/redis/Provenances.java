package dev.memoize.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What in Redis the results in the heaps came from. This is how a write by a stranger is told from one by a tier: Redis
 * pushes the names of written keys (see {@link KeyFeed}), not who wrote them, and tiers write all the time: leases,
 * their renewals, marks of those who wait, results, times to live.
 *
 * <p>So a push says no more than that it is time to look. If Redis still has what the heaps' results of that key came
 * from, nothing has happened; if not, they are dropped. A key of which nothing is known here is dropped without a look.
 *
 * <p>A look-up counts the pushes of its key from before it asks Redis until what it rests on is known here, and looks
 * once more if there was one. So whichever comes first, answer or push, a result from before a write does not stay.
 *
 * <p>Thread-safe. What belongs to one key is read and changed under the map's lock of that key alone, under which
 * nothing else is called.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what failed is counted where it was sent
final class Provenances {
    private static final int FIRST_SWEEP = 256;

    /** Looks under way, above which keys are dropped without a look: a stranger may write a million keys at once. */
    private static final int MOST_LOOKS = 1000;

    private final Commands commands;
    private final Heaps heaps;
    private final Executor sweeper;
    private final ConcurrentHashMap<RedisKey, Provenance> known = new ConcurrentHashMap<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final Reading none = new Reading(List.of());
    private volatile boolean isOn;
    private volatile long sweepAt = FIRST_SWEEP;

    /**
     * @param isOn whether keys are pushed at all; if not, nothing is kept here
     * @param sweeper runs what takes long
     */
    Provenances(boolean isOn, Commands commands, Heaps heaps, Executor sweeper) {
        this.isOn = isOn;
        this.commands = commands;
        this.heaps = heaps;
        this.sweeper = sweeper;
    }

    /** Nothing is pushed any more. */
    void stop() {
        isOn = false;
        known.clear();
    }

    /** One key that a look-up reads. */
    private static final class Source {
        final RedisKey key;
        final Provenance provenance;
        final int pushesBefore;
        volatile byte @Nullable [] seen;

        Source(RedisKey key, Provenance provenance, int pushesBefore) {
            this.key = key;
            this.provenance = provenance;
            this.pushesBefore = pushesBefore;
        }
    }

    /** A look-up under way: of a key, and of the keys of its tags. For one thread, or for one after the other. */
    final class Reading {
        private final List<Source> sources;

        private Reading(List<Source> sources) {
            this.sources = sources;
        }

        /** What Redis had when it was asked last: the value or lease, and the generations of the tags. */
        void saw(byte[] value, byte @Nullable [] generations) {
            for (int i = 0; i < sources.size(); i++) {
                Source source = sources.get(i);
                if (i == 0) {
                    source.seen = value;
                } else {
                    source.seen = generations == null ? TagKeys.NONE : TagKeys.generation(generations, i - 1);
                }
            }
        }

        /** A result rests on it now. */
        void end() {
            if (!sources.isEmpty()) {
                Provenances.this.end(sources, true);
            }
        }

        /** Nothing came of it. */
        void abandon() {
            if (!sources.isEmpty()) {
                Provenances.this.end(sources, false);
            }
        }
    }

    /** Call it before Redis is asked, and end what it gives. */
    Reading begin(RedisKey key) {
        if (!isOn) {
            return none;
        }
        List<Source> sources = new ArrayList<>(1 + key.tags.size());
        sources.add(source(key));
        key.tags.forEach(tag -> sources.add(source(tag)));
        if (known.mappingCount() > sweepAt && sweeping.compareAndSet(false, true)) {
            sweeper.execute(this::sweep);
        }
        return new Reading(sources);
    }

    /** The result under way comes from this process alone, since Redis is not asked: the next push ends it. */
    void unasked(RedisKey key) {
        begin(key).end();
    }

    private Source source(RedisKey key) {
        int[] pushes = {0};
        Provenance provenance = known.compute(key, (k, p) -> {
            Provenance its = p == null ? new Provenance() : p;
            its.open++;
            its.uses++;
            pushes[0] = its.pushes;
            return its;
        });
        return new Source(key, provenance, pushes[0]);
    }

    private void end(List<Source> sources, boolean relies) {
        for (Source source : sources) {
            boolean[] doubtful = {false};
            // It is still there unless all was forgotten: what is open is not swept.
            known.computeIfPresent(source.key, (k, p) -> {
                if (p != source.provenance) {
                    return p;
                }
                p.open--;
                if (relies) {
                    byte[] seen = source.seen;
                    if (seen == null) {
                        p.relyOnNothing();
                    } else {
                        p.rely(seen);
                    }
                    doubtful[0] = p.pushes != source.pushesBefore;
                }
                return p;
            });
            if (doubtful[0]) {
                look(source.key);
            }
        }
    }

    private void change(RedisKey key, Consumer<Provenance> change) {
        if (isOn) {
            known.computeIfPresent(key, (k, p) -> {
                change.accept(p);
                return p;
            });
        }
    }

    /** All results of that key are being dropped, or replaced. */
    void forget(RedisKey key) {
        change(key, Provenance::clear);
    }

    /** The lease or result {@code before} is about to be replaced by {@code after}, if it is still there. */
    void filling(RedisKey key, byte[] before, byte[] after) {
        if (isOn) {
            known.compute(key, (k, p) -> {
                Provenance its = p == null ? new Provenance() : p;
                its.follow(before, after);
                return its;
            });
        }
    }

    /** It was. */
    void filled(RedisKey key, byte[] before) {
        change(key, p -> p.followed(before));
    }

    /** Nothing is going to be stored under that lease, whether there is a result or not. */
    void released(RedisKey key, byte[] lease, boolean hasResult) {
        change(key, p -> {
            if (hasResult) {
                p.leaveUnstored(lease);
            } else {
                p.leave(lease);
            }
        });
    }

    /** Somebody has written that key. */
    void pushed(RedisKey key) {
        boolean[] rests = {false};
        Provenance provenance = known.computeIfPresent(key, (k, p) -> {
            p.pushes++;
            rests[0] = p.restsOnAnything();
            return p;
        });
        if (provenance == null) {
            heaps.tell(key, null);
        } else if (rests[0] && heaps.mayHold(key)) {
            // Whoever files it in a heap from here on asks Redis after that write.
            look(key);
        }
    }

    private enum Turn {
        LOOK,
        DROP,
        LATER,
        NEVER
    }

    /** One look at a time for each key: one that is due during another follows it. */
    private void look(RedisKey key) {
        Turn[] turn = {Turn.NEVER};
        known.computeIfPresent(key, (k, p) -> {
            if (p.looking) {
                p.lookAgain = true;
                turn[0] = Turn.LATER;
            } else if (looks.get() >= MOST_LOOKS) {
                p.clear();
                turn[0] = Turn.DROP;
            } else {
                p.looking = true;
                turn[0] = Turn.LOOK;
            }
            return p;
        });
        switch (turn[0]) {
            case LOOK:
                looks.incrementAndGet();
                commands.look(key, Envelope.HEADER - 1).whenComplete((value, failure) -> {
                    looks.decrementAndGet();
                    looked(key, failure == null ? value : null);
                });
                break;
            case DROP:
            case NEVER:
                heaps.tell(key, null);
                break;
            case LATER:
                break;
        }
    }

    private void looked(RedisKey key, byte @Nullable [] value) {
        boolean[] good = {false};
        boolean[] again = {false};
        known.computeIfPresent(key, (k, p) -> {
            p.looking = false;
            again[0] = p.lookAgain;
            p.lookAgain = false;
            good[0] = value != null && p.isGoodWith(value);
            if (!good[0]) {
                p.clear();
            }
            return p;
        });
        if (!good[0]) {
            heaps.tell(key, null);
        } else if (again[0]) {
            look(key);
        }
    }

    /** Forgets the keys that no heap has. */
    private void sweep() {
        try {
            for (RedisKey key : known.keySet()) {
                int[] uses = {0};
                known.computeIfPresent(key, (k, p) -> {
                    uses[0] = p.uses;
                    return p;
                });
                if (!heaps.mayHold(key)) {
                    known.computeIfPresent(key, (k, p) -> p.isIdle() && p.uses == uses[0] ? null : p);
                }
            }
        } finally {
            sweepAt = Math.max(FIRST_SWEEP, 2 * known.mappingCount());
            sweeping.set(false);
        }
    }

    /** For tests. */
    int size() {
        return known.size();
    }
}
