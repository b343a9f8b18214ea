package dev.memoize.cli;

import java.util.concurrent.Callable;

/**
 * A command whose module may be missing, since it brings what other commands do not need. Found by
 * {@link java.util.ServiceLoader}; the script builds its module when it is asked for.
 */
public interface MoreCommand extends Callable<Integer> {}
