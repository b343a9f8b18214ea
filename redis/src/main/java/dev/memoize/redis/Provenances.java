package dev.memoize.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * <p>Thread-safe. Everything is guarded by this object's monitor, under which nothing is called.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what failed is counted where it was sent
final class Provenances {
    private static final int FIRST_SWEEP = 256;

    private final boolean isOn;
    private final Commands commands;
    private final Heaps heaps;
    private final Map<RedisKey, Provenance> known = new HashMap<>();
    private final Reading none = new Reading(List.of());
    private int sweepAt = FIRST_SWEEP;

    /** @param isOn whether keys are pushed at all; if not, nothing is kept here */
    Provenances(boolean isOn, Commands commands, Heaps heaps) {
        this.isOn = isOn;
        this.commands = commands;
        this.heaps = heaps;
    }

    /** One key that a look-up reads. */
    private static final class Source {
        final RedisKey key;
        final Provenance provenance;
        final int pushesBefore;
        volatile byte @Nullable [] seen;

        Source(RedisKey key, Provenance provenance) {
            this.key = key;
            this.provenance = provenance;
            this.pushesBefore = provenance.pushes;
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
        boolean sweeps;
        synchronized (this) {
            sources.add(source(key));
            key.tags.forEach(tag -> sources.add(source(tag)));
            sweeps = known.size() > sweepAt;
            sweepAt = sweeps ? Integer.MAX_VALUE : sweepAt;
        }
        if (sweeps) {
            sweep();
        }
        return new Reading(sources);
    }

    private Source source(RedisKey key) {
        Provenance provenance = known.computeIfAbsent(key, k -> new Provenance());
        provenance.open++;
        provenance.uses++;
        return new Source(key, provenance);
    }

    private void end(List<Source> sources, boolean relies) {
        List<RedisKey> doubtful = new ArrayList<>();
        synchronized (this) {
            for (Source source : sources) {
                Provenance provenance = source.provenance;
                provenance.open--;
                if (!relies) {
                    continue;
                }
                byte[] seen = source.seen;
                if (seen == null) {
                    provenance.relyOnNothing();
                } else {
                    provenance.rely(seen);
                }
                if (provenance.pushes != source.pushesBefore) {
                    doubtful.add(source.key);
                }
            }
        }
        doubtful.forEach(this::look);
    }

    /** All results of that key are being dropped, or replaced. */
    void forget(RedisKey key) {
        if (isOn) {
            synchronized (this) {
                Provenance provenance = known.get(key);
                if (provenance != null) {
                    provenance.clear();
                }
            }
        }
    }

    /** The lease or result {@code before} is about to be replaced by {@code after}, if it is still there. */
    void filling(RedisKey key, byte[] before, byte[] after) {
        if (isOn) {
            synchronized (this) {
                known.computeIfAbsent(key, k -> new Provenance()).follow(before, after);
            }
        }
    }

    /** It was. */
    void filled(RedisKey key, byte[] before) {
        if (isOn) {
            synchronized (this) {
                Provenance provenance = known.get(key);
                if (provenance != null) {
                    provenance.followed(before);
                }
            }
        }
    }

    /** Nothing is going to be stored under that lease, whether there is a result or not. */
    void released(RedisKey key, byte[] lease, boolean hasResult) {
        if (isOn) {
            synchronized (this) {
                Provenance provenance = known.get(key);
                if (provenance != null && hasResult) {
                    provenance.leaveUnstored(lease);
                } else if (provenance != null) {
                    provenance.leave(lease);
                }
            }
        }
    }

    /** Somebody has written that key. */
    void pushed(RedisKey key) {
        boolean isKnown;
        boolean looks;
        synchronized (this) {
            Provenance provenance = known.get(key);
            isKnown = provenance != null;
            if (provenance != null) {
                provenance.pushes++;
            }
            looks = provenance != null && provenance.restsOnAnything();
        }
        if (!isKnown) {
            heaps.tell(key, null);
        } else if (looks) {
            look(key);
        }
    }

    private void look(RedisKey key) {
        commands.get(key, Envelope.HEADER - 1).whenComplete((value, failure) -> {
            boolean isGood;
            synchronized (this) {
                Provenance provenance = known.get(key);
                isGood = provenance != null && failure == null && provenance.isGoodWith(value);
                if (provenance != null && !isGood) {
                    provenance.clear();
                }
            }
            if (!isGood) {
                heaps.tell(key, null);
            }
        });
    }

    /** Forgets the keys that no heap has. */
    private void sweep() {
        Map<RedisKey, Integer> idle = new HashMap<>();
        synchronized (this) {
            known.forEach((key, provenance) -> {
                if (provenance.open == 0) {
                    idle.put(key, provenance.uses);
                }
            });
        }
        idle.keySet().removeIf(heaps::mayHold);
        synchronized (this) {
            idle.forEach((key, uses) -> {
                Provenance provenance = known.get(key);
                if (provenance != null && provenance.open == 0 && provenance.uses == uses) {
                    known.remove(key);
                }
            });
            sweepAt = Math.max(FIRST_SWEEP, 2 * known.size());
        }
    }

    /** For tests. */
    int size() {
        synchronized (this) {
            return known.size();
        }
    }
}
