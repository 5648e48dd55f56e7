package io.slipway.server.profile;

import io.slipway.server.base.Caller;
import io.slipway.server.profile.ProfilesSql.Row;
import io.slipway.server.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks at versions of profiles and at what uses a profile. Every statement names tenant and user. */
final class ProfileVersionsSql {
    private final Database database;

    ProfileVersionsSql(Database database) {
        this.database = database;
    }

    /** A row of a list; {@code config} is sealed and only good for what is no secret. */
    record Listed(
            String id, String name, boolean isDefault, int version, String config, int vms, int bindings, long at) {}

    /** Oldest first. A VM counts while it is there; an order names its profile by id or by name. */
    List<Listed> list(Caller caller) {
        return database.read(handle -> handle.createQuery("""
                        SELECT p.id, p.name, p.is_default, p.version, v.config, p.updated_at,
                               (SELECT count(*) FROM vm m JOIN job j ON j.tenant_id = m.tenant_id AND j.id = m.job_id
                                 WHERE m.tenant_id = p.tenant_id AND m.user_id = p.user_id AND m.state <> 'gone'
                                   AND json_extract(j.fields, '$.profile') IN (p.id, p.name)) AS vms,
                               (SELECT count(*) FROM secret_binding b
                                 WHERE b.tenant_id = p.tenant_id AND b.scope_type = 'profile' AND b.scope_id = p.id) AS bindings
                          FROM profile p JOIN profile_version v ON v.profile_id = p.id AND v.n = p.version
                         WHERE p.tenant_id = :tenant AND p.user_id = :user ORDER BY p.created_at, p.id
                        """)
                .bind("tenant", caller.tenant().value())
                .bind("user", caller.userId())
                .map((rs, context) -> new Listed(
                        rs.getString("id"),
                        rs.getString("name"),
                        rs.getInt("is_default") == 1,
                        rs.getInt("version"),
                        rs.getString("config"),
                        rs.getInt("vms"),
                        rs.getInt("bindings"),
                        rs.getLong("updated_at")))
                .list());
    }

    /** Newest first. */
    List<ProfileVersion> versions(Caller caller, String id) {
        return database.read(handle -> handle.createQuery("""
                        SELECT v.n, v.created_at, v.note, p.user_id
                          FROM profile p JOIN profile_version v ON v.profile_id = p.id
                         WHERE p.tenant_id = :tenant AND p.user_id = :user AND p.id = :id ORDER BY v.n DESC
                        """)
                .bind("tenant", caller.tenant().value())
                .bind("user", caller.userId())
                .bind("id", id)
                .map((rs, context) -> new ProfileVersion(
                        rs.getInt("n"),
                        Instant.ofEpochMilli(rs.getLong("created_at")),
                        rs.getString("user_id"),
                        rs.getString("note")))
                .list());
    }

    /** The profile as it was in a version; name and default mark are today's. */
    Optional<Row> at(Caller caller, String id, int n) {
        return database.read(handle -> handle.createQuery("""
                        SELECT p.id, p.name, p.is_default, v.n, v.schema_id, v.schema_version, v.config, p.created_at,
                               v.created_at
                          FROM profile p JOIN profile_version v ON v.profile_id = p.id AND v.n = :n
                         WHERE p.tenant_id = :tenant AND p.user_id = :user AND p.id = :id
                        """)
                .bind("tenant", caller.tenant().value())
                .bind("user", caller.userId())
                .bind("id", id)
                .bind("n", n)
                .map(ProfilesSql.MAPPER)
                .findOne());
    }
}
