package io.slipway.server.profile;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;

/** Rows of playbooks. Every statement names tenant and user. */
final class PlaybooksSql {
    private static final String SELECT = """
            SELECT id, name, is_default, content, created_at, updated_at FROM playbook
             WHERE tenant_id = :tenant AND user_id = :user
            """;

    private static final RowMapper<Playbook> MAPPER = (rs, context) -> new Playbook(
            rs.getString(1),
            rs.getString(2),
            rs.getInt(3) == 1,
            rs.getString(4),
            Instant.ofEpochMilli(rs.getLong(5)),
            Instant.ofEpochMilli(rs.getLong(6)));

    private final Database database;

    PlaybooksSql(Database database) {
        this.database = database;
    }

    List<Playbook> list(Caller caller) {
        return database.read(handle -> owner(handle.createQuery(SELECT + " ORDER BY created_at, id"), caller)
                .map(MAPPER)
                .list());
    }

    Optional<Playbook> find(Caller caller, String id) {
        return database.read(handle -> owner(handle.createQuery(SELECT + " AND id = :id"), caller)
                .bind("id", id)
                .map(MAPPER)
                .findOne());
    }

    Optional<Playbook> findDefault(Caller caller) {
        return database.read(handle -> owner(handle.createQuery(SELECT + " AND is_default = 1"), caller)
                .map(MAPPER)
                .findOne());
    }

    /** @throws SlipwayException DUPLICATE_NAME; then nothing has changed */
    void insert(Caller caller, Playbook playbook) {
        database.write(handle -> put(handle, caller, playbook));
    }

    /**
     * Changes a playbook in one transaction, so that nobody else's change is lost.
     *
     * @param change what is stored becomes, given what is stored then
     * @return empty when there is no such playbook
     * @throws SlipwayException DUPLICATE_NAME; then nothing has changed
     */
    Optional<Playbook> change(Caller caller, String id, UnaryOperator<Playbook> change) {
        return database.write(handle -> {
            var present = owner(handle.createQuery(SELECT + " AND id = :id"), caller)
                    .bind("id", id)
                    .map(MAPPER)
                    .findOne();
            return present.map(change).map(changed -> put(handle, caller, changed));
        });
    }

    private static Playbook put(Handle handle, Caller caller, Playbook playbook) {
        if (taken(handle, caller, playbook)) {
            throw Problem.of(
                            ProblemCode.DUPLICATE_NAME,
                            "You already have a playbook named \"" + playbook.name() + "\".")
                    .exception();
        }
        if (playbook.isDefault()) {
            owner(handle.createUpdate("""
                                    UPDATE playbook SET is_default = 0
                                     WHERE tenant_id = :tenant AND user_id = :user AND is_default = 1
                                    """), caller).execute();
        }
        owner(handle.createUpdate("""
                                INSERT INTO playbook
                                       (id, tenant_id, user_id, name, is_default, content, created_at, updated_at)
                                VALUES (:id, :tenant, :user, :name, :isDefault, :content, :createdAt, :updatedAt)
                                ON CONFLICT (id) DO UPDATE
                                   SET name = excluded.name, is_default = excluded.is_default,
                                       content = excluded.content, updated_at = excluded.updated_at
                                 WHERE tenant_id = :tenant AND user_id = :user
                                """), caller)
                .bind("id", playbook.id())
                .bind("name", playbook.name())
                .bind("isDefault", playbook.isDefault() ? 1 : 0)
                .bind("content", playbook.content())
                .bind("createdAt", playbook.createdAt().toEpochMilli())
                .bind("updatedAt", playbook.updatedAt().toEpochMilli())
                .execute();
        return playbook;
    }

    /** @return whether there was such a playbook */
    boolean delete(Caller caller, String id) {
        return database.write(handle -> owner(
                                handle.createUpdate(
                                        "DELETE FROM playbook WHERE tenant_id = :tenant AND user_id = :user AND id = :id"),
                                caller)
                        .bind("id", id)
                        .execute()
                == 1);
    }

    private static boolean taken(Handle handle, Caller caller, Playbook playbook) {
        return owner(handle.createQuery("""
                                        SELECT count(*) FROM playbook
                                         WHERE tenant_id = :tenant AND user_id = :user AND name = :name AND id <> :id
                                        """), caller)
                        .bind("name", playbook.name())
                        .bind("id", playbook.id())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static <S extends SqlStatement<S>> S owner(S statement, Caller caller) {
        return statement.bind("tenant", caller.tenant().value()).bind("user", caller.userId());
    }
}
