package dev.memoize.shop;

import java.util.List;

/**
 * What a run gave.
 *
 * @param plan of process 0
 * @param seconds how long the load lasted
 * @param beats of all processes together, one for each second or so; their calls are of that interval, all else of the
 *     time up to then
 * @param ends when each beat was taken, in seconds from the beginning
 * @param total calls of the whole run
 * @param restCompared products that were read through the caches after the last window had passed
 * @param restDifferent of these, those that were not what the database had
 */
record Course(
        Plan plan,
        double seconds,
        List<Beat> beats,
        List<Double> ends,
        Beat total,
        Store.Audit audit,
        long restCompared,
        long restDifferent,
        String postgresVersion,
        String machine) {

    /** Answers that the check found wrong: in every call's version, in the samples, and at rest. */
    long wrong() {
        return Math.max(total.wrong(), audit.outdated()) + audit.invented() + audit.early() + restDifferent;
    }

    /**
     * Whether the calls, told apart by what happened on their threads, are those that the memo and the tier counted.
     */
    boolean addsUp() {
        return total.calls(AnsweredBy.HEAP) == total.hits()
                && total.calls(AnsweredBy.REDIS) == total.tierHits()
                && total.calls(AnsweredBy.REDIS) + total.calls(AnsweredBy.DATABASE) == total.misses();
    }

    double share(AnsweredBy by) {
        return total.calls() == 0 ? 0 : (double) total.calls(by) / total.calls();
    }

    long saved() {
        return total.calls() - total.calls(AnsweredBy.DATABASE);
    }
}
