/** {@code ./memoize simulate}: what each eviction policy would have done with a recorded trace. */
package dev.memoize.cli.simulate;
