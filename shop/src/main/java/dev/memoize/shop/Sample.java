package dev.memoize.shop;

import java.math.BigDecimal;

/**
 * One answer, to be compared with the database's record of all prices after the run.
 *
 * @param began when the call began, in microseconds of {@link SharedClock}
 * @param ended when it had returned
 */
record Sample(int id, long version, BigDecimal price, long began, long ended) {}
