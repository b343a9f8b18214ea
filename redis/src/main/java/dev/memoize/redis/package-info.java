/** The second tier in Redis or Valkey: found by name, configured by {@code memoize.redis.*}. */
@org.jspecify.annotations.NullMarked
package dev.memoize.redis;
