package io.slipway.server.tenant;

import io.slipway.server.base.Json;
import org.jdbi.v3.core.Handle;

/** Writes the audit trail inside the transaction of what it records, so that neither exists without the other. */
public final class AuditSql {
    private AuditSql() {}

    /** Appends one line. */
    public static void append(Handle handle, AuditEntry entry) {
        handle.createUpdate("""
                        insert into audit (id, tenant_id, actor, action, object, detail, at)
                        values (:id, :tenant, :actor, :action, :object, :detail, :at)
                        """)
                .bind("id", entry.id())
                .bind("tenant", entry.caller().tenant().value())
                .bind("actor", entry.caller().userId())
                .bind("action", entry.action())
                .bind("object", entry.object())
                .bind("detail", Json.write(entry.detail()))
                .bind("at", entry.at().toEpochMilli())
                .execute();
    }
}
