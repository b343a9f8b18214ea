package dev.memoize.heap;

/**
 * When to sample. Where the shadows see most accesses, they cost as much as the cache itself; so once the choice has
 * stayed the same for a while they rest, and are asked again from time to time. Counted in epochs of the shadows: as
 * many accesses as there are entries.
 */
final class Bursts {
    /** Epochs without a change of rule after which to rest. */
    private static final int CALM = 48;
    /** After a rest, epochs in which shadows catch up and do not vote. */
    private static final int CATCH_UP = 4;
    /** Epochs of a burst, without the above. */
    private static final int BURST = 12;
    /** The share of all accesses that shadows may see in the long run. */
    private static final double SHARE = 0.15;

    private final double share;
    private int left = CALM;
    private int catchUp;
    private int seen;
    private long restUntil;

    /** @param share of the keys that is sampled */
    Bursts(double share) {
        this.share = share;
    }

    boolean isVoting() {
        return catchUp == 0;
    }

    boolean isResting() {
        return restUntil != 0;
    }

    /** Ends an epoch of shadows at an access of that number, counted from the first; {@code epoch} accesses long. */
    void endEpoch(long accesses, long epoch, boolean changed) {
        if (catchUp > 0) {
            catchUp--;
            return;
        }
        seen++;
        left = changed ? CALM : left - 1;
        if (left <= 0 && share > SHARE) {
            restUntil = accesses + (long) (seen * epoch * (share / SHARE - 1)) + 1;
        }
    }

    /** Whether the rest is over. */
    boolean isOver(long accesses) {
        if (accesses < restUntil) {
            return false;
        }
        restUntil = 0;
        seen = CATCH_UP;
        catchUp = CATCH_UP;
        left = BURST;
        return true;
    }
}
