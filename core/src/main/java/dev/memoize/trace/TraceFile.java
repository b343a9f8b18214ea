package dev.memoize.trace;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The file of one recording, plain or, if its name ends in {@code .gz}, compressed. What was there before is lost: a
 * trace is one run of a program. A failure ends it after the last lines that are whole. Guarded by the {@link Tape}.
 */
final class TraceFile {
    private static final int BUFFER = 1 << 15;

    final File file;
    private final String header;

    private @Nullable OutputStream out;
    private @Nullable FileOutputStream raw;
    private boolean begun;
    private boolean ended;
    private long whole;

    TraceFile(File file, String header) {
        this.file = file;
        this.header = header;
    }

    boolean isZipped() {
        return file.getName().endsWith(".gz");
    }

    /** Whether nothing can be written any more. */
    boolean hasEnded() {
        return ended;
    }

    void write(byte[] bytes, int length) throws IOException {
        if (!ended) {
            try {
                open().write(bytes, 0, length);
            } catch (IOException e) {
                end();
                throw e;
            }
        }
    }

    /** Ends a batch of whole lines. */
    void flush() throws IOException {
        OutputStream open = out;
        FileOutputStream under = raw;
        if (open != null && under != null) {
            try {
                open.flush();
                whole = under.getChannel().position();
            } catch (IOException e) {
                end();
                throw e;
            }
        }
    }

    private OutputStream open() throws IOException {
        OutputStream open = out;
        if (open == null) {
            File folder = file.getParentFile();
            if (folder != null) {
                folder.mkdirs();
            }
            FileOutputStream under = new FileOutputStream(file, begun);
            raw = under;
            open = new BufferedOutputStream(isZipped() ? new Fast(under) : under, BUFFER);
            out = open;
            if (!begun) {
                begun = true;
                open.write(header.getBytes(StandardCharsets.UTF_8));
            }
        }
        return open;
    }

    /** It may be opened again. */
    void close() {
        OutputStream open = out;
        out = null;
        raw = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Everything but the end of a compressed file was written by flush.
                return;
            }
        }
    }

    private void end() {
        FileOutputStream under = raw;
        ended = true;
        out = null;
        raw = null;
        if (under != null) {
            try (under) {
                under.getChannel().truncate(whole);
            } catch (IOException e) {
                // What is there is all there is.
                return;
            }
        }
    }

    /** What was flushed can be read, whatever becomes of the process. */
    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out, BUFFER, true);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
