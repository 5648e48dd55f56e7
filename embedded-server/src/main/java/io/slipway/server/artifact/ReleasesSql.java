package io.slipway.server.artifact;

import io.slipway.server.base.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Rows of releases. */
final class ReleasesSql {
    /** The columns of a release of the alias {@code r}, as {@link #release} reads them. */
    static final String COLUMNS = """
            r.id, r.module, r.platform, r.channel, r.version, r.object_key, r.digest, r.bytes_len, r.status, r.created_by,
            r.created_at, r.updated_at""";

    private static final String SELECT =
            "select " + COLUMNS + " from artifact_release r where r.tenant_id = :tenant and ";

    private ReleasesSql() {}

    /** @return false when the version is there already */
    static boolean insert(Handle handle, TenantId tenant, Release release) {
        return handle.createUpdate("""
                                insert into artifact_release (id, tenant_id, module, platform, channel, version, object_key, digest,
                                                              bytes_len, status, created_by, created_at, updated_at)
                                values (:id, :tenant, :module, :platform, :channel, :version, :key, :digest, :size, :status, :by,
                                        :now, :now)
                                on conflict (tenant_id, module, platform, channel, version) do nothing
                                """)
                        .bind("id", release.id())
                        .bind("tenant", tenant.value())
                        .bind("module", release.scope().module())
                        .bind("platform", release.scope().platform())
                        .bind("channel", release.scope().channel())
                        .bind("version", release.version())
                        .bind("key", release.objectKey())
                        .bind("digest", release.digest())
                        .bind("size", release.size())
                        .bind("status", release.status().word())
                        .bind("by", release.createdBy())
                        .bind("now", release.createdAt().toEpochMilli())
                        .execute()
                == 1;
    }

    static Optional<Release> byId(Handle handle, TenantId tenant, String id) {
        return handle.createQuery(SELECT + "r.id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .map((row, context) -> release(row))
                .findOne();
    }

    static List<Release> list(Handle handle, TenantId tenant, Optional<String> module) {
        return handle.createQuery(SELECT + """
                        (:module is null or r.module = :module)
                        order by r.module, r.platform, r.channel, r.created_at desc, r.id desc
                        """)
                .bind("tenant", tenant.value())
                .bind("module", module.orElse(null))
                .map((row, context) -> release(row))
                .list();
    }

    static int setStatus(Handle handle, TenantId tenant, String id, ReleaseStatus status, Instant now) {
        return handle.createUpdate("""
                        update artifact_release set status = :status, updated_at = :now
                        where tenant_id = :tenant and id = :id
                        """)
                .bind("status", status.word())
                .bind("now", now.toEpochMilli())
                .bind("tenant", tenant.value())
                .bind("id", id)
                .execute();
    }

    static int delete(Handle handle, TenantId tenant, String id) {
        return handle.createUpdate("delete from artifact_release where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .execute();
    }

    static Release release(ResultSet row) throws SQLException {
        return new Release(
                row.getString("id"),
                new ArtifactScope(row.getString("module"), row.getString("platform"), row.getString("channel")),
                row.getString("version"),
                row.getString("object_key"),
                row.getString("digest"),
                row.getLong("bytes_len"),
                ReleaseStatus.of(row.getString("status")).orElseThrow(),
                row.getString("created_by"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }
}
