package dev.memoize.shop;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import javax.sql.DataSource;

/**
 * Our tables: the products, every price that was ever set, and the answers that are to be compared with it. Times are
 * those of {@link SharedClock}.
 */
final class Store {
    private static final int CHUNK = 20_000;
    /** In the first version. */
    private static final String FIRST_PRICE = "((id::bigint * 7919 % 100000 + 100) / 100.0)::numeric(10, 2)";

    private final DataSource database;

    Store(DataSource database) {
        this.database = database;
    }

    void create(String schema) throws SQLException {
        execute("CREATE SCHEMA " + schema);
        execute("CREATE UNLOGGED TABLE product (id int PRIMARY KEY, name text NOT NULL, price numeric(10, 2) NOT NULL,"
                + " version bigint NOT NULL)");
        execute("CREATE UNLOGGED TABLE price_change (id int, version bigint, price numeric(10, 2) NOT NULL,"
                + " process int NOT NULL, begun bigint NOT NULL, acknowledged bigint, PRIMARY KEY (id, version))");
        execute("CREATE UNLOGGED TABLE answer (process int NOT NULL, id int NOT NULL, version bigint NOT NULL,"
                + " price numeric(10, 2) NOT NULL, began bigint NOT NULL, ended bigint NOT NULL)");
    }

    /** @param goOn told how many rows there are, says whether to go on */
    void fill(int rows, IntPredicate goOn) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO product SELECT id, 'Product ' || id, " + FIRST_PRICE
                                + ", 1 FROM generate_series(?, ?) AS id")) {
            for (int done = 0; done < rows && goOn.test(done); ) {
                int last = (int) Math.min(rows, (long) done + CHUNK);
                insert.setInt(1, done + 1);
                insert.setInt(2, last);
                insert.executeUpdate();
                done = last;
            }
        }
        execute("ANALYZE product");
    }

    void drop(String schema) throws SQLException {
        execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    }

    String version() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_version")) {
            row.next();
            return row.getString(1).split(" ")[0];
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** In one transaction, the new price and the record of it. Returns its version. */
    long setPrice(int id, BigDecimal price, int process, long begun) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement("WITH changed AS ("
                        + "UPDATE product SET price = ?, version = version + 1 WHERE id = ? RETURNING id, version, price)"
                        + " INSERT INTO price_change SELECT id, version, price, ?, ? FROM changed RETURNING version")) {
            update.setBigDecimal(1, price);
            update.setInt(2, id);
            update.setInt(3, process);
            update.setLong(4, begun);
            try (ResultSet row = update.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    void acknowledge(List<Writer.Change> changes) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE price_change SET acknowledged = ? WHERE id = ? AND version = ?")) {
            connection.setAutoCommit(false);
            for (Writer.Change change : changes) {
                update.setLong(1, change.acknowledged());
                update.setInt(2, change.id());
                update.setLong(3, change.version());
                update.addBatch();
            }
            update.executeBatch();
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    void addAnswers(int process, List<Sample> samples) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            int n = 0;
            for (Sample sample : samples) {
                insert.setInt(1, process);
                insert.setInt(2, sample.id());
                insert.setLong(3, sample.version());
                insert.setBigDecimal(4, sample.price());
                insert.setLong(5, sample.began());
                insert.setLong(6, sample.ended());
                insert.addBatch();
                if (++n % 1000 == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    /**
     * Compares the answers with the record of all prices.
     *
     * <p>Wrong is an answer whose price was not that of its version; one that was given before it was written; and one
     * whose next version had been acknowledged for longer than the window when the call began, or at all if the process
     * that answered is the one that had changed it.
     */
    Audit audit(Duration window) throws SQLException {
        String sql = "SELECT count(*),"
                + " count(*) FILTER (WHERE a.price IS DISTINCT FROM"
                + " CASE a.version WHEN 1 THEN " + FIRST_PRICE.replace("id:", "a.id:")
                + " ELSE written.price END),"
                + " count(*) FILTER (WHERE written.begun > a.ended),"
                + " count(*) FILTER (WHERE a.began > next.acknowledged"
                + " AND (a.process = next.process OR a.began > next.acknowledged + ?)),"
                + " coalesce(max(a.began - next.acknowledged) FILTER (WHERE a.began > next.acknowledged), 0),"
                + " (SELECT count(*) FROM price_change WHERE acknowledged IS NULL)"
                + " FROM answer a"
                + " LEFT JOIN price_change written ON written.id = a.id AND written.version = a.version"
                + " LEFT JOIN price_change next ON next.id = a.id AND next.version = a.version + 1";
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, window.toNanos() / 1000);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                if (row.getLong(6) > 0) {
                    throw new IllegalStateException(row.getLong(6) + " changes were not acknowledged");
                }
                return new Audit(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
            }
        }
    }

    /** The products that were changed, each once. */
    void changed(int most, IntConsumer action) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT DISTINCT id FROM price_change LIMIT ?")) {
            select.setInt(1, most);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    action.accept(rows.getInt(1));
                }
            }
        }
    }

    /**
     * @param compared answers that were compared
     * @param invented whose price was never that of their version
     * @param early given before they were written
     * @param outdated older than the window allows
     * @param longestMicros how long after a change had been acknowledged a call began that was given the old answer; 0
     *     if there is none
     */
    record Audit(long compared, long invented, long early, long outdated, long longestMicros) {
        long wrong() {
            return invented + early + outdated;
        }
    }
}
