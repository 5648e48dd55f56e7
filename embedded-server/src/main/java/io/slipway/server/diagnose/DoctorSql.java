package io.slipway.server.diagnose;

import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.util.Optional;

/** Questions about the store itself. */
final class DoctorSql {
    private final Database database;

    DoctorSql(Database database) {
        this.database = database;
    }

    /** {@code ok}, or the first thing that is wrong (SQLite, {@code PRAGMA quick_check}). */
    String quickCheck() {
        return database.read(handle ->
                handle.createQuery("pragma quick_check(1)").mapTo(String.class).first());
    }

    /** Version of the newest migration that succeeded. */
    Optional<String> schemaVersion() {
        return database.read(
                handle -> handle.createQuery("""
                        select version from flyway_schema_history where success = 1 and version is not null
                        order by installed_rank desc limit 1""").mapTo(String.class).findOne());
    }

    /** Time of the newest record of the audit trail in epoch milliseconds. */
    Optional<Long> newest(TenantId tenant) {
        return database.read(
                handle -> handle.createQuery("select at from audit where tenant_id = :tenant order by id desc limit 1")
                        .bind("tenant", tenant.value())
                        .mapTo(Long.class)
                        .findOne());
    }
}
