/** What the environment says: the {@code memoize.*} properties. */
package dev.memoize.config;
