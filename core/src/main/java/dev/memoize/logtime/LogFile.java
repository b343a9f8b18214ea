package dev.memoize.logtime;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The file of one method name. Opened when there is something to write, closed when the journal falls silent. Guarded
 * by the journal's lock for writing.
 *
 * <p>A stream and not a channel: a channel that an interrupted thread writes to closes itself, and callers write when
 * the writer is behind. It appends, and lines go to the system whole and many at a time, so other processes may append
 * to the same file.
 */
final class LogFile {
    private static final long RETRY_NANOS = 10_000_000_000L;

    final File file;
    final byte[] name;

    // The executions of this file in the batch that is being written.
    long batch;
    int first;
    int last;

    private @Nullable FileOutputStream out;
    private long failedAt;
    private boolean failed;

    LogFile(File folder, String name) {
        this.file = new File(folder, fileName(name));
        this.name = column(name).getBytes(StandardCharsets.UTF_8);
    }

    /** Other languages' methods may be called what no file can be. */
    private static String fileName(String name) {
        return name.replaceAll("[\\x00-\\x1f\\x7f/\\\\:*?\"<>|]", "_") + "_eventLog.txt";
    }

    private static String column(String name) {
        return name.replaceAll("[\\x00-\\x1f\\x7f]", " ");
    }

    /** Whether writing may be tried: a file that failed is left alone for a while. */
    boolean isOpen() {
        return !failed || System.nanoTime() - failedAt > RETRY_NANOS;
    }

    /** Appends whole lines. A failure closes the file. */
    void write(byte[] bytes, int length) throws IOException {
        try {
            FileOutputStream open = out;
            if (open == null) {
                open = open();
                out = open;
            }
            open.write(bytes, 0, length);
            failed = false;
        } catch (IOException e) {
            failed = true;
            failedAt = System.nanoTime();
            close();
            throw e;
        }
    }

    private FileOutputStream open() throws IOException {
        File folder = file.getParentFile();
        if (folder != null) {
            folder.mkdirs();
        }
        boolean torn = endsInTheMiddleOfALine();
        FileOutputStream open = new FileOutputStream(file, true);
        if (torn) {
            open.write('\n');
        }
        return open;
    }

    /** As after a crash, or when the disk was full. */
    private boolean endsInTheMiddleOfALine() {
        if (!file.isFile() || file.length() == 0) {
            return false;
        }
        try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
            in.seek(Math.max(0, in.length() - 1));
            return in.read() != '\n';
        } catch (IOException e) {
            // It may be written and not read.
            return false;
        }
    }

    void close() {
        FileOutputStream open = out;
        out = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Everything was written by write.
                return;
            }
        }
    }
}
