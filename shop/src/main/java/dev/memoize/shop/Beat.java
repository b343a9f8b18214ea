package dev.memoize.shop;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What a worker says of itself: the calls since its last word, and the sums of all else since it began.
 *
 * @param times in nanoseconds, by {@link AnsweredBy}; their counts are the calls
 * @param hits as the memo counts them
 * @param misses as the memo counts them
 * @param tierHits as the second tier counts them
 * @param tierFailures commands that failed or took too long
 * @param late answers that were old, but within the window
 * @param wrong answers that were older
 */
record Beat(
        Histogram[] times,
        long changes,
        long hits,
        long misses,
        long tierHits,
        long tierFailures,
        long tierWaits,
        long late,
        long wrong) {

    static Histogram[] noTimes() {
        Histogram[] times = new Histogram[AnsweredBy.values().length];
        for (int i = 0; i < times.length; i++) {
            times[i] = new Histogram(Reader.LONGEST_NANOS, Reader.DIGITS);
        }
        return times;
    }

    static Beat none() {
        return new Beat(noTimes(), 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Of two processes, or of two intervals of the calls and one of all else. */
    Beat plus(Beat other) {
        Histogram[] sums = noTimes();
        for (int i = 0; i < sums.length; i++) {
            sums[i].add(times[i]);
            sums[i].add(other.times[i]);
        }
        return new Beat(
                sums,
                changes + other.changes,
                hits + other.hits,
                misses + other.misses,
                tierHits + other.tierHits,
                tierFailures + other.tierFailures,
                tierWaits + other.tierWaits,
                late + other.late,
                wrong + other.wrong);
    }

    long calls(AnsweredBy by) {
        return times[by.ordinal()].getTotalCount();
    }

    long calls() {
        long calls = 0;
        for (AnsweredBy by : AnsweredBy.values()) {
            calls += calls(by);
        }
        return calls;
    }

    /** In seconds; NaN where there was no call. */
    double seconds(AnsweredBy by, double percentile) {
        Histogram h = times[by.ordinal()];
        return h.getTotalCount() == 0 ? Double.NaN : h.getValueAtPercentile(percentile) / 1e9;
    }

    String toLine() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (long n : new long[] {changes, hits, misses, tierHits, tierFailures, tierWaits, late, wrong}) {
            out.writeLong(n);
        }
        for (Histogram h : times) {
            ByteBuffer encoded = ByteBuffer.allocate(h.getNeededByteBufferCapacity());
            int length = h.encodeIntoCompressedByteBuffer(encoded);
            out.writeInt(length);
            out.write(encoded.array(), 0, length);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    static Beat ofLine(String line) throws IOException {
        DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(line)));
        long[] n = new long[8];
        for (int i = 0; i < n.length; i++) {
            n[i] = in.readLong();
        }
        Histogram[] times = noTimes();
        for (int i = 0; i < times.length; i++) {
            ByteBuffer encoded = ByteBuffer.wrap(in.readNBytes(in.readInt()));
            try {
                times[i].add(Histogram.decodeFromCompressedByteBuffer(encoded, Reader.LONGEST_NANOS));
            } catch (DataFormatException e) {
                throw new IOException("a worker's histogram cannot be read", e);
            }
        }
        return new Beat(times, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
    }
}
