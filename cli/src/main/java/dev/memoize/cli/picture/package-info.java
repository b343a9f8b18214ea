/** What the pictures of all commands have in common: their size, typeface, colours and axes. */
package dev.memoize.cli.picture;
