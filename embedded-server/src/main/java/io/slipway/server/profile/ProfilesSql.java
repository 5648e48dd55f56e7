package io.slipway.server.profile;

import io.slipway.server.base.Caller;
import io.slipway.server.store.Database;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Rows of profiles. Every statement on {@code profile} names tenant and user. */
final class ProfilesSql {
    /** A row with its current version; {@code config} is sealed. */
    record Row(
            String id,
            String name,
            boolean isDefault,
            int version,
            String schemaId,
            int schemaVersion,
            String config,
            long createdAt,
            long updatedAt) {}

    private static final String SELECT = """
            SELECT p.id, p.name, p.is_default, p.version, v.schema_id, v.schema_version, v.config, p.created_at, p.updated_at
              FROM profile p JOIN profile_version v ON v.profile_id = p.id AND v.n = p.version
             WHERE p.tenant_id = :tenant AND p.user_id = :user
            """;

    static final RowMapper<Row> MAPPER = (rs, context) -> new Row(
            rs.getString(1),
            rs.getString(2),
            rs.getInt(3) == 1,
            rs.getInt(4),
            rs.getString(5),
            rs.getInt(6),
            rs.getString(7),
            rs.getLong(8),
            rs.getLong(9));

    private final Database database;

    ProfilesSql(Database database) {
        this.database = database;
    }

    List<Row> list(Caller caller) {
        return database.read(handle -> handle.createQuery(SELECT + " ORDER BY p.created_at, p.id")
                .bind("tenant", caller.tenant().value())
                .bind("user", caller.userId())
                .map(MAPPER)
                .list());
    }

    Optional<Row> find(Caller caller, String id) {
        return database.read(handle -> find(handle, caller, id));
    }

    Optional<Row> findByName(Caller caller, String name) {
        return database.read(handle -> handle.createQuery(SELECT + " AND p.name = :name")
                .bind("tenant", caller.tenant().value())
                .bind("user", caller.userId())
                .bind("name", name)
                .map(MAPPER)
                .findOne());
    }

    Optional<Row> findDefault(Caller caller) {
        return database.read(handle -> handle.createQuery(SELECT + " AND p.is_default = 1")
                .bind("tenant", caller.tenant().value())
                .bind("user", caller.userId())
                .map(MAPPER)
                .findOne());
    }

    private static Optional<Row> find(Handle handle, Caller caller, String id) {
        return handle.createQuery(SELECT + " AND p.id = :id")
                .bind("tenant", caller.tenant().value())
                .bind("user", caller.userId())
                .bind("id", id)
                .map(MAPPER)
                .findOne();
    }

    /** @return false when the name is taken; then nothing has changed */
    boolean insert(Caller caller, Row row, String note) {
        return database.write(handle -> {
            if (taken(handle, caller, row.name(), row.id())) {
                return false;
            }
            if (row.isDefault()) {
                clearDefault(handle, caller);
            }
            handle.createUpdate("""
                            INSERT INTO profile (id, tenant_id, user_id, name, is_default, version, created_at, updated_at)
                            VALUES (:id, :tenant, :user, :name, :isDefault, :version, :createdAt, :updatedAt)
                            """)
                    .bind("tenant", caller.tenant().value())
                    .bind("user", caller.userId())
                    .bind("id", row.id())
                    .bind("name", row.name())
                    .bind("isDefault", row.isDefault() ? 1 : 0)
                    .bind("version", row.version())
                    .bind("createdAt", row.createdAt())
                    .bind("updatedAt", row.updatedAt())
                    .execute();
            insertVersion(handle, row, note);
            return true;
        });
    }

    /** What came of an update. */
    enum Updated {
        YES,
        NAME_TAKEN,
        CHANGED_MEANWHILE
    }

    /** Writes the row if its stored version is still {@code seen}; all or nothing. */
    Updated update(Caller caller, Row row, int seen, String note) {
        return database.write(handle -> {
            var present = find(handle, caller, row.id());
            if (present.isEmpty() || present.get().version() != seen) {
                return Updated.CHANGED_MEANWHILE;
            }
            if (taken(handle, caller, row.name(), row.id())) {
                return Updated.NAME_TAKEN;
            }
            if (row.isDefault()) {
                clearDefault(handle, caller);
            }
            handle.createUpdate("""
                            UPDATE profile SET name = :name, is_default = :isDefault, version = :version, updated_at = :updatedAt
                             WHERE tenant_id = :tenant AND user_id = :user AND id = :id
                            """)
                    .bind("tenant", caller.tenant().value())
                    .bind("user", caller.userId())
                    .bind("id", row.id())
                    .bind("name", row.name())
                    .bind("isDefault", row.isDefault() ? 1 : 0)
                    .bind("version", row.version())
                    .bind("updatedAt", row.updatedAt())
                    .execute();
            if (row.version() != seen) {
                insertVersion(handle, row, note);
            }
            return Updated.YES;
        });
    }

    /** @return whether there was such a profile */
    boolean delete(Caller caller, String id) {
        return database.write(handle ->
                handle.createUpdate("DELETE FROM profile WHERE tenant_id = :tenant AND user_id = :user AND id = :id")
                                .bind("tenant", caller.tenant().value())
                                .bind("user", caller.userId())
                                .bind("id", id)
                                .execute()
                        == 1);
    }

    private static boolean taken(Handle handle, Caller caller, String name, String id) {
        return handle.createQuery("""
                        SELECT count(*) FROM profile
                         WHERE tenant_id = :tenant AND user_id = :user AND name = :name AND id <> :id
                        """)
                        .bind("tenant", caller.tenant().value())
                        .bind("user", caller.userId())
                        .bind("name", name)
                        .bind("id", id)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static void clearDefault(Handle handle, Caller caller) {
        handle.createUpdate(
                        "UPDATE profile SET is_default = 0 WHERE tenant_id = :tenant AND user_id = :user AND is_default = 1")
                .bind("tenant", caller.tenant().value())
                .bind("user", caller.userId())
                .execute();
    }

    private static void insertVersion(Handle handle, Row row, String note) {
        handle.createUpdate("""
                        INSERT INTO profile_version (profile_id, n, schema_id, schema_version, config, created_at, note)
                        VALUES (:id, :version, :schemaId, :schemaVersion, :config, :updatedAt, :note)
                        """)
                .bind("id", row.id())
                .bind("version", row.version())
                .bind("schemaId", row.schemaId())
                .bind("schemaVersion", row.schemaVersion())
                .bind("config", row.config())
                .bind("updatedAt", row.updatedAt())
                .bind("note", note)
                .execute();
    }
}
