package dev.memoize.spi;

import org.jspecify.annotations.Nullable;

/**
 * Tells versions of a method's code apart, for results that outlive the process. Found by
 * {@link java.util.ServiceLoader} beside core: the weaver has one, so everybody has who has
 * {@code dev.memoize:memoize}.
 *
 * <p>Thread-safe. Called once for each method that has a {@link RemoteTier} and no version of its own, under no lock of
 * core; reads class files.
 */
public interface CodeVersion {
    /**
     * A name for what that method does, of letters, digits, {@code -} and {@code _}, 32 at most: another one when its
     * body or anything that it reaches in the application was changed, the same one otherwise, in every process.
     * {@code null} if that cannot be found out.
     *
     * @param descriptor the method's, as in the class file
     */
    @Nullable
    String of(Class<?> declaringClass, String method, String descriptor);
}
