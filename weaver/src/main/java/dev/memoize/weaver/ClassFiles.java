package dev.memoize.weaver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Finds class files by internal name, without loading classes. */
@FunctionalInterface
public interface ClassFiles {
    /** Returns the bytes of {@code java/lang/String} or the like, or null when there is no such class. */
    byte @Nullable [] find(String internalName);

    /** Those that a class loader sees. */
    static ClassFiles of(ClassLoader loader) {
        return internalName -> {
            String resource = internalName + ".class";
            try (InputStream in = loader == null
                    ? ClassLoader.getSystemResourceAsStream(resource)
                    : loader.getResourceAsStream(resource)) {
                return in == null ? null : in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + resource, e);
            }
        };
    }
}
