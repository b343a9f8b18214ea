package dev.memoize.spi;

/**
 * A setting that cannot be obeyed: an unknown {@code memoize.*} property, or a value that does not parse. The message
 * names the key, the value and the fix.
 *
 * <p>It is an error rather than an exception so that it leaves the first call of a memoized method unwrapped.
 */
public final class ConfigurationError extends Error {
    private static final long serialVersionUID = 1;

    public ConfigurationError(String message) {
        super(message);
    }
}
