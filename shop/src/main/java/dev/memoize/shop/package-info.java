/** {@code ./memoize shop}: a memoized query between heap, Redis and PostgreSQL, in several processes, under load. */
package dev.memoize.shop;
