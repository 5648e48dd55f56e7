package io.slipway.server.store;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * Keeps the prepared statements of one connection for the next time: SQLite compiles a text at each prepare, which costs more
 * than most of our statements take to run.
 *
 * <p>A statement in use is not in the cache, so the same text may be open twice. Belongs to one handle and is as little
 * thread-safe as that.
 */
final class ReusedStatements implements StatementBuilder {
    private static final int MOST = 128;

    private final StatementBuilder fresh = new DefaultStatementBuilder();
    private final LinkedHashMap<String, PreparedStatement> idle = new LinkedHashMap<>(64, 0.75f, true);
    /** With the text that SQLite was given; Jdbi closes under the text before its named parameters were replaced. */
    private final Map<Statement, String> lent = new IdentityHashMap<>();

    @Override
    public Statement create(Connection connection, StatementContext context) throws SQLException {
        return fresh.create(connection, context);
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        if (!plain(context)) {
            return fresh.create(connection, sql, context);
        }
        var known = idle.remove(sql);
        var statement = known == null ? fresh.create(connection, sql, context) : known;
        lent.put(statement, sql);
        return statement;
    }

    /** A statement with another kind of result than usual is made for that use only. */
    private static boolean plain(StatementContext context) {
        return !context.isReturningGeneratedKeys() && !context.isConcurrentUpdatable();
    }

    @Override
    public CallableStatement createCall(Connection connection, String sql, StatementContext context)
            throws SQLException {
        return fresh.createCall(connection, sql, context);
    }

    @Override
    public void close(Connection connection, String template, Statement statement) throws SQLException {
        var sql = lent.remove(statement);
        if (sql == null
                || !(statement instanceof PreparedStatement prepared)
                || idle.containsKey(sql)
                || prepared.unwrap(CoreStatement.class).pointer.isClosed()) {
            // The driver itself closes a statement that failed.
            statement.close();
            return;
        }
        try {
            end(prepared);
            prepared.clearParameters();
        } catch (SQLException e) {
            prepared.close();
            throw e;
        }
        idle.put(sql, prepared);
        if (idle.size() > MOST) {
            var eldest = idle.pollFirstEntry();
            eldest.getValue().close();
        }
    }

    /**
     * Ends a result that was not read to its end or not read at all, like the row of a pragma: left open it would hold the
     * snapshot, stop checkpoints and forbid the next commit. JDBC has no word for it but closing the statement.
     */
    private static void end(PreparedStatement statement) throws SQLException {
        statement.getMoreResults(Statement.CLOSE_CURRENT_RESULT);
        statement.unwrap(CoreStatement.class).pointer.safeRunInt(DB::reset);
    }

    @Override
    public void close(Connection connection) {
        idle.values().forEach(ReusedStatements::closeQuietly);
        idle.clear();
    }

    /** The connection closes next and frees what is left. */
    private static void closeQuietly(PreparedStatement statement) {
        try {
            statement.close();
        } catch (SQLException e) {
            throw new IllegalStateException("a prepared statement could not be closed", e);
        }
    }
}
