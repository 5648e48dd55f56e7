package io.slipway.server.vault;

import io.slipway.server.base.TenantId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Rows of {@code record_register}, inside the caller's transaction. */
final class RegisterRowSql {
    private RegisterRowSql() {}

    /**
     * A tenant's register.
     *
     * @param n counts its changes
     */
    record Stored(long n, String entries, String mac) {}

    static Optional<Stored> find(Handle handle, TenantId tenant) {
        return handle.createQuery("select n, entries, mac from record_register where tenant_id = :tenant")
                .bind("tenant", tenant.value())
                .map((row, context) -> new Stored(row.getLong(1), row.getString(2), row.getString(3)))
                .findOne();
    }

    static void save(Handle handle, TenantId tenant, Stored register) {
        handle.createUpdate("""
                        insert into record_register (tenant_id, n, entries, mac) values (:tenant, :n, :entries, :mac)
                        on conflict (tenant_id) do update
                        set n = excluded.n, entries = excluded.entries, mac = excluded.mac""")
                .bind("tenant", tenant.value())
                .bind("n", register.n())
                .bind("entries", register.entries())
                .bind("mac", register.mac())
                .execute();
    }
}
