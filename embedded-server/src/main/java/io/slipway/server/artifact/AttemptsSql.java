package io.slipway.server.artifact;

import io.slipway.server.base.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Rows of the trail of downloads. Old ones make room, so that nobody can fill the disk by asking; each VM has its own room, for
 * what it was given and for what it was refused, so that a noisy guest takes away neither another VM's rows nor those of what
 * it got.
 */
final class AttemptsSql {
    /** Rows kept of one VM, of what it was given and of the rest. */
    static final int MOST_OF_VM = 1000;

    /** Rows kept of those who showed no good token. */
    static final int MOST_STRANGERS = 10_000;

    /** Rows are kept no longer. */
    static final Duration LONGEST = Duration.ofDays(730);

    private static final int BETWEEN = 256;

    private AttemptsSql() {}

    /** @param attempt whose {@code seq} is not looked at */
    static long insert(Handle handle, TenantId tenant, Attempt attempt) {
        var seq = handle.createQuery("""
                        insert into artifact_audit (tenant_id, event, result, reason, vm_uuid, lease_id, module, platform, channel,
                                                    release_id, request_ip, link_expires_at, at)
                        values (:tenant, :event, :result, :reason, :vm, :lease, :module, :platform, :channel, :release, :ip,
                                :expires, :at)
                        returning seq
                        """)
                .bind("tenant", tenant.value())
                .bind("event", attempt.event())
                .bind("result", attempt.result())
                .bind("reason", attempt.reason())
                .bind("vm", attempt.vmUuid().orElse(null))
                .bind("lease", attempt.leaseId().orElse(null))
                .bind("module", attempt.scope().map(ArtifactScope::module).orElse(null))
                .bind("platform", attempt.scope().map(ArtifactScope::platform).orElse(null))
                .bind("channel", attempt.scope().map(ArtifactScope::channel).orElse(null))
                .bind("release", attempt.releaseId().orElse(null))
                .bind("ip", attempt.requestIp())
                .bind(
                        "expires",
                        attempt.linkExpiresAt().map(Instant::toEpochMilli).orElse(null))
                .bind("at", attempt.at().toEpochMilli())
                .mapTo(Long.class)
                .findOne()
                .orElseThrow();
        attempt.vmUuid().ifPresent(vm -> pruneOfVm(handle, tenant, vm, attempt.result(), MOST_OF_VM));
        if (seq % BETWEEN == 0) {
            prune(handle, attempt.at().minus(LONGEST), MOST_STRANGERS);
        }
        return seq;
    }

    private static void pruneOfVm(Handle handle, TenantId tenant, String vmUuid, String result, int most) {
        handle.createUpdate("""
                        delete from artifact_audit
                        where tenant_id = :tenant and vm_uuid = :vm and (result = 'allowed') = :allowed and seq <=
                            (select seq from artifact_audit
                             where tenant_id = :tenant and vm_uuid = :vm and (result = 'allowed') = :allowed
                             order by seq desc limit 1 offset :most)
                        """)
                .bind("tenant", tenant.value())
                .bind("vm", vmUuid)
                .bind("allowed", result.equals(Attempt.ALLOWED))
                .bind("most", most)
                .execute();
    }

    /** Over all tenants: those who showed no token have none. */
    static void prune(Handle handle, Instant before, int mostStrangers) {
        handle.createUpdate("delete from artifact_audit where tenant_id is not null and at < :before")
                .bind("before", before.toEpochMilli())
                .execute();
        handle.createUpdate("""
                        delete from artifact_audit where vm_uuid is null and seq <=
                            (select seq from artifact_audit where vm_uuid is null order by seq desc limit 1 offset :most)
                        """).bind("most", mostStrangers).execute();
    }

    static List<Attempt> list(Handle handle, TenantId tenant, AttemptFilter filter) {
        return handle.createQuery("""
                        select * from artifact_audit
                        where tenant_id = :tenant
                          and (:before is null or seq < :before)
                          and (:vm is null or vm_uuid = :vm)
                          and (:module is null or module = :module)
                          and (:release is null or release_id = :release)
                          and (:result is null or result = :result)
                        order by seq desc limit :limit
                        """)
                .bind("tenant", tenant.value())
                .bind("before", filter.before().orElse(null))
                .bind("vm", filter.vmUuid().orElse(null))
                .bind("module", filter.module().orElse(null))
                .bind("release", filter.releaseId().orElse(null))
                .bind("result", filter.result().orElse(null))
                .bind("limit", filter.limit())
                .map((row, context) -> attempt(row))
                .list();
    }

    /** How many links of each release were given out, as far as the trail reaches back. */
    static Map<String, Integer> granted(Handle handle, TenantId tenant) {
        return handle
                .createQuery("""
                        select release_id, count(*) as n from artifact_audit
                        where tenant_id = :tenant and result = 'allowed' group by release_id
                        """)
                .bind("tenant", tenant.value())
                .map((row, context) -> Map.entry(row.getString(1), row.getInt(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        var module = row.getString("module");
        long expires = row.getLong("link_expires_at");
        return new Attempt(
                row.getLong("seq"),
                row.getString("event"),
                row.getString("result"),
                row.getString("reason"),
                Optional.ofNullable(row.getString("vm_uuid")),
                Optional.ofNullable(row.getString("lease_id")),
                module == null
                        ? Optional.empty()
                        : Optional.of(new ArtifactScope(module, row.getString("platform"), row.getString("channel"))),
                Optional.ofNullable(row.getString("release_id")),
                row.getString("request_ip"),
                expires == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expires)),
                Instant.ofEpochMilli(row.getLong("at")));
    }
}
