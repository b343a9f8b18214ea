package dev.memoize.memo;

/**
 * Throws checked exceptions as they are: the method that declared them is two frames up, and the handle must not wrap
 * them.
 */
public final class Sneaky {
    private Sneaky() {}

    /** Throws {@code t}. Declared to return so that a caller can write {@code throw uncheck(t)}. */
    @SuppressWarnings("unchecked")
    public static <T extends Throwable> RuntimeException uncheck(Throwable t) throws T {
        throw (T) t;
    }
}
