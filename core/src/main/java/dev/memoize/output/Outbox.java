package dev.memoize.output;

/** What callers leave to be written, for one {@link Writer}. */
public interface Outbox {
    /** Writes what was left before the call if that is {@code atLeast} so much; whether it was. */
    boolean flush(int atLeast);

    /** The writer wants to end, which it may unless something was left; if it may, the files are closed. */
    boolean retire();

    /** The process ends: writes the rest. */
    void close();

    /** Counts what an error kept from being written. */
    void lost();
}
