/** {@code ./memoize fib}: the post's program, plain and memoized, and a picture of the two. */
package dev.memoize.cli.fib;
