package io.slipway.server.host;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.time.Instant;
import java.util.List;

/** Rows of {@code host_contact}: the hosts that do not answer. Written only when that changes; triggers tell people (V0012). */
final class HostContactSql {
    private final Database database;

    HostContactSql(Database database) {
        this.database = database;
    }

    /** A host forgotten meanwhile is not lost. @return whether this is news */
    boolean lost(Host host, ProblemCode code, Instant since) {
        return database.write(handle -> handle.createUpdate("""
                                insert into host_contact (host_id, lost_since, code)
                                select id, :since, :code from host where tenant_id = :tenant and id = :host
                                on conflict (host_id) do nothing""")
                        .bind("since", since.toEpochMilli())
                        .bind("code", code.name())
                        .bind("tenant", host.tenant().value())
                        .bind("host", host.id())
                        .execute()
                > 0);
    }

    /** @return whether this is news */
    boolean regained(Host host) {
        return database.write(handle -> handle.execute("delete from host_contact where host_id = ?", host.id()) > 0);
    }

    List<LostHost> lost(TenantId tenant) {
        return database.read(handle -> handle.createQuery("""
                        select h.id, h.name, c.lost_since, c.code from host_contact c join host h on h.id = c.host_id
                        where h.tenant_id = :tenant order by h.name""")
                .bind("tenant", tenant.value())
                .map((rs, context) -> new LostHost(
                        rs.getString("id"),
                        rs.getString("name"),
                        Instant.ofEpochMilli(rs.getLong("lost_since")),
                        ProblemCode.valueOf(rs.getString("code"))))
                .list());
    }
}
