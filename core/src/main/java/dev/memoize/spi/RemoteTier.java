package dev.memoize.spi;

/**
 * The second tier: results outside this process that other processes share. A call looks into the heap, then here, then
 * runs the body.
 *
 * <p>Thread-safe. Nothing here throws because the tier cannot be reached: a memoized call never fails where the plain
 * method would not. Found by name through {@link RemoteTierProvider}.
 */
public interface RemoteTier extends AutoCloseable {
    /**
     * The results of one method. Does not wait for the network. Throws {@link ConfigurationError} if this tier could
     * not hold them: a result type it cannot decode, say.
     */
    RemoteMemo open(RemoteMethod method);

    /**
     * Drops, for all, every result that carries this tag, of whatever method, and keeps computations under way that
     * carry it from storing. Every listener of this process has been told after the tier dropped them and before this
     * returns; the other processes are told. If the tier cannot be reached now, this process does not read what carries
     * the tag until it was dropped.
     */
    void invalidateTag(String tag);

    /** Ends its connections and threads. Memos that use it go on without it. */
    @Override
    void close();
}
