package io.slipway.server.compat;

import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.util.Map;

/** The names that applications use for templates of a host (document 004, section E.3). Thread-safe. */
public final class TemplateMappings {
    private final TemplateMappingsSql sql;

    public TemplateMappings(Database database) {
        this.sql = new TemplateMappingsSql(database);
    }

    /** Template numbers by name. */
    public Map<String, Integer> list(TenantId tenant, String hostId) {
        return sql.list(tenant, hostId);
    }

    /** Lets a name stand for a template; the caller has checked that the host has it. */
    public void put(TenantId tenant, String hostId, String name, int templateId) {
        sql.put(tenant, hostId, name, templateId);
    }

    /** Forgets a name. @return whether it was mapped */
    public boolean remove(TenantId tenant, String hostId, String name) {
        return sql.remove(tenant, hostId, name);
    }
}
