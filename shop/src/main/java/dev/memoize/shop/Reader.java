package dev.memoize.shop;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** Calls the memoized query in a loop, times each call, and checks each answer's version. A thread of a worker. */
final class Reader extends Thread {
    static final long LONGEST_NANOS = 60_000_000_000L;
    static final int DIGITS = 2;

    private static final long BETWEEN_SAMPLES_NANOS = 10_000_000;
    private static final int MOST_SAMPLES = 20_000;

    private final Plan plan;
    private final Floors floors;
    private final Ranks ranks;
    private final SingleWriterRecorder[] times = new SingleWriterRecorder[AnsweredBy.values().length];
    private final long[] nextSample = new long[times.length];
    private final List<Sample> samples = new ArrayList<>();
    private final List<Sample> outdated = new ArrayList<>();

    private volatile boolean stopped;
    // Written by this thread alone.
    private volatile long late;
    private volatile long wrong;
    private volatile Throwable failure;

    Reader(Plan plan, Floors floors, int number) {
        super("reader-" + number);
        setDaemon(true);
        this.plan = plan;
        this.floors = floors;
        this.ranks = new Ranks(plan.rows(), plan.skew(), plan.seed() + 1000L * plan.process() + number);
        for (int i = 0; i < times.length; i++) {
            times[i] = new SingleWriterRecorder(LONGEST_NANOS, DIGITS);
        }
    }

    @Override
    public void run() {
        try {
            AnsweredBy.Trace trace = AnsweredBy.ofThisThread();
            while (!stopped) {
                int rank = ranks.next();
                int id = ranks.id(rank);
                // Both before the call: a change that is acknowledged from here on may be missed.
                long due = floors.due(id);
                long acknowledged = floors.acknowledged(id);
                trace.begin();
                long begin = System.nanoTime();
                Product product = Catalog.product(id);
                long end = System.nanoTime();
                AnsweredBy by = trace.end();
                times[by.ordinal()].recordValue(Math.min(end - begin, LONGEST_NANOS));
                check(rank, id, product, due, acknowledged, begin, end);
                sample(product, by, begin, end);
            }
        } catch (Throwable t) {
            failure = t;
        }
    }

    private void check(int rank, int id, Product product, long due, long acknowledged, long begin, long end) {
        if (product == null || product.id() != id) {
            throw new IllegalStateException("product " + id + " was asked for, and " + product + " was given");
        }
        long version = product.version();
        if (version >= acknowledged) {
            return;
        }
        // A process is told of its own changes before invalidate returns, so for those there is no window.
        if (version < due || (plan.invalidate() && Writer.ownerOf(rank, plan) == plan.process())) {
            wrong++;
        } else {
            late++;
        }
        if (outdated.size() < MOST_SAMPLES) {
            outdated.add(sample(product, begin, end));
        }
    }

    /** Some of each kind, however much more frequent one is than another. */
    private void sample(Product product, AnsweredBy by, long begin, long end) {
        if (end >= nextSample[by.ordinal()] && samples.size() < MOST_SAMPLES) {
            nextSample[by.ordinal()] = end + BETWEEN_SAMPLES_NANOS;
            samples.add(sample(product, begin, end));
        }
    }

    private static Sample sample(Product product, long begin, long end) {
        return new Sample(
                product.id(),
                product.version(),
                product.price(),
                SharedClock.micros(begin),
                SharedClock.micros(end) + 1);
    }

    /** What was recorded since the last time, added to {@code sums}. */
    void addTimes(Histogram[] sums) {
        for (int i = 0; i < times.length; i++) {
            sums[i].add(times[i].getIntervalHistogram());
        }
    }

    long late() {
        return late;
    }

    long wrong() {
        return wrong;
    }

    Throwable failure() {
        return failure;
    }

    void finish() throws InterruptedException {
        stopped = true;
        join();
    }

    /** After it has finished. */
    List<Sample> samples() {
        List<Sample> all = new ArrayList<>(samples);
        all.addAll(outdated);
        return all;
    }
}
