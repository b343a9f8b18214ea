package dev.memoize.heap;

import org.jspecify.annotations.Nullable;

/** The keys that {@link Shadows} follow, found by hash; those not used for long are forgotten. */
final class Samples {
    private static final int STEPS = 4;

    private final int limit;
    private final @Nullable Sample[] buckets;
    private @Nullable Sample oldest;
    private @Nullable Sample youngest;
    private int size;

    Samples(int limit) {
        this.limit = limit;
        this.buckets = new Sample[Integer.highestOneBit(Math.max(8, limit))];
    }

    private int bucket(int hash) {
        int spread = (hash ^ hash >>> 16) * 0x45D9F3B;
        return (spread ^ spread >>> 16) & buckets.length - 1;
    }

    @Nullable
    Sample find(int hash) {
        Sample s = buckets[bucket(hash)];
        while (s != null && s.hash != hash) {
            s = s.next;
        }
        return s;
    }

    void add(Sample fresh) {
        int bucket = bucket(fresh.hash);
        fresh.next = buckets[bucket];
        buckets[bucket] = fresh;
        line(fresh);
        size++;
        trim();
    }

    private void line(Sample last) {
        last.lined = last.stamp;
        last.younger = null;
        if (youngest == null) {
            oldest = last;
        } else {
            youngest.younger = last;
        }
        youngest = last;
    }

    private void trim() {
        for (int i = 0; i < STEPS && size > limit; i++) {
            Sample first = oldest;
            if (first == null) {
                return;
            }
            oldest = first.younger;
            if (oldest == null) {
                youngest = null;
            }
            if (first.resident == 0 && first.stamp == first.lined) {
                unlink(first);
            } else {
                line(first);
            }
        }
    }

    private void unlink(Sample gone) {
        int bucket = bucket(gone.hash);
        Sample s = buckets[bucket];
        if (s == gone) {
            buckets[bucket] = gone.next;
        }
        while (s != null && s != gone) {
            if (s.next == gone) {
                s.next = gone.next;
            }
            s = s.next;
        }
        size--;
    }
}
