/** Where results are kept: table, entries, policies, clock. Not for users. */
package dev.memoize.heap;
