package dev.memoize.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole runs, short ones, against one PostgreSQL and one Redis, as with {@code --jdbc} and {@code --redis}. */
class ShopTest {
    private static Servers servers;
    private static String jdbc;
    private static String redis;

    private final StringWriter out = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        servers = new Servers();
        jdbc = servers.startPostgres();
        redis = servers.startRedis();
    }

    @AfterAll
    static void stop() throws Exception {
        servers.close();
        assertThat(servers.folder()).doesNotExist();
    }

    private Course run(boolean usesRedis, boolean invalidates, Duration window) throws Exception {
        Wish wish = new Wish(
                jdbc,
                usesRedis ? redis : "",
                usesRedis,
                invalidates,
                5000,
                2,
                2,
                200,
                0.99,
                3,
                window,
                System.nanoTime());
        System.out.println("seed " + wish.seed());
        try (Shop shop = new Shop(wish, new Display(new PrintWriter(out, true), false))) {
            Course course = shop.run();
            StringWriter summary = new StringWriter();
            new Summary(course).print(new PrintWriter(summary, true));
            System.out.println(out + summary.toString());
            return course;
        }
    }

    @Test
    void noAnswerIsWrongAndTheCountsAreThoseOfTheMemo() throws Exception {
        // Longer than by default, for a machine that builds other things may be slow to deliver a message.
        Course course = run(true, true, Duration.ofSeconds(3));
        Beat total = course.total();
        assertThat(course.wrong()).isZero();
        assertThat(course.addsUp()).isTrue();
        for (AnsweredBy by : AnsweredBy.values()) {
            assertThat(total.calls(by)).as(by.title).isPositive();
        }
        assertThat(total.calls(AnsweredBy.DATABASE)).isEqualTo(total.misses() - total.tierHits());
        assertThat(total.changes()).isPositive();
        assertThat(course.audit().compared()).isPositive();
        assertThat(course.restCompared()).isPositive();
        assertThat(course.beats()).hasSize(3);
        assertThat(Path.of(course.plan().floors()).getParent()).doesNotExist();
        assertThat(schemas()).isZero();
    }

    @Test
    void withoutInvalidationOldAnswersAreFound() throws Exception {
        Course course = run(true, false, Duration.ofMillis(200));
        assertThat(course.total().wrong()).as("by every call's version").isPositive();
        assertThat(course.audit().outdated()).as("by the database's record").isPositive();
        assertThat(course.audit().longestMicros()).isGreaterThan(200_000);
        assertThat(course.restDifferent()).as("at rest").isPositive();
        assertThat(course.audit().invented()).isZero();
        assertThat(course.audit().early()).isZero();
        assertThat(course.wrong()).isPositive();
        assertThat(course.addsUp()).isTrue();
    }

    @Test
    void heapAloneIsRightWithinItsTtl() throws Exception {
        Course course = run(false, true, Duration.ofMillis(500));
        assertThat(course.wrong()).isZero();
        assertThat(course.addsUp()).isTrue();
        assertThat(course.total().calls(AnsweredBy.REDIS)).isZero();
        assertThat(course.total().calls(AnsweredBy.HEAP)).isPositive();
        assertThat(course.total().changes()).isPositive();
    }

    private static long schemas() throws Exception {
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'memoize\\_shop\\_%'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
