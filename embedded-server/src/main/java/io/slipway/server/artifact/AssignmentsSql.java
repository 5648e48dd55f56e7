package io.slipway.server.artifact;

import io.slipway.server.base.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Rows of assignments. */
final class AssignmentsSql {
    private static final String SELECT = "select a.user_id, a.assigned_by, a.assigned_at, " + ReleasesSql.COLUMNS + """

            from artifact_assignment a join artifact_release r on r.id = a.release_id and r.tenant_id = a.tenant_id
            where a.tenant_id = :tenant and\s""";

    private AssignmentsSql() {}

    static int save(Handle handle, TenantId tenant, Assignment assignment) {
        var scope = assignment.release().scope();
        return handle.createUpdate("""
                        insert into artifact_assignment (tenant_id, user_id, module, platform, channel, release_id,
                                                         assigned_by, assigned_at)
                        values (:tenant, :user, :module, :platform, :channel, :release, :by, :at)
                        on conflict (tenant_id, user_id, module, platform, channel) do update set
                            release_id = excluded.release_id, assigned_by = excluded.assigned_by,
                            assigned_at = excluded.assigned_at
                        """)
                .bind("tenant", tenant.value())
                .bind("user", assignment.userId().orElse(""))
                .bind("module", scope.module())
                .bind("platform", scope.platform())
                .bind("channel", scope.channel())
                .bind("release", assignment.release().id())
                .bind("by", assignment.assignedBy())
                .bind("at", assignment.assignedAt().toEpochMilli())
                .execute();
    }

    static boolean delete(Handle handle, TenantId tenant, String userId, ArtifactScope scope) {
        return handle.createUpdate("""
                                delete from artifact_assignment
                                where tenant_id = :tenant and user_id = :user and module = :module and platform = :platform
                                  and channel = :channel
                                """)
                        .bind("tenant", tenant.value())
                        .bind("user", userId)
                        .bind("module", scope.module())
                        .bind("platform", scope.platform())
                        .bind("channel", scope.channel())
                        .execute()
                == 1;
    }

    /** What is assigned for one user and for everybody. */
    static Assigned of(Handle handle, TenantId tenant, String userId, ArtifactScope scope) {
        var rows = handle.createQuery(SELECT + """
                        a.user_id in ('', :user) and a.module = :module and a.platform = :platform and a.channel = :channel
                        """)
                .bind("tenant", tenant.value())
                .bind("user", userId)
                .bind("module", scope.module())
                .bind("platform", scope.platform())
                .bind("channel", scope.channel())
                .map((row, context) -> assignment(row))
                .list();
        return new Assigned(
                rows.stream().filter(row -> row.userId().isPresent()).findFirst(),
                rows.stream().filter(row -> row.userId().isEmpty()).findFirst());
    }

    /** Who gets a release. */
    static List<Assignment> of(Handle handle, TenantId tenant, String releaseId) {
        return handle.createQuery(SELECT + "a.release_id = :release order by a.user_id")
                .bind("tenant", tenant.value())
                .bind("release", releaseId)
                .map((row, context) -> assignment(row))
                .list();
    }

    static List<Assignment> list(Handle handle, TenantId tenant) {
        return handle.createQuery(SELECT + "1 = 1 order by a.module, a.platform, a.channel, a.user_id")
                .bind("tenant", tenant.value())
                .map((row, context) -> assignment(row))
                .list();
    }

    private static Assignment assignment(ResultSet row) throws SQLException {
        var user = row.getString("user_id");
        return new Assignment(
                user.isEmpty() ? Optional.empty() : Optional.of(user),
                ReleasesSql.release(row),
                row.getString("assigned_by"),
                Instant.ofEpochMilli(row.getLong("assigned_at")));
    }
}
