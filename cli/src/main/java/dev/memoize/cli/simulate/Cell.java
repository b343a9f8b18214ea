package dev.memoize.cli.simulate;

import org.jspecify.annotations.Nullable;

/**
 * What came out for one trace and one size.
 *
 * @param size in entries, or in the unit of the weights where the trace has them
 * @param hits shares of the calls
 * @param saved shares of what all calls would cost without a cache; {@code null} if the trace has no costs
 */
record Cell(String trace, long size, Outcome hits, @Nullable Outcome saved) {}
