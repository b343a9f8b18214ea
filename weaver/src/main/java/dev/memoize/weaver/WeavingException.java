package dev.memoize.weaver;

/** A class cannot be woven; the message names the method and the way out. */
public final class WeavingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WeavingException(String message) {
        super(message);
    }

    WeavingException(String message, Throwable cause) {
        super(message, cause);
    }
}
