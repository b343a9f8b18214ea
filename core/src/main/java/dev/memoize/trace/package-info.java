/** Recordings of calls, for {@code ./memoize simulate}. Not for users. */
package dev.memoize.trace;
