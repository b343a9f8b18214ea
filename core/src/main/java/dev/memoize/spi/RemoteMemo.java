package dev.memoize.spi;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One method's results in a {@link RemoteTier}, for all its instances and for every process that has the same method.
 *
 * <p>Thread-safe. No method throws because of the tier's state, and each returns within a bound, reachable or not.
 * Called under no lock of core.
 */
public interface RemoteMemo {
    /** The longest that this process may serve a result from its heap without asking here again, in nanoseconds. */
    long heapTtlNanos();

    /**
     * Whether {@link Lookup#dueNanos} and {@link Lease#dueNanos} may say when to look again, though the method has no
     * refresh interval.
     */
    default boolean refreshesEarly() {
        return false;
    }

    /**
     * What those arguments are filed under, with {@code equals} and {@code hashCode}: equal for equal arguments, in
     * every process. {@code null} if they cannot be told apart outside this process; such a call uses the heap alone.
     *
     * @param arguments those that are part of the method's key, boxed
     * @param tags what a result that is stored under this key carries; the same for equal arguments
     */
    @Nullable
    Object key(@Nullable Object[] arguments, List<String> tags);

    /** What {@link Listener#invalidatedTag} calls a tag, with {@code equals} and {@code hashCode}. */
    Object tag(String tag);

    /**
     * Finds the result, or says that the caller has to run the body. Of all processes that ask at once for an absent
     * key, one gets a {@link Lease}; the others wait for its result, if they may.
     *
     * @param mayWait whether to wait for somebody else's computation; if not, no lease is given either
     */
    Lookup lookUp(Object key, boolean mayWait);

    /**
     * Stores a result for all. Every listener but {@code origin} has been told when this returns, in this process; the
     * other processes are told.
     */
    void put(Object key, @Nullable Object result, @Nullable Listener origin);

    /**
     * {@link #put} of many, in the map's order where a tier has one; meant for thousands. Bounded for each part that is
     * sent at once, not for the whole.
     */
    default void putAll(Map<Object, @Nullable Object> results, @Nullable Listener origin) {
        results.forEach((key, result) -> put(key, result, origin));
    }

    /** {@link #lookUp} of many at once, without waiting and without leases: those that are there. */
    default Map<Object, Lookup> lookUpAll(Collection<?> keys) {
        Map<Object, Lookup> found = new HashMap<>();
        for (Object key : keys) {
            Lookup lookup = lookUp(key, false);
            if (lookup.isFound()) {
                found.put(key, lookup);
            }
        }
        return found;
    }

    /**
     * Drops the result for all, and takes leases on it away. Every listener of this process has been told after the
     * tier dropped it and before this returns; the other processes are told. If the tier cannot be reached now this
     * process does not read the key from it until it was dropped. Returns whether there was a result.
     */
    boolean invalidate(Object key);

    /** {@link #invalidate} of every key of this method. */
    void clear();

    /** Tells {@code listener}, which is held weakly, what is no longer to be served from the heap. */
    void listen(Listener listener);

    /** What happened so far. */
    TierInfo info();

    /** The heap of one memo. Called by any thread, under no lock of the tier's. */
    interface Listener {
        /** The result of that key, and of a computation of it that has begun, is no longer to be stored or served. */
        void invalidated(Object key);

        /** The same for all keys that carry what {@link RemoteMemo#tag} gave. */
        void invalidatedTag(Object tag);

        /** The same for all keys: some messages may have been missed. */
        void invalidatedAll();

        /** Whether it has a result of that key or computes one. May say so though it is not so any more. */
        default boolean mayHold(Object key) {
            return true;
        }

        /** The same of results that carry what {@link RemoteMemo#tag} gave. */
        default boolean mayHoldTag(Object tag) {
            return true;
        }
    }

    /** The right to store what the body returns. One of the two is called, once. */
    interface Lease {
        /**
         * Stores the result unless the key was invalidated or the lease ran out; then the listeners are told. Does not
         * wait for the network.
         */
        void fill(@Nullable Object result);

        /** Of a result that is computed now: see {@link Lookup#dueNanos}. */
        default long dueNanos() {
            return -1;
        }

        /** Lets others compute: the body threw. Does not wait for the network. */
        void release();
    }
}
