package io.slipway.server.store;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The agent's database: one SQLite file in WAL mode with {@code synchronous=FULL}, one writer, four readers.
 *
 * <p>The data folder is locked for the life of the process, because two writers would break the exactly-once promise.
 */
public final class SqliteDatabase implements Database {
    private static final int READERS = 4;
    private static final int BUSY_MILLIS = 10_000;
    private static final String FILE = "slipway.db";

    private final FileChannel lockFile;
    private final FileLock lock;
    private final GroupCommit writer;
    private final BlockingQueue<Handle> readers = new ArrayBlockingQueue<>(READERS);

    private SqliteDatabase(FileChannel lockFile, FileLock lock, Jdbi writing, Jdbi reading) {
        this.lockFile = lockFile;
        this.lock = lock;
        this.writer = new GroupCommit(writing);
        for (int i = 0; i < READERS; i++) {
            var handle = reading.open();
            handle.execute("pragma query_only=1");
            readers.add(handle);
        }
    }

    /**
     * Opens the store of a data folder, creating or migrating it. Before the first change of a release the file is copied
     * to {@code slipway-before-vN.db}.
     *
     * @throws SlipwayException DATA_FOLDER_IN_USE when another process has it, CONFIG_ERROR when a migration fails
     */
    public static SqliteDatabase open(Path folder) {
        var lockChannel = openLock(folder);
        try {
            var lock = lockChannel.tryLock();
            if (lock == null) {
                throw inUse(folder);
            }
            var file = folder.resolve(FILE);
            migrate(folder, file);
            return new SqliteDatabase(
                    lockChannel, lock, Jdbi.create(source(file, false)), Jdbi.create(source(file, true)));
        } catch (OverlappingFileLockException e) {
            throw closing(lockChannel, inUse(folder));
        } catch (IOException e) {
            throw closing(lockChannel, unusable(folder, e));
        } catch (RuntimeException e) {
            throw closing(lockChannel, e);
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        return writer.run(work);
    }

    @Override
    public <T> T read(Work<T> work) {
        Handle handle;
        try {
            handle = readers.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ProblemCode.SERVICE_UNAVAILABLE, "Interrupted while waiting for the database.")
                    .exception();
        }
        try {
            return handle.inTransaction(work::in);
        } finally {
            readers.add(handle);
        }
    }

    @Override
    public void close() {
        writer.close();
        for (int i = 0; i < READERS; i++) {
            var handle = readers.poll();
            if (handle != null) {
                handle.close();
            }
        }
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            throw new SlipwayException(
                    Problem.of(ProblemCode.INTERNAL_ERROR, "The data folder's lock could not be released."), e);
        }
    }

    private static FileChannel openLock(Path folder) {
        try {
            PrivateFiles.createFolder(folder);
            return FileChannel.open(
                    folder.resolve("slipway.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private static SlipwayException inUse(Path folder) {
        return Problem.of(ProblemCode.DATA_FOLDER_IN_USE, "Another Slipway uses the data folder " + folder + ".")
                .exception();
    }

    private static SlipwayException unusable(Path folder, IOException cause) {
        return new SlipwayException(
                Problem.of(ProblemCode.CONFIG_ERROR, "The data folder " + folder + " cannot be used: " + cause + "."),
                cause);
    }

    private static RuntimeException closing(FileChannel channel, RuntimeException problem) {
        try {
            channel.close();
        } catch (IOException e) {
            problem.addSuppressed(e);
        }
        return problem;
    }

    private static void migrate(Path folder, Path file) {
        var flyway = Flyway.configure()
                .dataSource(source(file, false))
                .locations("classpath:db/sqlite")
                .loggers("slf4j")
                .validateMigrationNaming(true)
                .load();
        var info = flyway.info();
        try {
            if (info.current() != null && info.pending().length > 0) {
                copyBefore(folder, file, info.pending()[0].getVersion().getVersion());
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw new SlipwayException(
                    Problem.of(
                            ProblemCode.CONFIG_ERROR,
                            "The database could not be brought to this version: " + e.getMessage(),
                            "Keep the folder as it is, and start the version that wrote it."),
                    e);
        }
    }

    private static void copyBefore(Path folder, Path file, String version) {
        var copy = folder.resolve("slipway-before-v" + version + ".db");
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        Jdbi.create(source(file, false)).useHandle(handle -> handle.execute("vacuum into ?", copy.toString()));
    }

    private static SQLiteDataSource source(Path file, boolean reader) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        // A deferred transaction that reads and then writes fails with BUSY_SNAPSHOT whatever the timeout.
        config.setTransactionMode(
                reader ? SQLiteConfig.TransactionMode.DEFERRED : SQLiteConfig.TransactionMode.IMMEDIATE);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }
}
