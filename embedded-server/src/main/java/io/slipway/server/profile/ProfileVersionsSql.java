package io.slipway.server.profile;

import io.slipway.server.base.Caller;
import io.slipway.server.profile.ProfilesSql.Row;
import io.slipway.server.store.Database;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Looks at versions of profiles and at what uses a profile. Every statement names tenant and user. */
final class ProfileVersionsSql {
    private final Database database;

    ProfileVersionsSql(Database database) {
        this.database = database;
    }

    /** The caller's profiles' names by id, oldest first. */
    Map<String, String> names(Caller caller) {
        return database.read(handle -> handle.createQuery("""
                        SELECT id, name FROM profile WHERE tenant_id = :tenant AND user_id = :user ORDER BY created_at, id""")
                .bind("tenant", caller.tenant().value())
                .bind("user", caller.userId())
                .reduceRows(new LinkedHashMap<>(), (names, row) -> {
                    names.put(row.getColumn("id", String.class), row.getColumn("name", String.class));
                    return names;
                }));
    }

    /** Oldest first. A VM counts while it is there. */
    List<ProfileSummary> list(Caller caller) {
        return database.read(handle -> summaries(handle, caller, vms(handle, caller)));
    }

    /** How many VMs were ordered with a profile, by what their orders call it: its id or its name. */
    private static Map<String, Integer> vms(Handle handle, Caller caller) {
        return handle.createQuery("""
                        SELECT json_extract(j.fields, '$.profile') AS profile, sum(m.n) AS n
                          FROM (SELECT tenant_id, job_id, count(*) AS n FROM vm
                                 WHERE tenant_id = :tenant AND user_id = :user AND state <> 'gone' GROUP BY job_id) m
                          JOIN job j ON j.tenant_id = m.tenant_id AND j.id = m.job_id
                         WHERE json_type(j.fields, '$.profile') = 'text' GROUP BY profile
                        """)
                .bind("tenant", caller.tenant().value())
                .bind("user", caller.userId())
                .reduceRows(new HashMap<>(), (counts, row) -> {
                    counts.put(row.getColumn("profile", String.class), row.getColumn("n", Integer.class));
                    return counts;
                });
    }

    private static List<ProfileSummary> summaries(Handle handle, Caller caller, Map<String, Integer> vms) {
        return handle.createQuery("""
                        SELECT p.id, p.name, p.is_default, p.version, p.updated_at,
                               coalesce(json_extract(v.config, '$.target.os'), 'win11') AS os,
                               (SELECT count(*) FROM secret_binding b
                                 WHERE b.tenant_id = p.tenant_id AND b.scope_type = 'profile' AND b.scope_id = p.id) AS bindings
                          FROM profile p JOIN profile_version v ON v.profile_id = p.id AND v.n = p.version
                         WHERE p.tenant_id = :tenant AND p.user_id = :user ORDER BY p.created_at, p.id
                        """)
                .bind("tenant", caller.tenant().value())
                .bind("user", caller.userId())
                .map((rs, context) -> {
                    var id = rs.getString("id");
                    var name = rs.getString("name");
                    return new ProfileSummary(
                            id,
                            name,
                            rs.getInt("is_default") == 1,
                            rs.getInt("version"),
                            rs.getString("os"),
                            vms.getOrDefault(id, 0) + vms.getOrDefault(name, 0),
                            rs.getInt("bindings"),
                            Instant.ofEpochMilli(rs.getLong("updated_at")));
                })
                .list();
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
