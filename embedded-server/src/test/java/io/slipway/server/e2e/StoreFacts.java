package io.slipway.server.e2e;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Asks the SQLite file directly, past the product. */
final class StoreFacts {
    private StoreFacts() {}

    static long count(Path folder, String from) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("slipway.db"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from " + from)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Changes a row behind the product's back, as time or an intruder would. */
    static void change(Path folder, String update) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("slipway.db"));
                var statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 10000");
            statement.executeUpdate(update);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
