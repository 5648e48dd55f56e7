package io.slipway.server.provision;

import io.slipway.server.base.TenantId;
import io.slipway.server.provision.TemplateLint.Past;
import io.slipway.server.store.Database;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What became of the VMs that were built from each template. */
final class TemplateHistorySql {
    /** Newest runs that are looked at. */
    private static final int MOST = 1000;

    private final Database database;

    TemplateHistorySql(Database database) {
        this.database = database;
    }

    private record Row(int template, String vm, boolean built, boolean reported, boolean commands) {}

    /** By the template's number; what was never cloned is not there. */
    Map<Integer, Past> read(TenantId tenant, String hostId) {
        var rows = database.read(handle -> handle.createQuery("""
                        select json_extract(r.input, '$.template') as template, r.subject, r.state,
                               coalesce(json_extract(r.input, '$.postCommands'), 0) as commands,
                               exists (select 1 from guest_token t where t.run_id = r.id and t.first_seen_at is not null) as reported
                        from run r join job j on j.id = r.job_id
                        where r.tenant_id = :tenant and j.host_id = :host and j.kind = :kind
                          and r.state in ('succeeded', 'parked', 'failed', 'needs_attention')
                        order by r.id desc limit :most""")
                .bind("tenant", tenant.value())
                .bind("host", hostId)
                .bind("kind", Provisioning.JOB_KIND)
                .bind("most", MOST)
                .map((rs, context) -> new Row(
                        rs.getInt("template"),
                        rs.getString("subject"),
                        rs.getString("state").equals("succeeded"),
                        rs.getBoolean("reported"),
                        rs.getInt("commands") > 0))
                .list());
        var past = new HashMap<Integer, Past>();
        rows.forEach(row -> past.merge(row.template(), one(row), TemplateHistorySql::both));
        return past;
    }

    private static Past one(Row row) {
        return new Past(
                row.built() ? 1 : 0,
                row.built() ? 0 : 1,
                row.reported() ? Optional.of(row.vm()) : Optional.empty(),
                row.built() && row.commands() ? Optional.of(row.vm()) : Optional.empty());
    }

    /** The newer proof stays. */
    private static Past both(Past newer, Past older) {
        return new Past(
                newer.built() + older.built(),
                newer.failed() + older.failed(),
                newer.proof().or(older::proof),
                newer.agentProof().or(older::agentProof));
    }
}
