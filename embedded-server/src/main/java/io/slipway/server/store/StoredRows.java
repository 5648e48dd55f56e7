package io.slipway.server.store;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The rows of a data folder that another process holds, or that no server can be started on: read only, without the folder's
 * lock and without a migration. Thread-safe; each work has a connection of its own.
 */
public final class StoredRows implements Database {
    private static final int BUSY_MILLIS = 2_000;

    private final Jdbi jdbi;

    private StoredRows(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The store as it is.
     *
     * @throws SlipwayException FILE_NOT_FOUND when the folder has none yet
     */
    public static StoredRows open(Path folder) {
        var file = folder.toAbsolutePath().resolve(SqliteDatabase.FILE);
        if (!Files.isRegularFile(file)) {
            throw Problem.of(ProblemCode.FILE_NOT_FOUND, "The data folder has no database yet.")
                    .exception();
        }
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return new StoredRows(Jdbi.create(source));
    }

    @Override
    public <T> T write(Work<T> work) {
        throw new UnsupportedOperationException("these rows are only read");
    }

    /** @throws SlipwayException CONFIG_ERROR when the file is damaged, or when another version's schema lacks what is asked for */
    @Override
    public <T> T read(Work<T> work) {
        try {
            return jdbi.withHandle(work::in);
        } catch (JdbiException e) {
            throw unreadable(e);
        }
    }

    private static SlipwayException unreadable(JdbiException e) {
        var cause = e.getCause() == null ? e : e.getCause();
        return new SlipwayException(
                Problem.of(
                        ProblemCode.CONFIG_ERROR,
                        "The database cannot be read: " + cause.getMessage(),
                        "Stop Slipway and restore the data folder from a backup."),
                e);
    }

    @Override
    public Hints onCommit(Runnable listener) {
        // Nothing is ever written here.
        return () -> {};
    }

    @Override
    public void close() {
        // Nothing stays open between two works.
    }
}
