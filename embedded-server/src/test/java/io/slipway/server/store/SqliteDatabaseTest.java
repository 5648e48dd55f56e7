package io.slipway.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest {
    private static final String OURS = "classpath:db/sqlite";

    @TempDir
    Path folder;

    @Test
    @Tag("F182")
    void anEmptyFolderBecomesAWholeDatabaseInWalModeWithFullSync() {
        try (var database = SqliteDatabase.open(folder)) {
            List<String> writer = database.write(SqliteDatabaseTest::pragmas);
            List<String> reader = database.read(SqliteDatabaseTest::pragmas);
            assertThat(writer).containsExactly("wal", "2", "1");
            assertThat(reader).containsExactly("wal", "2", "1");
            assertThat(database.integrity()).containsExactly("ok");
            assertThat(tables(database, "")).contains("setting", "guest_token", "run_step", "media");
            assertThat(tables(database, "strict = 0 and name not like 'flyway_%' and"))
                    .as("tables that take any type")
                    .isEmpty();
        }
    }

    @Test
    void aListenerHearsOfChangesOnlyAndOnlyWhileItIsThere() {
        try (var database = SqliteDatabase.open(folder)) {
            var heard = new Semaphore(0);
            var hints = database.onCommit(heard::release);
            database.write(handle -> handle.execute("insert into setting values ('default', 'a', '1')"));
            assertThat(acquired(heard)).isTrue();
            heard.drainPermits();
            database.write(handle -> handle.execute("update setting set value = '2' where name = 'none'"));
            hints.close();
            database.write(handle -> handle.execute("insert into setting values ('default', 'b', '1')"));
            // Listeners are told before the next work is taken, so a third write has the second's hints behind it.
            database.write(handle -> handle.execute("insert into setting values ('default', 'c', '1')"));
            assertThat(heard.availablePermits()).isZero();
        }
    }

    private static boolean acquired(Semaphore heard) {
        try {
            return heard.tryAcquire(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Tag("F182")
    void anOlderDatabaseIsCopiedThenBroughtForwardWithItsRows(@TempDir Path next) throws IOException {
        try (var older = SqliteDatabase.open(folder)) {
            older.write(handle -> handle.execute("insert into setting values ('default', 'kept', 'yes')"));
        }
        migration(
                next,
                "V9001__more.sql",
                "alter table setting add column note TEXT; create table more (id TEXT) strict;");

        try (var newer = SqliteDatabase.open(folder, OURS, "filesystem:" + next)) {
            assertThat(value(newer, "select name || value || coalesce(note, '-') from setting"))
                    .isEqualTo("keptyes-");
            assertThat(newer.integrity()).containsExactly("ok");
        }

        var copy = folder.resolve("slipway-before-v9001.db");
        assertThat(copy).exists();
        var elsewhere = Files.createDirectory(folder.resolve("copy"));
        Files.copy(copy, elsewhere.resolve("slipway.db"));
        try (var restored = SqliteDatabase.open(elsewhere)) {
            assertThat(value(restored, "select value from setting")).isEqualTo("yes");
            assertThat(restored.integrity()).containsExactly("ok");
        }
    }

    @Test
    @Tag("F182")
    void openingAgainChangesNothingAndMakesNoCopy() throws IOException {
        SqliteDatabase.open(folder).close();
        SqliteDatabase.open(folder).close();

        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("before"));
        }
    }

    @Test
    @Tag("F182")
    void aFailingMigrationIsAnErrorAndLeavesTheOlderSchemaWhole(@TempDir Path next) throws IOException {
        try (var older = SqliteDatabase.open(folder)) {
            older.write(handle -> handle.execute("insert into setting values ('default', 'kept', 'yes')"));
        }
        migration(next, "V9001__bad.sql", "create table half (id TEXT) strict; insert into nowhere values (1);");

        assertThat(refused(OURS, "filesystem:" + next)).isEqualTo(ProblemCode.CONFIG_ERROR);

        try (var again = SqliteDatabase.open(folder)) {
            assertThat(tables(again, "")).doesNotContain("half");
            assertThat(value(again, "select value from setting")).isEqualTo("yes");
        }
    }

    @Test
    @Tag("F182")
    void aDatabaseOfALaterReleaseIsRefusedUntouched(@TempDir Path next) throws IOException {
        migration(next, "V9001__more.sql", "create table more (id TEXT) strict;");
        SqliteDatabase.open(folder, OURS, "filesystem:" + next).close();
        var before = Files.readAllBytes(folder.resolve("slipway.db"));

        assertThat(refused(OURS)).isEqualTo(ProblemCode.CONFIG_ERROR);

        assertThat(Files.readAllBytes(folder.resolve("slipway.db"))).isEqualTo(before);
    }

    @Test
    void aFileThatIsNoDatabaseIsAnError() throws IOException {
        Files.writeString(folder.resolve("slipway.db"), "this is not a database, it is a letter to a friend");

        assertThat(refused(OURS)).isEqualTo(ProblemCode.CONFIG_ERROR);
        Files.delete(folder.resolve("slipway.db"));
        SqliteDatabase.open(folder).close();
    }

    @Test
    void aSecondOpeningOfTheFolderIsRefusedWhileTheFirstLives() {
        try (var first = SqliteDatabase.open(folder)) {
            assertThat(refused(OURS)).isEqualTo(ProblemCode.DATA_FOLDER_IN_USE);
            assertThat(first.integrity()).containsExactly("ok");
        }
        SqliteDatabase.open(folder).close();
    }

    @Test
    void aFolderWithOddLettersWorks() {
        var odd = folder.resolve("dåta folder #1 %20 'x' ключ");

        try (var database = SqliteDatabase.open(odd)) {
            database.write(handle -> handle.execute("insert into setting values ('default', 'a', 'b')"));
        }

        assertThat(odd.resolve("slipway.db")).exists();
    }

    @Test
    void noOtherUserCanReadTheFiles(@TempDir Path next) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        SqliteDatabase.open(folder).close();
        migration(next, "V9001__more.sql", "create table more (id TEXT) strict;");

        try (var database = SqliteDatabase.open(folder, OURS, "filesystem:" + next)) {
            database.write(handle -> handle.execute("insert into setting values ('default', 'a', 'b')"));
            for (var name : List.of("slipway.db", "slipway.db-wal", "slipway.db-shm", "slipway-before-v9001.db")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                        .as(name)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void readersSeeWholeCommitsAndCannotWrite() {
        try (var database = SqliteDatabase.open(folder)) {
            assertThatThrownBy(() ->
                            database.read(handle -> handle.execute("insert into setting values ('default', 'a', 'b')")))
                    .hasMessageContaining("readonly");
            database.write(handle -> handle.execute("insert into setting values ('default', 'a', 'b')"));
            assertThat(value(database, "select count(*) from setting")).isEqualTo("1");
        }
    }

    @Test
    @Tag("F146")
    void afterClosingEveryCallFailsAtOnceAndClosingAgainIsHarmless() {
        var database = SqliteDatabase.open(folder);
        database.close();
        database.close();

        var read = catchThrowableOfType(SlipwayException.class, () -> value(database, "select 1"));
        var write = catchThrowableOfType(
                SlipwayException.class, () -> database.write(handle -> handle.execute("delete from setting")));

        assertThat(read.problem().code()).isEqualTo(ProblemCode.SERVICE_UNAVAILABLE);
        assertThat(write.problem().code()).isEqualTo(ProblemCode.SERVICE_UNAVAILABLE);
        assertThat(folder.resolve("slipway.db-wal")).as("the log is folded in").doesNotExist();
    }

    @Test
    @Tag("F182")
    void aLogThatGrewLongIsEmptiedSoonAfterwards() throws IOException {
        var log = folder.resolve("slipway.db-wal");
        try (var database = SqliteDatabase.open(folder)) {
            var text = "x".repeat(1 << 20);
            database.write(handle -> {
                for (int i = 0; i < 18; i++) {
                    handle.execute("insert into setting values ('default', ?, ?)", "n" + i, text);
                }
                return text;
            });
            assertThat(Files.size(log)).isGreaterThan(WalKeeper.LARGEST_BYTES);

            for (int i = 0; i < 64; i++) {
                database.write(
                        handle -> handle.createQuery("update setting set value = 'y' where name = 'n1' returning name")
                                .mapTo(String.class)
                                .findFirst());
            }

            assertThat(Files.size(log)).isLessThan(1 << 20);
        }
    }

    @Test
    void aRolledBackReadLeavesItsReaderUsable() {
        try (var database = SqliteDatabase.open(folder)) {
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> database.read(handle -> {
                            throw new IllegalStateException("reader " + handle);
                        }))
                        .isInstanceOf(IllegalStateException.class);
            }
            assertThat(value(database, "select 7")).isEqualTo("7");
        }
    }

    @Test
    void closingWaitsForWhatRuns() throws Exception {
        var database = SqliteDatabase.open(folder);
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var reading = Thread.ofVirtual()
                .start(() -> database.read(handle -> {
                    inside.countDown();
                    try {
                        return goOn.await(10, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return false;
                    }
                }));
        inside.await();
        var closing = Thread.ofPlatform().start(database::close);

        assertThat(closing.join(Duration.ofMillis(100)))
                .as("closed under a reader")
                .isFalse();
        goOn.countDown();

        assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
        assertThat(reading.join(Duration.ofSeconds(1))).isTrue();
    }

    private ProblemCode refused(String... migrations) {
        return catchThrowableOfType(SlipwayException.class, () -> SqliteDatabase.open(folder, migrations))
                .problem()
                .code();
    }

    private static void migration(Path folder, String name, String sql) throws IOException {
        Files.write(folder.resolve(name), sql.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> pragmas(Handle handle) {
        return List.of("journal_mode", "synchronous", "foreign_keys").stream()
                .map(name ->
                        handle.createQuery("pragma " + name).mapTo(String.class).one())
                .toList();
    }

    private static List<String> tables(SqliteDatabase database, String condition) {
        var sql = "select name from pragma_table_list where " + condition
                + " schema = 'main' and type = 'table' and name not like 'sqlite_%'";
        return database.read(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    private static String value(SqliteDatabase database, String sql) {
        return database.read(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
