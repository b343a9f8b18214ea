package dev.memoize.spi;

/**
 * What a second tier did for one method in this process.
 *
 * @param state {@code "closed"} while it is used; {@code "open"} while it is left alone because it did not answer;
 *     {@code "read-only"} while it refuses to store; {@code "deaf"} while no messages come, so that the heap may be
 *     behind by as much as its bound
 * @param hits calls that found their result there, those that waited for another process included
 * @param misses calls that did not
 * @param waits calls of these that waited for the computation of another process
 * @param skipped calls that did not ask, since the tier was left alone or the arguments cannot be keys there
 * @param stores results stored
 * @param rejected results not stored, since the key was invalidated or the lease was lost while the body ran
 * @param unusable stored results that could not be used and were dropped: damaged, foreign, of another codec
 * @param failures commands that failed or took too long
 * @param flushes how often the heap was emptied since messages may have been missed
 */
public record TierInfo(
        String state,
        long hits,
        long misses,
        long waits,
        long skipped,
        long stores,
        long rejected,
        long unusable,
        long failures,
        long flushes) {}
