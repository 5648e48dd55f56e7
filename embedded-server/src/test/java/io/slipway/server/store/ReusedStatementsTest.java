package io.slipway.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReusedStatementsTest {
    private static final String BY_ID = "select name from thing where id >= :id order by id";

    private final List<PreparedStatement> used = new ArrayList<>();

    @TempDir
    Path folder;

    private Jdbi jdbi = Jdbi.create("jdbc:sqlite::memory:");
    private Handle handle = jdbi.open();

    @BeforeEach
    void fill() {
        handle.close();
        jdbi = Jdbi.create("jdbc:sqlite:" + folder.resolve("reused.db"));
        jdbi.setStatementBuilderFactory(connection -> new ReusedStatements());
        handle = jdbi.open();
        handle.execute("pragma journal_mode=wal");
        handle.execute("create table thing (id integer primary key, name text)");
        handle.execute("insert into thing values (1, 'one'), (2, 'two'), (3, 'three')");
    }

    @AfterEach
    void close() {
        handle.close();
    }

    private Query query(String sql) {
        return handle.createQuery(sql).addCustomizer(new StatementCustomizer() {
            @Override
            public void beforeExecution(PreparedStatement statement, StatementContext context) {
                used.add(statement);
            }
        });
    }

    private List<String> from(int id) {
        return query(BY_ID).bind("id", id).mapTo(String.class).list();
    }

    @Test
    void aTextIsCompiledOnceAndReadsWithTheValuesOfEachUse() {
        assertThat(from(1)).containsExactly("one", "two", "three");
        assertThat(from(3)).containsExactly("three");

        assertThat(used).hasSize(2);
        assertThat(used.get(1)).isSameAs(used.get(0));
    }

    @Test
    void theSameTextMayBeOpenTwiceAtOnce() {
        var pairs = new ArrayList<String>();
        try (var outer = query(BY_ID).bind("id", 2).mapTo(String.class).iterator()) {
            while (outer.hasNext()) {
                pairs.add(outer.next() + from(3));
            }
        }

        assertThat(pairs).containsExactly("two[three]", "three[three]");
        assertThat(used.get(1)).isNotSameAs(used.get(0));
    }

    @Test
    void aResultThatWasNotReadToItsEndHoldsNoSnapshot() {
        try (var some = query(BY_ID).bind("id", 1).mapTo(String.class).iterator()) {
            assertThat(some.next()).isEqualTo("one");
        }

        try (var other =
                Jdbi.create("jdbc:sqlite:" + folder.resolve("reused.db")).open()) {
            other.execute("insert into thing values (4, 'four')");
            int busy = other.createQuery("pragma wal_checkpoint(truncate)")
                    .map((row, context) -> row.getInt(1))
                    .one();
            assertThat(busy).as("a reader stands in the way").isZero();
        }
        assertThat(from(4)).containsExactly("four");
    }

    @Test
    void aTextLongUnusedMakesRoom() throws SQLException {
        from(1);
        for (int i = 0; i < 200; i++) {
            handle.createQuery("select " + i).mapTo(int.class).one();
        }

        assertThat(used.getFirst().isClosed()).isTrue();
        assertThat(from(3)).containsExactly("three");
    }

    @Test
    void aFailedUseDoesNotSpoilTheNext() {
        var insert = "insert into thing values (:id, 'again')";
        assertThatThrownBy(() -> handle.createUpdate(insert).bind("id", 1).execute())
                .hasMessageContaining("UNIQUE constraint failed");

        assertThat(handle.createUpdate(insert).bind("id", 9).execute()).isEqualTo(1);
        assertThat(from(9)).containsExactly("again");
    }

    @Test
    void closingTheHandleClosesWhatIsKept() throws SQLException {
        from(1);
        handle.close();

        assertThat(used.getFirst().isClosed()).isTrue();
    }
}
