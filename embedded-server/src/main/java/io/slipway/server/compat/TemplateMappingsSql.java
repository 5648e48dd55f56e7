package io.slipway.server.compat;

import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.util.Map;
import java.util.TreeMap;

/** Rows of {@code template_mapping}. */
final class TemplateMappingsSql {
    private final Database database;

    TemplateMappingsSql(Database database) {
        this.database = database;
    }

    Map<String, Integer> list(TenantId tenant, String hostId) {
        var mappings = new TreeMap<String, Integer>();
        database.read(handle -> handle.createQuery(
                                "select name, native_id from template_mapping where tenant_id = :tenant and host_id = :host")
                        .bind("tenant", tenant.value())
                        .bind("host", hostId)
                        .map((rs, context) -> Map.entry(rs.getString(1), Integer.parseInt(rs.getString(2))))
                        .list())
                .forEach(entry -> mappings.put(entry.getKey(), entry.getValue()));
        return mappings;
    }

    void put(TenantId tenant, String hostId, String name, int templateId) {
        database.write(handle -> handle.createUpdate("""
                        insert into template_mapping (tenant_id, host_id, name, native_id)
                        values (:tenant, :host, :name, :native)
                        on conflict (tenant_id, host_id, name) do update set native_id = excluded.native_id""")
                .bind("tenant", tenant.value())
                .bind("host", hostId)
                .bind("name", name)
                .bind("native", Integer.toString(templateId))
                .execute());
    }

    boolean remove(TenantId tenant, String hostId, String name) {
        return database.write(handle -> handle.execute(
                        "delete from template_mapping where tenant_id = ? and host_id = ? and name = ?",
                        tenant.value(),
                        hostId,
                        name))
                > 0;
    }
}
