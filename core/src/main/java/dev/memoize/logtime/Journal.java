package dev.memoize.logtime;

import dev.memoize.output.Outbox;
import dev.memoize.output.Writer;
import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All executions that go to files: callers add them to a batch, the {@link Writer} writes the batch.
 *
 * <p>Bounded, and yet nothing is dropped: whoever finds the batch nearly full writes it. That is the fair backpressure.
 * It slows down those who record faster than the disk takes it, needs no second thread to make progress (at exit there
 * may be none), and waits for nobody but another writing thread. The part that is left free takes the executions of
 * callers that have no stack left to write with.
 *
 * <p>{@code adding} guards the batch that is being filled and the state of the writer; it is held for a few stores.
 * {@code writing} guards everything else: the other batch, the lines and the files. It is held during output, taken
 * before {@code adding}, never after it. No user code runs under either.
 */
final class Journal implements Outbox {
    static final Journal INSTANCE = new Journal(1 << 14);

    private static final int LINES = 8_192;
    /** How far the clocks may drift apart before local time is taken anew; less would put lines out of order. */
    private static final long DRIFT_NANOS = 500_000;
    /** More than writing takes, in interpreted frames. */
    private static final int FRAMES_TO_WRITE = 256;

    private final Map<String, LogFile> files = new ConcurrentHashMap<>();
    private final AtomicLong lost = new AtomicLong();
    private final int capacity;
    private final int half;
    private final int nearlyFull;

    private final Object adding = new Object();
    private Batch filling;
    private boolean writerRuns;
    private @Nullable Writer writer;
    private volatile boolean closing;

    private final ReentrantLock writing = new ReentrantLock();
    private final Lines lines = new Lines(LINES);
    private final List<LogFile> touched = new ArrayList<>();
    private Batch spare;
    private long batches;
    private long epochOffset = Long.MIN_VALUE;

    Journal(int capacity) {
        this.capacity = capacity;
        this.half = capacity / 2;
        this.nearlyFull = capacity - capacity / 4;
        filling = new Batch(capacity);
        spare = new Batch(capacity);
    }

    LogFile file(File folder, String name) {
        return files.computeIfAbsent(folder + "\0" + name, key -> new LogFile(folder, name));
    }

    /** Records an execution. */
    void add(LogFile file, long end, long nanos) {
        boolean added = false;
        while (!added) {
            int room;
            Writer awake = null;
            boolean starting = false;
            synchronized (adding) {
                Batch batch = filling;
                int i = batch.size;
                room = closing ? 0 : nearlyFull - i;
                if (i < capacity) {
                    batch.files[i] = file;
                    batch.ends[i] = end;
                    batch.nanos[i] = nanos;
                    // Last and without a call: an error on the way here leaves the batch as it was.
                    batch.size = i + 1;
                    added = true;
                }
                if (i == half) {
                    awake = writer;
                } else if (!writerRuns && !closing) {
                    starting = true;
                    writerRuns = true;
                }
            }
            if (awake != null) {
                awake.wake();
            }
            if (starting && !startWriter() || room <= 0) {
                try {
                    flush(room > 0 || closing ? 1 : nearlyFull);
                } catch (StackOverflowError e) {
                    // Somebody with more stack writes it.
                    if (!added) {
                        throw e;
                    }
                }
            }
        }
    }

    private boolean startWriter() {
        Writer fresh = null;
        try {
            fresh = Writer.start(this, "memoize-logtime");
        } catch (IllegalStateException e) {
            close();
        } finally {
            synchronized (adding) {
                writer = fresh;
                writerRuns = fresh != null;
            }
        }
        return fresh != null;
    }

    @Override
    public void lost() {
        lost.incrementAndGet();
    }

    long lostSoFar() {
        return lost.get();
    }

    /**
     * Writes what was added before the call if that is {@code atLeast} so much; whether it was. Waits for another
     * thread that is writing. Throws {@link StackOverflowError} before it has begun rather than in the middle.
     */
    @Override
    public boolean flush(int atLeast) {
        if (writing.isHeldByCurrentThread()) {
            return false;
        }
        needStack(FRAMES_TO_WRITE);
        Failure failure = new Failure();
        boolean any;
        writing.lock();
        try {
            Batch full = null;
            synchronized (adding) {
                if (filling.size >= atLeast) {
                    full = filling;
                    filling = spare;
                }
            }
            any = full != null;
            if (full != null) {
                try {
                    write(full, failure);
                } finally {
                    full.size = 0;
                    spare = full;
                }
            }
        } finally {
            writing.unlock();
        }
        failure.tell(closing);
        return any;
    }

    private void write(Batch batch, Failure failure) {
        link(batch);
        lines.localTime();
        long offset = epochOffset();
        for (LogFile file : touched) {
            boolean ok = file.isOpen();
            lines.size = 0;
            for (int i = file.first; ok && i >= 0; i = batch.next[i]) {
                if (!lines.hasRoomFor(file.name)) {
                    ok = write(file, failure);
                }
                lines.append(file.name, batch.ends[i] + offset, batch.nanos[i]);
            }
            if (ok) {
                write(file, failure);
            }
        }
    }

    private boolean write(LogFile file, Failure failure) {
        int size = lines.size;
        lines.size = 0;
        try {
            file.write(lines.bytes, size);
            return true;
        } catch (IOException e) {
            failure.of(file, e);
            return false;
        }
    }

    /** Makes one list of each file's executions. */
    private void link(Batch batch) {
        touched.clear();
        long number = ++batches;
        for (int i = 0; i < batch.size; i++) {
            LogFile file = batch.files[i];
            batch.next[i] = -1;
            if (file.batch == number) {
                batch.next[file.last] = i;
            } else {
                file.batch = number;
                file.first = i;
                touched.add(file);
            }
            file.last = i;
        }
    }

    /** What to add to a {@link System#nanoTime()} to get the nanoseconds since 1970: callers read one clock only. */
    private long epochOffset() {
        Instant now = Instant.now();
        long offset = now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
        if (Math.abs(offset - epochOffset) > DRIFT_NANOS || epochOffset == Long.MIN_VALUE) {
            epochOffset = offset;
        }
        return epochOffset;
    }

    /** Overflows now rather than in the middle of a line. */
    private static int needStack(int frames) {
        return frames == 0 ? 0 : needStack(frames - 1) + 1;
    }

    /** From now on each caller writes its own. */
    @Override
    public void close() {
        synchronized (adding) {
            closing = true;
        }
        flush(1);
        if (lost.get() > 0) {
            LogSite.WARNINGS.note("lost", lost + " executions could not be recorded, for lack of stack or memory");
        }
        LogSite.WARNINGS.tellAtExit();
    }

    @Override
    public boolean retire() {
        writing.lock();
        try {
            synchronized (adding) {
                if (filling.size > 0) {
                    return false;
                }
                writerRuns = false;
                writer = null;
            }
            files.values().forEach(LogFile::close);
            return true;
        } finally {
            writing.unlock();
        }
    }

    /** The first failure in each folder is told, once all locks are released. */
    private static final class Failure {
        private final List<String> topics = new ArrayList<>(0);

        void of(LogFile file, IOException e) {
            String folder = String.valueOf(file.file.getParent());
            String topic = "folder " + folder;
            String message = "cannot write " + file.file + " (" + e.getMessage()
                    + "): executions that @LogTime records in " + folder
                    + " are lost until that is mended. Make room there, or set memoize.logtime.folder to a folder that can"
                    + " be written.";
            if (LogSite.WARNINGS.note(topic, message)) {
                topics.add(topic);
            }
        }

        void tell(boolean atExit) {
            if (atExit && !topics.isEmpty()) {
                LogSite.WARNINGS.tellAtExit();
            } else {
                topics.forEach(LogSite.WARNINGS::tell);
            }
        }
    }
}
