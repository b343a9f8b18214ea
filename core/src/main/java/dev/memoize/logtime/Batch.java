package dev.memoize.logtime;

/** Executions that are recorded and not yet written. Allocated once; guarded by the journal. */
final class Batch {
    final LogFile[] files;
    final long[] ends;
    final long[] nanos;
    /** The index of the next execution of the same file; filled when the batch is written. */
    final int[] next;

    int size;

    Batch(int capacity) {
        files = new LogFile[capacity];
        ends = new long[capacity];
        nanos = new long[capacity];
        next = new int[capacity];
    }
}
