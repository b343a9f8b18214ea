package dev.memoize.shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.memoize.CacheInfo;
import dev.memoize.spi.TierInfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * One process of the load: readers and a writer. Told what to do by lines on its standard input, one answer to each; it
 * ends when that input does, so it never outlives the process that started it.
 */
public final class Worker {
    /** What an answer begins with where a command was not carried out. */
    static final String FAILED = "failed ";

    static final String DATABASE = "the database: ";

    private static final long SIGNAL_NANOS = 30_000_000_000L;
    private static final int MOST_AT_REST = 20_000;

    private final Plan plan;
    private final Store store;
    private final Writer writer;
    private final List<Reader> readers = new ArrayList<>();
    private CacheInfo cacheAtStart;
    private TierInfo tierAtStart;

    private Worker(Plan plan) throws IOException {
        this.plan = plan;
        HikariDataSource database = pool(plan.jdbc(), plan.schema(), plan.threads() + 2);
        Catalog.open(database);
        this.store = new Store(database);
        Floors floors = Floors.map(Path.of(plan.floors()), plan.rows());
        this.writer = new Writer(plan, floors, database);
        for (int i = 0; i < plan.threads(); i++) {
            readers.add(new Reader(plan, floors, i));
        }
    }

    static HikariDataSource pool(String jdbc, String schema, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbc);
        config.setSchema(schema);
        config.setMaximumPoolSize(size);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("socketTimeout", "120");
        config.setConnectionTimeout(30_000);
        return new HikariDataSource(config);
    }

    /** Without arguments: the plan comes on the standard input, for there may be a password in it. */
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        // For nothing but our answers.
        System.setOut(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        // Ctrl-C reaches every process of the terminal; the one that started us says when it is over.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> LockSupport.parkNanos(SIGNAL_NANOS), "wait"));
        Worker worker = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String answer;
            try {
                if (worker == null) {
                    worker = start(line);
                    answer = "ready";
                } else {
                    answer = worker.obey(line);
                }
            } catch (Exception | LinkageError e) {
                answer = failed(e);
            }
            out.println(answer);
            out.flush();
        }
        // Not exit: whoever started us is gone, and nothing here is worth the time of closing.
        Runtime.getRuntime().halt(0);
    }

    /** A database that is gone is said in a line; all else is a bug, and keeps its trace. */
    static String failed(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return DATABASE + Shop.reason(cause);
            }
        }
        failure.printStackTrace();
        return FAILED + failure.toString().lines().findFirst().orElse("");
    }

    /** A plan as a line, which {@link #start} reads. */
    static String toLine(Plan plan) throws IOException {
        java.io.StringWriter text = new java.io.StringWriter();
        plan.toProperties().store(text, null);
        return Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Worker start(String line) throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8)));
        Plan plan = Plan.of(properties);
        String memo = "memoize." + Catalog.class.getName() + ".product.";
        System.setProperty(memo + "ttl", plan.ttl());
        if (plan.usesRedis()) {
            System.setProperty("memoize.redis.uri", plan.redis());
            System.setProperty("memoize.redis.namespace", plan.namespace());
            // More than the default, for all processes and both servers share one machine.
            System.setProperty("memoize.redis.timeout", "2s");
            System.setProperty("memoize.redis.connectTimeout", "10s");
        } else {
            System.setProperty(memo + "tier", "");
        }
        Worker worker = new Worker(plan);
        // Connects to both.
        Catalog.product(1);
        return worker;
    }

    private String obey(String command) throws Exception {
        switch (command) {
            case "go":
                cacheAtStart = Catalog.memo().cacheInfo();
                tierAtStart = Catalog.memo().tierInfo();
                readers.forEach(Thread::start);
                writer.start();
                return "going";
            case "beat":
                return beat().toLine();
            case "stop":
                writer.finish();
                for (Reader reader : readers) {
                    reader.finish();
                }
                return beat().toLine();
            case "settle":
                writer.join();
                List<Sample> samples = new ArrayList<>();
                readers.forEach(r -> samples.addAll(r.samples()));
                store.addAnswers(plan.process(), samples);
                throwFailures();
                return "settled";
            case "compare":
                return compare();
            default:
                throw new IllegalArgumentException(command);
        }
    }

    private Beat beat() {
        throwFailures();
        Histogram[] times = Beat.noTimes();
        long late = 0;
        long wrong = 0;
        for (Reader reader : readers) {
            reader.addTimes(times);
            late += reader.late();
            wrong += reader.wrong();
        }
        CacheInfo cache = Catalog.memo().cacheInfo();
        TierInfo tier = Catalog.memo().tierInfo();
        return new Beat(
                times,
                writer.changes(),
                cache.hits() - cacheAtStart.hits(),
                cache.misses() - cacheAtStart.misses(),
                tier == null ? 0 : tier.hits() - tierAtStart.hits(),
                tier == null ? 0 : tier.failures() - tierAtStart.failures(),
                tier == null ? 0 : tier.waits() - tierAtStart.waits(),
                late,
                wrong);
    }

    private void throwFailures() {
        Throwable failure = writer.failure();
        for (Reader reader : readers) {
            failure = failure == null ? reader.failure() : failure;
        }
        if (failure != null) {
            throw new IllegalStateException(failure.toString(), failure);
        }
    }

    /** Every product that was changed, through the cache and past it: {@code compared different}. */
    private String compare() throws SQLException {
        List<Integer> ids = new ArrayList<>();
        store.changed(MOST_AT_REST, ids::add);
        long different = 0;
        for (int id : ids) {
            if (!Objects.equals(Catalog.product(id), Catalog.query(id))) {
                different++;
            }
        }
        return ids.size() + " " + different;
    }
}
