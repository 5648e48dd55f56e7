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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The agent's database: one SQLite file in WAL mode with {@code synchronous=FULL}, one writer, four readers.
 *
 * <p>The data folder is locked for the life of the process, because two writers would break the exactly-once promise.
 */
public final class SqliteDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);
    private static final int READERS = 4;
    static final int BUSY_MILLIS = 10_000;
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    static final String FILE = "slipway.db";
    private static final String MIGRATIONS = "classpath:db/sqlite";

    private final FileChannel lockFile;
    private final FileLock lock;
    private final GroupCommit writer;
    private final BlockingQueue<Handle> readers = new ArrayBlockingQueue<>(READERS);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Only the writer's thread. */
    private long changesTold;

    private SqliteDatabase(FileChannel lockFile, FileLock lock, Path file, Jdbi writing, Jdbi reading) {
        this.lockFile = lockFile;
        this.lock = lock;
        var wal = new WalKeeper(file);
        this.writer = new GroupCommit(
                writing,
                handle -> {
                    tellListeners(handle);
                    wal.after(handle);
                },
                DEADLINE);
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
     * @throws SlipwayException DATA_FOLDER_IN_USE when another process has it; CONFIG_ERROR when a migration fails or a newer
     *     version wrote it
     */
    public static SqliteDatabase open(Path folder) {
        return open(folder, MIGRATIONS);
    }

    /** As {@link #open(Path)} with other migrations, for tests of migrating. */
    static SqliteDatabase open(Path folder, String... migrations) {
        var lockChannel = openLock(folder);
        try {
            var lock = lockChannel.tryLock();
            if (lock == null) {
                throw inUse(folder);
            }
            var file = folder.toAbsolutePath().resolve(FILE);
            // SQLite gives the log and the shared memory the mode of the file.
            PrivateFiles.createFile(file);
            migrate(folder, file, migrations);
            return new SqliteDatabase(lockChannel, lock, file, jdbi(source(file, false)), jdbi(source(file, true)));
        } catch (OverlappingFileLockException e) {
            throw closing(lockChannel, inUse(folder));
        } catch (IOException e) {
            throw closing(lockChannel, unusable(folder, e));
        } catch (RuntimeException e) {
            throw closing(lockChannel, e);
        }
    }

    private static Jdbi jdbi(SQLiteDataSource source) {
        return Jdbi.create(source).setStatementBuilderFactory(connection -> new ReusedStatements());
    }

    @Override
    public <T> T write(Work<T> work) {
        if (closed.get()) {
            throw unavailable();
        }
        return writer.run(work);
    }

    @Override
    public <T> T read(Work<T> work) {
        var handle = borrow();
        try {
            return handle.inTransaction(work::in);
        } finally {
            readers.add(handle);
        }
    }

    private Handle borrow() {
        try {
            var handle = closed.get() ? null : readers.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            if (handle == null) {
                throw unavailable();
            }
            if (closed.get()) {
                readers.add(handle);
                throw unavailable();
            }
            return handle;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        }
    }

    /** A commit that changed no row, as of a look for due work, is none for them. */
    private void tellListeners(Handle handle) {
        if (listeners.isEmpty()) {
            return;
        }
        long changes =
                handle.createQuery("select total_changes()").mapTo(Long.class).one();
        if (changes != changesTold) {
            changesTold = changes;
            listeners.forEach(Runnable::run);
        }
    }

    @Override
    public Hints onCommit(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** What SQLite says about the whole file: the single line {@code ok}, or up to a hundred lines of damage. */
    public List<String> integrity() {
        return read(handle ->
                handle.createQuery("pragma integrity_check").mapTo(String.class).list());
    }

    /** Commits what is queued, then closes; a work that comes later is refused. Closing again does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        closeReaders();
        writer.close();
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            throw new SlipwayException(
                    Problem.of(ProblemCode.INTERNAL_ERROR, "The data folder's lock could not be released."), e);
        }
    }

    /** Waits for each reader to come back; the last connection to close, the writer, then empties the log. */
    private void closeReaders() {
        boolean interrupted = false;
        for (int open = READERS; open > 0; ) {
            try {
                var handle = readers.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
                if (handle == null) {
                    LOG.warn("readers still busy at close count={}", open);
                    break;
                }
                handle.close();
                open--;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static SlipwayException unavailable() {
        return Problem.of(ProblemCode.SERVICE_UNAVAILABLE, "The database is closed or overloaded.")
                .exception();
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

    private static void migrate(Path folder, Path file, String... migrations) {
        var flyway = Flyway.configure()
                .dataSource(source(file, false))
                .locations(migrations)
                .loggers("slf4j")
                .validateMigrationNaming(true)
                // By default a schema of a later release would be taken as ours.
                .ignoreMigrationPatterns(new String[0])
                .load();
        try {
            var info = flyway.info();
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
        try {
            PrivateFiles.close(copy);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
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
