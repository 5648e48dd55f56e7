package io.slipway.server.web.admin;

import io.slipway.server.store.Database;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.tenant.AuditSql;

/** Appends to the audit trail in a transaction of its own. */
final class AuditTrailSql {
    private AuditTrailSql() {}

    static void append(Database database, AuditEntry entry) {
        database.write(handle -> {
            AuditSql.append(handle, entry);
            return entry.id();
        });
    }
}
