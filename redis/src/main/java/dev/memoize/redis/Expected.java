package dev.memoize.redis;

/**
 * Whether the next look-up is likely to find nothing, judged by the last few. If so it asks for the lease at once,
 * which gives it the result too if there is one: one round trip instead of two.
 *
 * <p>Written racily: a lost write changes which way is taken once or twice.
 */
final class Expected {
    private static final int ALL = 1 << 10;
    /** A look-up counts for a sixteenth. */
    private static final int WEIGHT = 4;
    /** Most: the script for a lease takes the server a little longer than the GET that it replaces. */
    private static final int MOST = ALL * 3 / 4;

    private int absent;

    boolean absent() {
        return absent > MOST;
    }

    void saw(boolean found) {
        int before = absent;
        absent = before + ((found ? -before : ALL - before) >> WEIGHT);
    }
}
