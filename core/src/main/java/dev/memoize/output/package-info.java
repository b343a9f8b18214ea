/** Files that are written behind the program's back. Not for users. */
package dev.memoize.output;
