package dev.memoize.heap;

/**
 * When a live entry's result ends, and what it weighs; made only where a memo has times or weights. A result that
 * replaces another brings a lifetime of its own, so a reader that sees the new one sees the new result.
 */
public class Lifetime {
    final int weight;

    /** The tick up to which a hit need not look closer: the end, if there is nothing else to look at. */
    long checkAt;

    Lifetime(long checkAt, int weight) {
        this.checkAt = checkAt;
        this.weight = weight;
    }

    public final int weight() {
        return weight;
    }

    /** The tick from which on it is expired. */
    long end() {
        return checkAt;
    }

    /** A lifetime that also ends when it is not used, or asks to be refreshed. */
    static final class Ageing extends Lifetime {
        private final long deadline;

        // Written by readers, racily, as stamps are: a lost write ends it a little early, or asks for a refresh twice.
        long idleAt;
        long refreshAt;

        Ageing(long checkAt, int weight, long deadline, long idleAt, long refreshAt) {
            super(checkAt, weight);
            this.deadline = deadline;
            this.idleAt = idleAt;
            this.refreshAt = refreshAt;
        }

        @Override
        long end() {
            return idleAt - deadline < 0 ? idleAt : deadline;
        }
    }
}
