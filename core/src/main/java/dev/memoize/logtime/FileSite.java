package dev.memoize.logtime;

/** Records into a file. */
final class FileSite extends LogSite {
    private final Journal journal;
    private final LogFile file;

    FileSite(Journal journal, LogFile file) {
        this.journal = journal;
        this.file = file;
    }

    @Override
    public long start() {
        return System.nanoTime();
    }

    @Override
    public void record(long startedAt) {
        long end = System.nanoTime();
        try {
            journal.add(file, end, end - startedAt);
        } catch (Throwable t) {
            // The method's own result or exception goes on.
            journal.lost();
        }
    }
}
