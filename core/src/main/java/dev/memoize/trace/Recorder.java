package dev.memoize.trace;

import dev.memoize.heap.Entry;
import dev.memoize.heap.Equality;
import java.io.File;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Records the calls of one memoized method into a file, for {@code ./memoize simulate}: a line for each, in the order
 * in which results were used and stored. Safe from any thread.
 *
 * <p>Callers leave the entry and go on; the {@link Tape} names it and writes. So keys stay reachable until then, and
 * those that are no primitives, strings or boxes as long as the method's class is.
 */
public final class Recorder {
    private static final SecureRandom SECRETS = new SecureRandom();

    private final Tape tape;
    private final AtomicInteger caches = new AtomicInteger();
    final TraceFile file;

    /** Guarded by the tape, for writing. */
    final KeyNames names;

    // Guarded by the tape, for adding.
    long missing;

    // Guarded by the tape, for writing.
    long batch;
    boolean saidFull;

    private Recorder(Tape tape, TraceFile file, KeyNames names) {
        this.tape = tape;
        this.file = file;
        this.names = names;
    }

    /**
     * Starts a recording. Opens nothing yet.
     *
     * @param method what is recorded, for a reader of the file
     * @param path of the file, from the working folder; {@code %p} is the number of the process. Where another
     *     recording of this process has that file, this one gets another name.
     */
    public static Recorder of(String method, String path, Equality equality) {
        return of(Tape.INSTANCE, method, path, equality);
    }

    static Recorder of(Tape tape, String method, String path, Equality equality) {
        String withProcess =
                path.replace("%p", Long.toString(ProcessHandle.current().pid()));
        KeyedHash hash = new KeyedHash(SECRETS.nextLong(), SECRETS.nextLong());
        TraceFile file = tape.file(new File(withProcess).getAbsoluteFile(), method);
        return new Recorder(tape, file, new KeyNames(hash, equality, KeyNames.MOST));
    }

    /** A number for a cache of the method: each instance has one. */
    public int cache() {
        return caches.getAndIncrement();
    }

    /**
     * Records a call. Throws nothing and waits for nobody: where the writer is behind, the call is left out and
     * counted.
     *
     * @param cache see {@link #cache()}
     * @param weight of the result, 1 if results are not weighed
     * @param nanos what it took to compute; 0 for a hit, or if that is not known
     */
    public void add(Entry key, int cache, int weight, float nanos) {
        try {
            tape.add(this, key, cache, weight, nanos);
        } catch (Throwable t) {
            // No stack or no memory: the caller's result is worth more.
            tape.lost();
        }
    }

    /** Writes what has been recorded up to now. */
    public static void flush() {
        Tape.INSTANCE.flush(1);
    }
}
