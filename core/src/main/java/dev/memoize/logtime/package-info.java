/** What {@code @LogTime} does at run time. Public for woven code's linker, not for users. */
package dev.memoize.logtime;
