package dev.memoize.shop;

import dev.memoize.Memo1;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Changes prices at a steady rate, the wanted products more often, and invalidates each. A thread of a worker.
 *
 * <p>Each product is changed by one process, so versions are acknowledged in their order.
 */
final class Writer extends Thread {
    private static final long TICK_NANOS = 1_000_000;

    private final Plan plan;
    private final Floors floors;
    private final Store store;
    private final Ranks ranks;
    private final Random random;
    private final Memo1<Integer, Product> memo = Catalog.memo();
    private final ArrayDeque<Change> notDue = new ArrayDeque<>();
    private final List<Change> unrecorded = new ArrayList<>();

    private volatile boolean stopped;
    private volatile long changes;
    private volatile Throwable failure;

    Writer(Plan plan, Floors floors, DataSource database) {
        super("writer");
        setDaemon(true);
        this.plan = plan;
        this.floors = floors;
        this.store = new Store(database);
        this.ranks = new Ranks(plan.rows(), plan.skew(), plan.seed() - 1 - plan.process());
        this.random = new Random(plan.seed() - 1 - plan.process());
    }

    /** The number of the process that changes the product of that rank. */
    static int ownerOf(int rank, Plan plan) {
        return rank % plan.processes();
    }

    @Override
    public void run() {
        try {
            long between = 1_000_000_000L * plan.processes() / Math.max(1, plan.writesPerSecond());
            long next = System.nanoTime() + random.nextInt((int) Math.min(between, Integer.MAX_VALUE - 1) + 1);
            while (!stopped || !notDue.isEmpty()) {
                makeDue();
                long now = System.nanoTime();
                if (!stopped && plan.writesPerSecond() > 0 && now - next >= 0) {
                    change();
                    next = Math.max(next + between, now - between);
                } else {
                    LockSupport.parkNanos(TICK_NANOS);
                }
            }
            store.acknowledge(unrecorded);
        } catch (Throwable t) {
            failure = t;
        }
    }

    private void change() throws SQLException {
        int rank = rankOfOurs();
        int id = ranks.id(rank);
        BigDecimal price = BigDecimal.valueOf(1 + random.nextInt(1_000_000), 2);
        long begun = SharedClock.micros();
        long version = store.setPrice(id, price, plan.process(), begun);
        if (plan.invalidate()) {
            memo.invalidate(id);
        }
        Change change = new Change(id, version, SharedClock.micros());
        floors.acknowledge(id, version);
        notDue.add(change);
        unrecorded.add(change);
        changes++;
    }

    private int rankOfOurs() {
        int rank = ranks.next();
        int ours = rank - ownerOf(rank, plan) + plan.process();
        return ours < 1 ? ours + plan.processes() : ours > plan.rows() ? ours - plan.processes() : ours;
    }

    private void makeDue() {
        long passed = SharedClock.micros() - plan.window().toNanos() / 1000;
        while (!notDue.isEmpty() && notDue.peek().acknowledged() < passed) {
            Change change = notDue.remove();
            floors.makeDue(change.id(), change.version());
        }
    }

    long changes() {
        return changes;
    }

    Throwable failure() {
        return failure;
    }

    /** Makes no more changes; {@link #join} waits for the window of the last to pass. */
    void finish() {
        stopped = true;
    }

    /** @param acknowledged when its invalidation had returned */
    record Change(int id, long version, long acknowledged) {}
}
