package io.slipway.server.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbi.v3.core.Handle;

/**
 * Keeps the write-ahead log short: SQLite's own checkpoint never shrinks it and does nothing while a statement is half-read.
 *
 * <p>Used by the writer's thread alone.
 */
final class WalKeeper implements GroupCommit.Housekeeping {
    /** From this size on the log is emptied, about four of SQLite's own checkpoints. */
    static final long LARGEST_BYTES = 16L << 20;

    private static final int COMMITS_BETWEEN_LOOKS = 64;

    private static final int BUSY_MILLIS = 50;

    private final Path log;
    private int commits;

    WalKeeper(Path database) {
        this.log = database.resolveSibling(database.getFileName() + "-wal");
    }

    @Override
    public void after(Handle handle) {
        commits++;
        if (commits % COMMITS_BETWEEN_LOOKS != 0) {
            return;
        }
        try {
            if (Files.exists(log) && Files.size(log) > LARGEST_BYTES) {
                // A reader in the way is no reason to hold up the writer: the next look tries again.
                handle.execute("pragma busy_timeout=" + BUSY_MILLIS);
                handle.execute("pragma wal_checkpoint(truncate)");
                handle.execute("pragma busy_timeout=" + SqliteDatabase.BUSY_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
