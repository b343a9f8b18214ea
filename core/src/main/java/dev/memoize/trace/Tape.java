package dev.memoize.trace;

import dev.memoize.heap.Entry;
import dev.memoize.output.Outbox;
import dev.memoize.output.Warnings;
import dev.memoize.output.Writer;
import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All calls that go to traces: callers add them to a batch, the {@link Writer} writes the batch.
 *
 * <p>Bounded: what finds the batch full is left out, and the trace says how much at that place. Unlike the journal of
 * {@code @LogTime}, which makes callers write, for a program that is recorded is to run as it does otherwise.
 *
 * <p>{@code adding} guards the batch that is being filled and the state of the writer; it is held for a few stores.
 * {@code writing} guards everything else: the other batch, the names and the files. It is held during output and while
 * keys are hashed and compared, which is the user's code; taken before {@code adding}, never after it. Only the writer
 * takes it, and at exit whoever ends the process, who does not wait for it long.
 */
final class Tape implements Outbox {
    static final String LOGGER = "dev.memoize.record";
    static final Tape INSTANCE = new Tape(1 << 17);

    private static final long PATIENCE_SECONDS = 2;

    private final Warnings warnings = new Warnings(LOGGER);
    private final AtomicLong lost = new AtomicLong();
    private final int capacity;

    private final Object adding = new Object();
    private Reel filling = new Reel();
    private boolean writerRuns;
    private @Nullable Writer writer;
    private boolean closing;

    private final ReentrantLock writing = new ReentrantLock();
    private Reel spare = new Reel();
    private final Line line = new Line();
    private final List<Recorder> touched = new ArrayList<>();
    private long batches;

    /** Guarded by itself. What is to be told when no lock is held. */
    private final List<String> topics = new ArrayList<>();

    /** Guarded by itself. What recordings there were, by file. */
    private final Map<File, TraceFile> files = new HashMap<>();

    /** Guarded by files. The last number that a name was given in place of one that is taken. */
    private final Map<File, Integer> numbers = new HashMap<>();

    Tape(int capacity) {
        this.capacity = capacity;
    }

    /** The file of that name, or of one like it that nobody has. */
    TraceFile file(File wanted, String method) {
        synchronized (files) {
            File free = wanted;
            while (files.containsKey(free)) {
                int number = numbers.merge(wanted, 2, (known, two) -> known + 1);
                String name = wanted.getName().replaceFirst("(?=((\\.\\w+)?\\.gz|\\.\\w+)?$)", "-" + number);
                free = new File(wanted.getParentFile(), name);
            }
            TraceFile file = new TraceFile(
                    free,
                    "# calls of " + method + ", from " + Instant.now().truncatedTo(ChronoUnit.SECONDS)
                            + "\n# key [weight [nanoseconds it took to compute]]\n");
            files.put(free, file);
            return file;
        }
    }

    void add(Recorder recorder, Entry key, int cache, int weight, float nanos) {
        Writer awake = null;
        boolean starting = false;
        synchronized (adding) {
            Reel reel = filling;
            if (reel.size < capacity) {
                reel.add(recorder, key, cache, weight, nanos);
            } else if (recorder.missing++ == 0) {
                reel.incomplete.add(recorder);
            }
            if (reel.size == capacity / 2) {
                awake = writer;
            }
            if (!writerRuns && !closing) {
                starting = true;
                writerRuns = true;
            }
        }
        if (awake != null) {
            awake.wake();
        }
        if (starting) {
            startWriter();
        }
    }

    private void startWriter() {
        Writer fresh = null;
        boolean ends = false;
        try {
            fresh = Writer.start(this, "memoize-record");
        } catch (IllegalStateException e) {
            ends = true;
        } finally {
            synchronized (adding) {
                writer = fresh;
                writerRuns = fresh != null;
                closing |= ends;
            }
        }
    }

    @Override
    public void lost() {
        lost.incrementAndGet();
    }

    long lostSoFar() {
        return lost.get();
    }

    void awaitTold() {
        warnings.awaitTold();
    }

    @Override
    public boolean flush(int atLeast) {
        if (writing.isHeldByCurrentThread()) {
            return false;
        }
        writing.lock();
        try {
            return write(atLeast);
        } finally {
            writing.unlock();
            tell();
        }
    }

    private void tell() {
        List<String> all;
        synchronized (topics) {
            all = new ArrayList<>(topics);
            topics.clear();
        }
        all.forEach(warnings::tell);
    }

    private boolean write(int atLeast) {
        Reel full;
        synchronized (adding) {
            if (filling.size < atLeast) {
                return false;
            }
            full = filling;
            filling = spare;
            for (Recorder r : full.incomplete) {
                full.missing.add(r.missing);
                r.missing = 0;
            }
        }
        try {
            write(full);
        } finally {
            full.clear();
            spare = full;
        }
        return true;
    }

    private void write(Reel reel) {
        long number = ++batches;
        for (int i = 0; i < reel.size; i++) {
            Recorder recorder = reel.recorders[i];
            if (recorder.batch != number) {
                recorder.batch = number;
                touched.add(recorder);
            }
            try {
                line.of(recorder.names.name(reel.keys[i], reel.caches[i]), reel.weights[i], reel.nanos[i]);
            } catch (Throwable t) {
                // The key's own hashCode or equals.
                lost();
                continue;
            }
            write(recorder, line);
        }
        for (int i = 0; i < reel.incomplete.size(); i++) {
            comment(
                    reel.incomplete.get(i),
                    reel.missing.get(i) + " calls are missing here: there were too many at once");
        }
        for (Recorder recorder : touched) {
            if (recorder.names.isFull() && !recorder.saidFull) {
                recorder.saidFull = true;
                comment(recorder, "from here on, new keys are told apart by their hashCode");
            }
            try {
                recorder.file.flush();
            } catch (IOException e) {
                failed(recorder, e);
            }
        }
        touched.clear();
    }

    private void comment(Recorder recorder, String text) {
        line.comment(text);
        write(recorder, line);
    }

    private void write(Recorder recorder, Line whole) {
        try {
            recorder.file.write(whole.bytes, whole.size);
        } catch (IOException e) {
            failed(recorder, e);
        }
    }

    private void failed(Recorder recorder, IOException e) {
        File file = recorder.file.file;
        String message = "cannot write " + file + " (" + e.getMessage()
                + "): the recording ends here. Make room, or record to another place.";
        if (warnings.note("folder " + file.getParent(), message)) {
            synchronized (topics) {
                topics.add("folder " + file.getParent());
            }
        }
    }

    @Override
    public void close() {
        synchronized (adding) {
            closing = true;
        }
        try {
            // A key's equals may be in the way for ever, and the process wants to end.
            if (writing.isHeldByCurrentThread() || !writing.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            write(1);
            closeFiles();
        } finally {
            writing.unlock();
        }
        if (lost.get() > 0) {
            warnings.note(
                    "lost",
                    lost + " calls could not be recorded, for lack of stack or memory or since a key's"
                            + " hashCode or equals threw");
        }
        warnings.tellAtExit();
    }

    private void closeFiles() {
        List<TraceFile> all;
        synchronized (files) {
            all = new ArrayList<>(files.values());
        }
        all.forEach(TraceFile::close);
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
            closeFiles();
            return true;
        } finally {
            writing.unlock();
        }
    }
}
