package io.slipway.server.vault;

import io.slipway.server.base.TenantId;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Statements on {@code sealed_secret}; usable inside a caller's own transaction. */
public final class SecretsSql {
    /** A stored row: its label and the sealed value. */
    record Row(String label, Sealed sealed) {}

    private SecretsSql() {}

    static void save(Handle handle, SealContext context, Sealed sealed, Instant at) {
        int changed = handle.createUpdate("""
                        insert into sealed_secret (id, tenant_id, label, alg, key_id, nonce, ciphertext, created_at)
                        values (:id, :tenant, :label, :alg, :keyId, :nonce, :ciphertext, :at)
                        on conflict (id) do update set label = excluded.label, alg = excluded.alg,
                            key_id = excluded.key_id, nonce = excluded.nonce, ciphertext = excluded.ciphertext
                        where sealed_secret.tenant_id = excluded.tenant_id
                        """)
                .bind("id", context.id())
                .bind("tenant", context.tenant().value())
                .bind("label", context.label())
                .bind("alg", sealed.alg())
                .bind("keyId", sealed.keyId())
                .bind("nonce", sealed.nonce())
                .bind("ciphertext", sealed.ciphertext())
                .bind("at", at.toEpochMilli())
                .execute();
        if (changed != 1) {
            throw new IllegalStateException("the secret's id belongs to another tenant");
        }
    }

    static Optional<Row> find(Handle handle, TenantId tenant, String id) {
        return handle.createQuery("""
                        select label, alg, key_id, nonce, ciphertext from sealed_secret
                        where tenant_id = :tenant and id = :id
                        """)
                .bind("tenant", tenant.value())
                .bind("id", id)
                .map((row, context) -> new Row(
                        row.getString(1),
                        new Sealed(row.getString(2), row.getString(3), row.getString(4), row.getString(5))))
                .findOne();
    }

    /** Forgets a secret; gone already is success. */
    public static void delete(Handle handle, TenantId tenant, String id) {
        handle.createUpdate("delete from sealed_secret where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .execute();
    }
}
