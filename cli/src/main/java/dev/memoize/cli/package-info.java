/** The command line {@code ./memoize}. One package for each command; {@link dev.memoize.cli.Main} lists them. */
package dev.memoize.cli;
