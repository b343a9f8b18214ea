/** What woven code links to, and the algorithm of a call. Public for the linker, not for users. */
package dev.memoize.memo;
