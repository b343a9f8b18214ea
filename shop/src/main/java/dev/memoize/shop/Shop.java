package dev.memoize.shop;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One run, from an empty machine to an empty machine. May be closed by another thread, which ends it. */
final class Shop implements AutoCloseable {
    private static final long WORKERS_START_SECONDS = 120;
    private static final long ANSWER_SECONDS = 60;
    private static final long SETTLE_SECONDS = 180;
    private static final long DROP_MILLIS = 5000;

    private final Wish wish;
    private final Display display;
    private Servers servers;
    private HikariDataSource database;
    private Fleet fleet;
    private String ownSchema;
    private String ownKeys;
    private volatile boolean closed;

    Shop(Wish wish, Display display) {
        this.wish = wish;
        this.display = display;
    }

    /** @throws IOException which says why it could not be carried out */
    Course run() throws IOException, InterruptedException {
        try {
            return serve();
        } catch (SQLException e) {
            throw new IOException("the database: " + reason(e), e);
        } catch (HikariPool.PoolInitializationException e) {
            throw new IOException("the database: " + reason(e.getCause()), e);
        }
    }

    /** What the innermost exception of SQL says, in a line, and what it came of. */
    static String reason(Throwable e) {
        Throwable sql = e;
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
            sql = root instanceof SQLException ? root : sql;
        }
        String said = String.valueOf(sql.getMessage()).lines().findFirst().orElse("");
        boolean whole = root == sql || root instanceof ConnectException;
        return whole ? said : said + " (" + root.toString().replace('\n', ' ') + ")";
    }

    private Course serve() throws IOException, SQLException, InterruptedException {
        servers = new Servers();
        checkOpen();
        String jdbc = wish.jdbc();
        if (jdbc.isEmpty()) {
            display.step("Starting PostgreSQL");
            jdbc = servers.startPostgres();
        }
        String redis = wish.redis();
        if (wish.usesRedis() && redis.isEmpty()) {
            display.step("Starting redis-server");
            redis = servers.startRedis();
        } else if (wish.usesRedis()) {
            ForeignRedis.check(redis);
        }
        String name = "memoize_shop_" + ProcessHandle.current().pid() + "_" + Long.toString(System.nanoTime(), 36);
        Plan plan = wish.plan(
                jdbc, name, wish.usesRedis() ? redis : "", servers.folder().resolve("floors"));
        Floors.map(servers.folder().resolve("floors"), plan.rows());

        database = Worker.pool(jdbc, name, 2);
        Store store = new Store(database);
        String version = store.version();
        ownSchema = name;
        store.create(name);
        store.fill(plan.rows(), rows -> {
            display.progress("Filling the product table", rows, plan.rows());
            return !closed;
        });
        checkOpen();
        display.step("Starting " + plan.processes() + " processes");
        ownKeys = name;
        fleet = new Fleet();
        checkOpen();
        fleet.start(plan, servers.folder(), WORKERS_START_SECONDS);
        return load(plan, store, version);
    }

    private Course load(Plan plan, Store store, String version) throws IOException, SQLException, InterruptedException {
        String machine = machine();
        display.begin(plan, version, machine);
        List<Beat> beats = new ArrayList<>();
        List<Double> ends = new ArrayList<>();
        Beat total = Beat.none();
        fleet.ask("go", ANSWER_SECONDS);
        long start = System.nanoTime();
        for (int second = 1; second <= wish.seconds(); second++) {
            long due = start + TimeUnit.SECONDS.toNanos(second);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            Beat beat = sum(fleet.ask(second == wish.seconds() ? "stop" : "beat", ANSWER_SECONDS));
            double end = (System.nanoTime() - start) / 1e9;
            display.second(end, end - (ends.isEmpty() ? 0 : ends.get(ends.size() - 1)), beat);
            beats.add(beat);
            ends.add(end);
            total = total.plus(beat);
        }
        // Counts other than those of calls are sums already.
        total = last(total, beats.get(beats.size() - 1));
        double seconds = ends.get(ends.size() - 1);

        display.step("Waiting for the window to pass, then comparing with the database");
        fleet.ask("settle", SETTLE_SECONDS + plan.window().toSeconds());
        Store.Audit audit = store.audit(plan.window());
        // After the window of the last change, which "settle" waited for.
        long compared = 0;
        long different = 0;
        for (String answer : fleet.ask("compare", SETTLE_SECONDS)) {
            String[] counts = answer.split(" ");
            compared += Long.parseLong(counts[0]);
            different += Long.parseLong(counts[1]);
        }
        display.done();
        return new Course(plan, seconds, beats, ends, total, audit, compared, different, version, machine);
    }

    private static Beat sum(List<String> lines) throws IOException {
        Beat sum = Beat.none();
        for (String line : lines) {
            sum = sum.plus(Beat.ofLine(line));
        }
        return sum;
    }

    private static Beat last(Beat calls, Beat sums) {
        return new Beat(
                calls.times(),
                sums.changes(),
                sums.hits(),
                sums.misses(),
                sums.tierHits(),
                sums.tierFailures(),
                sums.tierWaits(),
                sums.late(),
                sums.wrong());
    }

    private static String machine() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        int processors = Runtime.getRuntime().availableProcessors();
        return String.format(
                        Locale.ROOT,
                        "Java %d, %s %s, %d processors",
                        Runtime.version().feature(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        processors)
                + (load < 0 ? "" : String.format(Locale.ROOT, ", load %.1f when it began", load));
    }

    /** Once it runs. */
    Path folder() {
        return servers.folder();
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("stopped");
        }
    }

    /** Ends the processes, drops what it made in servers of the user's own, and stops those that it started. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (fleet != null) {
            fleet.close();
        }
        // Each of them, though another fails.
        try (Closeable first = this::stopServers;
                Closeable second = this::dropSchema;
                Closeable third = this::deleteKeys) {
            fleet = null;
        }
    }

    private void deleteKeys() throws IOException {
        String keys = ownKeys;
        ownKeys = null;
        if (keys != null && !wish.redis().isEmpty()) {
            try {
                ForeignRedis.clean(wish.redis(), keys);
            } catch (IOException e) {
                throw new IOException("the keys " + keys + ":* could not be deleted: " + e.getMessage(), e);
            }
        }
    }

    private void dropSchema() throws IOException {
        String schema = ownSchema;
        ownSchema = null;
        if (database == null) {
            return;
        }
        try (HikariDataSource pool = database) {
            if (schema != null && !wish.jdbc().isEmpty()) {
                pool.setConnectionTimeout(DROP_MILLIS);
                new Store(pool).drop(schema);
            }
        } catch (SQLException e) {
            throw new IOException("the schema " + schema + " could not be dropped: " + reason(e), e);
        }
    }

    private void stopServers() throws IOException {
        if (servers != null) {
            servers.close();
        }
    }
}
