package dev.memoize.shop;

import dev.memoize.Memo;
import dev.memoize.Memo1;
import dev.memoize.Memoize;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The memoized query: all that an application has to write. */
final class Catalog {
    private static volatile DataSource database;

    private Catalog() {}

    /** To be called before the first query. */
    static void open(DataSource source) {
        database = source;
    }

    @Memoize(maxSize = 10_000, ttl = "10m", tier = "redis")
    static Product product(int id) throws SQLException {
        AnsweredBy.queried();
        return query(id);
    }

    static Memo1<Integer, Product> memo() {
        return Memo.of(Catalog::product);
    }

    /** The query itself, for what checks the memoized one. */
    static Product query(int id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT name, price, version FROM product WHERE id = ?")) {
            select.setInt(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new Product(id, row.getString(1), row.getBigDecimal(2), row.getLong(3)) : null;
            }
        }
    }
}
