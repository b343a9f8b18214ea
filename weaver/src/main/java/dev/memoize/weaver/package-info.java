/**
 * Rewrites compiled classes so that their annotated methods remember results: one transformer, run by a javac plugin,
 * an annotation processor, a Java agent and a Byte Buddy build plugin.
 */
package dev.memoize.weaver;
