package dev.memoize.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs that do not reach their end, with servers of the user's own. */
@Timeout(300)
class ShopEndTest {
    private final Servers servers;
    private final StringWriter out = new StringWriter();
    private String jdbc;
    private String redis;

    ShopEndTest() throws IOException {
        servers = new Servers();
    }

    @BeforeEach
    void start() throws Exception {
        jdbc = servers.startPostgres();
        redis = servers.startRedis();
    }

    @AfterEach
    void stop() throws IOException {
        servers.close();
    }

    @Test
    void closedInTheMiddleItLeavesNoKeyAndNoTable() throws Exception {
        keep();
        Shop shop = shop();
        FutureTask<Throwable> run = underLoad(shop);
        assertThat(count("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'memoize%'"))
                .isEqualTo(1);
        assertThat(keys()).isGreaterThan(1);
        shop.close();
        run.get();
        assertThat(count("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'memoize%'"))
                .isZero();
        assertThat(count("SELECT count(*) FROM product")).isEqualTo(1);
        assertThat(keys()).as("the user's own").isEqualTo(1);
    }

    @Test
    void databaseThatIsGoneIsSaidInALineAndTheRestIsTakenAway() throws Exception {
        Shop shop = shop();
        FutureTask<Throwable> run = underLoad(shop);
        Path folder = shop.folder();
        servers.stopPostgres();
        assertThat(run.get(120, TimeUnit.SECONDS))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the database: ")
                .hasMessageNotContaining("\tat ");
        Throwable left = catchThrowable(shop::close);
        assertThat(left).hasMessageMatching("the schema memoize_shop_\\w+ could not be dropped: .*refused.*");
        assertThat(keys()).isZero();
        assertThat(Files.exists(folder)).as(folder + " is left").isFalse();
    }

    @Test
    void redisThatIsGoneKeepsNothingElseFromBeingTakenAway() throws Exception {
        Shop shop = shop();
        FutureTask<Throwable> run = underLoad(shop);
        Path folder = shop.folder();
        servers.stopRedis();
        Throwable left = catchThrowable(shop::close);
        assertThat(left).hasMessageMatching("the keys memoize_shop_\\w+:\\* could not be deleted: Redis: .*refused.*");
        run.get();
        assertThat(count("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'memoize%'"))
                .isZero();
        assertThat(Files.exists(folder)).as(folder + " is left").isFalse();
    }

    @Test
    void redisThatIsGoneAtTheEndTakesNotTheSummaryWithIt(@TempDir Path pictures) throws Exception {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new ShopCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        FutureTask<Integer> run = new FutureTask<>(() -> command.execute(
                "--rows=5000",
                "--processes=2",
                "--seconds=4",
                "--jdbc=" + jdbc,
                "--redis=" + redis,
                "--out=" + pictures));
        new Thread(run, "run").start();
        awaitLoad(run);
        servers.stopRedis();
        assertThat(run.get()).isEqualTo(1);
        assertThat(out.toString()).contains("Wrong answers: ", "Picture: ");
        assertThat(err.toString()).startsWith("shop: the keys memoize_shop_").contains("could not be deleted");
    }

    @Test
    void whatIsNoFaultOfTheDatabaseKeepsItsTrace() {
        Throwable gone = new IllegalStateException(new SQLException("no answer", new IOException("closed\nfor ever")));
        assertThat(Worker.failed(gone)).isEqualTo("the database: no answer (java.io.IOException: closed for ever)");
        Throwable refused = new SQLException("pool", new SQLException("refused", new ConnectException("no one")));
        assertThat(Worker.failed(refused)).isEqualTo("the database: refused");
        assertThat(Worker.failed(new IllegalStateException("a bug")))
                .isEqualTo("failed java.lang.IllegalStateException: a bug");
    }

    private Shop shop() {
        Wish wish =
                new Wish(jdbc, redis, true, true, 5000, 2, 1, 100, 0.99, 600, Duration.ofSeconds(1), System.nanoTime());
        System.out.println("seed " + wish.seed());
        return new Shop(wish, new Display(new PrintWriter(out, true), false));
    }

    /** What it ends with. Returns once the first second of load is over. */
    private FutureTask<Throwable> underLoad(Shop shop) throws Exception {
        FutureTask<Throwable> run = new FutureTask<>(() -> catchThrowable(shop::run));
        new Thread(run, "run").start();
        awaitLoad(run);
        return run;
    }

    private void awaitLoad(FutureTask<?> run) throws Exception {
        while (Arrays.stream(out.toString().split("\n")).noneMatch(line -> line.matches(" +\\d+ .*"))) {
            assertThat(run.isDone() ? run.get() : null).isNull();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** What a user may have that looks like ours. */
    private void keep() throws Exception {
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE product (mine int)");
            statement.execute("INSERT INTO product VALUES (1)");
        }
        RedisClient client = RedisClient.create(redis);
        client.connect().sync().set("memoize_shop_mine:1", "mine");
        client.shutdown();
    }

    private long keys() {
        RedisClient client = RedisClient.create(redis);
        try {
            return client.connect().sync().dbsize();
        } finally {
            client.shutdown();
        }
    }

    private long count(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
