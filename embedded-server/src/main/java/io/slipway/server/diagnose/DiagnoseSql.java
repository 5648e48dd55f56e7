package io.slipway.server.diagnose;

import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a bundle says of the store; also asked of a store that no server runs on. */
final class DiagnoseSql {
    private final Database database;

    DiagnoseSql(Database database) {
        this.database = database;
    }

    List<HostMask.Names> hostNames(TenantId tenant) {
        return database.read(handle -> handle.createQuery(
                        "select name, address, node from host where tenant_id = :tenant order by id")
                .bind("tenant", tenant.value())
                .map((rs, context) -> new HostMask.Names(rs.getString(1), rs.getString(2), rs.getString(3)))
                .list());
    }

    /** A line for each host, without user names, key files and pins. */
    List<String> hosts(TenantId tenant) {
        return database.read(handle -> handle.createQuery("""
                        select h.name, h.kind, h.address, h.port, h.node, h.limits, h.probed_at,
                               (select count(*) from host_alarm a where a.host_id = h.id) as alarms
                        from host h where h.tenant_id = :tenant order by h.id""")
                .bind("tenant", tenant.value())
                .map((rs, context) -> rs.getString("name") + "  " + rs.getString("kind") + "  "
                        + rs.getString("address") + ":" + rs.getInt("port") + "  node=" + rs.getString("node")
                        + "  limits=" + rs.getString("limits") + "  last probe="
                        + (rs.getObject("probed_at") == null ? "never" : at(rs.getLong("probed_at")))
                        + "  alarms=" + rs.getInt("alarms"))
                .list());
    }

    Map<String, String> settings(TenantId tenant) {
        var settings = new TreeMap<String, String>();
        database.read(handle -> handle.createQuery("select name, value from setting where tenant_id = :tenant")
                        .bind("tenant", tenant.value())
                        .map((rs, context) -> Map.entry(rs.getString(1), rs.getString(2)))
                        .list())
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue()));
        return settings;
    }

    /** A job that did not end well. */
    record Trouble(
            String id,
            String kind,
            String state,
            Instant createdAt,
            @Nullable String problem) {}

    /** Newest first. */
    List<Trouble> troubles(TenantId tenant, int most) {
        return database.read(handle -> handle.createQuery("""
                        select j.id, j.kind, j.state, j.created_at, coalesce(j.problem, (select x.problem from run x
                            where x.job_id = j.id and x.problem is not null order by x.id limit 1)) as problem
                        from job j where j.tenant_id = :tenant and (j.state in ('failed', 'partial') or j.problem is not null
                            or exists (select 1 from run x where x.job_id = j.id and x.problem is not null))
                        order by j.id desc limit :most""")
                .bind("tenant", tenant.value())
                .bind("most", most)
                .map((rs, context) -> new Trouble(
                        rs.getString("id"),
                        rs.getString("kind"),
                        rs.getString("state"),
                        Instant.ofEpochMilli(rs.getLong("created_at")),
                        rs.getString("problem")))
                .list());
    }

    /** The last lines of a job's log, oldest first. */
    List<String> log(TenantId tenant, String jobId, int most) {
        return database.read(handle -> handle.createQuery("""
                        select * from (select l.seq, l.at, l.text from job_log l
                            join job j on j.id = l.job_id and j.tenant_id = :tenant
                            where l.job_id = :job order by l.seq desc limit :most) order by seq""")
                .bind("tenant", tenant.value())
                .bind("job", jobId)
                .bind("most", most)
                .map((rs, context) -> at(rs.getLong("at")) + "  " + rs.getString("text"))
                .list());
    }

    private static String at(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
