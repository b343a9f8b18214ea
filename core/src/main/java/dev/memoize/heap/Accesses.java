package dev.memoize.heap;

import java.util.Arrays;

/**
 * What hits leave behind for a policy that learns: a count in the entry and, for the keys that are sampled, the hash in
 * a small buffer. Lossy on purpose: threads do not wait for one another, a full buffer takes nothing more, and two that
 * write at once may lose one.
 *
 * <p>{@link #hit} takes no lock. The rest is guarded by the {@link Heap}'s monitor.
 */
final class Accesses {
    private static final int STRIPES = stripes(Runtime.getRuntime().availableProcessors());
    private static final int SHORTEST = 256;
    private static final int LONGEST = 4096;
    /** In front, so that one stripe's count is not in the cache line of another's hashes. */
    private static final int COUNT = 16;

    private static final int[] NONE = {};

    private final int salt;
    private final int[][] stripes = new int[STRIPES][];

    // Read racily by hits.
    private int threshold;
    private int length = SHORTEST;
    int generation;

    Accesses(int salt) {
        this.salt = salt;
        forget();
    }

    private static int stripes(int processors) {
        return Integer.highestOneBit(Math.max(1, processors * 2 - 1));
    }

    /** @param share of the keys, from 0 to 1, that are sampled from now on */
    void sample(double share) {
        threshold = (int) (share * Integer.MAX_VALUE);
    }

    boolean isSampled(int hash) {
        int h = hash ^ salt;
        h = (h ^ h >>> 16) * 0x45D9F3B;
        h = (h ^ h >>> 15) * 0x2C1B3C6D;
        return h >>> 1 < threshold;
    }

    void hit(Usage key) {
        key.use(generation);
        if (threshold != 0 && isSampled(key.hash)) {
            record(key.hash);
        }
    }

    private void record(int hash) {
        int stripe = STRIPES == 1 ? 0 : (int) (Thread.currentThread().getId() * 0x9E3779B97F4A7C15L >>> 32);
        stripe &= STRIPES - 1;
        int[] buffer = stripes[stripe];
        if (buffer == NONE) {
            buffer = new int[COUNT + length + COUNT];
            stripes[stripe] = buffer;
        }
        int count = buffer[0];
        if (count < buffer.length - 2 * COUNT) {
            buffer[COUNT + count] = hash;
            buffer[0] = count + 1;
        }
    }

    interface Reader {
        void access(int hash);
    }

    void drain(Reader reader) {
        for (int[] buffer : stripes) {
            if (buffer != NONE && buffer[0] != 0) {
                int count = buffer[0];
                for (int i = 0; i < count; i++) {
                    reader.access(buffer[COUNT + i]);
                }
                buffer[0] = 0;
            }
        }
    }

    /** Forgets what was recorded; from now on there is room for so many accesses. */
    void length(int newLength) {
        length = Math.max(SHORTEST, Math.min(LONGEST, newLength));
        forget();
    }

    void forget() {
        Arrays.fill(stripes, NONE);
    }
}
