package io.slipway.server.vault;

import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.vault.SealedSecret.AadMeta;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Statements on {@code secret}, {@code secret_version} and {@code secret_binding}, inside the caller's transaction. */
final class OperatorSecretsSql {
    private static final String ROW = """
            select s.id, s.label, s.current_version, s.attached, s.created_at, s.rotated_at, s.used_at, v.key_id
            from secret s
            left join secret_version v
                on v.tenant_id = s.tenant_id and v.secret_id = s.id and v.n = s.current_version
            """;

    /** A row of {@code secret} with the key of its current version, empty when that version's row is gone. */
    record Row(
            String id,
            String label,
            int version,
            boolean attached,
            Instant createdAt,
            Optional<Instant> rotatedAt,
            Optional<Instant> usedAt,
            String keyId) {}

    private OperatorSecretsSql() {}

    static void insert(Handle handle, TenantId tenant, String id, String label, boolean attached, Instant at) {
        handle.createUpdate("""
                        insert into secret (id, tenant_id, label, current_version, attached, created_at)
                        values (:id, :tenant, :label, 1, :attached, :at)
                        """)
                .bind("id", id)
                .bind("tenant", tenant.value())
                .bind("label", label)
                .bind("attached", attached ? 1 : 0)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    static void insertVersion(Handle handle, TenantId tenant, SecretRef ref, SealedSecret sealed, Instant at) {
        handle.createUpdate("""
                        insert into secret_version (tenant_id, secret_id, n, alg, key_id, nonce, ciphertext, aad, created_at)
                        values (:tenant, :id, :n, :alg, :keyId, :nonce, :ciphertext, :aad, :at)
                        """)
                .bind("tenant", tenant.value())
                .bind("id", ref.id())
                .bind("n", ref.version())
                .bind("alg", sealed.alg())
                .bind("keyId", sealed.keyId())
                .bind("nonce", sealed.nonce())
                .bind("ciphertext", sealed.ciphertext())
                .bind("aad", Json.write(sealed.aadMeta()))
                .bind("at", at.toEpochMilli())
                .execute();
    }

    /** Replaces the sealed data key of a version. */
    static void sealAnew(Handle handle, TenantId tenant, SecretRef ref, SealedSecret sealed) {
        handle.createUpdate("""
                        update secret_version set aad = :aad where tenant_id = :tenant and secret_id = :id and n = :n
                        """)
                .bind("aad", Json.write(sealed.aadMeta()))
                .bind("tenant", tenant.value())
                .bind("id", ref.id())
                .bind("n", ref.version())
                .execute();
    }

    /** Makes the next version the current one, unless somebody else made it meanwhile. */
    static boolean advance(Handle handle, TenantId tenant, SecretRef next, Instant at) {
        int changed = handle.createUpdate("""
                        update secret set current_version = :n, rotated_at = :at
                        where tenant_id = :tenant and id = :id and current_version = :n - 1
                        """)
                .bind("tenant", tenant.value())
                .bind("id", next.id())
                .bind("n", next.version())
                .bind("at", at.toEpochMilli())
                .execute();
        return changed == 1;
    }

    static void used(Handle handle, TenantId tenant, String id, Instant at) {
        handle.createUpdate("update secret set used_at = :at where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    static Optional<Row> find(Handle handle, TenantId tenant, String id) {
        return handle.createQuery(ROW + "where s.tenant_id = :tenant and s.id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .map((row, context) -> row(row))
                .findOne();
    }

    static List<Row> list(Handle handle, TenantId tenant) {
        return handle.createQuery(ROW + "where s.tenant_id = :tenant order by s.label, s.id")
                .bind("tenant", tenant.value())
                .map((row, context) -> row(row))
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        var keyId = row.getString("key_id");
        return new Row(
                row.getString("id"),
                row.getString("label"),
                row.getInt("current_version"),
                row.getInt("attached") == 1,
                Instant.ofEpochMilli(row.getLong("created_at")),
                instant(row, "rotated_at"),
                instant(row, "used_at"),
                keyId == null ? "" : keyId);
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    static Optional<SealedSecret> version(Handle handle, TenantId tenant, SecretRef ref) {
        return handle.createQuery("""
                        select alg, key_id, nonce, ciphertext, aad from secret_version
                        where tenant_id = :tenant and secret_id = :id and n = :n
                        """)
                .bind("tenant", tenant.value())
                .bind("id", ref.id())
                .bind("n", ref.version())
                .map((row, context) -> new SealedSecret(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Json.mapper().readValue(row.getString(5), AadMeta.class)))
                .findOne();
    }

    static void delete(Handle handle, TenantId tenant, String id) {
        handle.createUpdate("delete from secret where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .execute();
    }

    static void bind(Handle handle, TenantId tenant, SecretTarget target, String secretId, Instant at) {
        handle.createUpdate("""
                        insert into secret_binding
                            (tenant_id, scope_type, scope_id, field_name, secret_id, created_at, updated_at)
                        values (:tenant, :scope, :scopeId, :field, :secret, :at, :at)
                        on conflict (tenant_id, scope_type, scope_id, field_name)
                        do update set secret_id = excluded.secret_id, updated_at = excluded.updated_at
                        """)
                .bind("tenant", tenant.value())
                .bind("scope", target.scope().word())
                .bind("scopeId", target.scopeId())
                .bind("field", target.field())
                .bind("secret", secretId)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    static boolean unbind(Handle handle, TenantId tenant, SecretTarget target) {
        int changed = handle.createUpdate("""
                        delete from secret_binding where tenant_id = :tenant and scope_type = :scope
                            and scope_id = :scopeId and field_name = :field
                        """)
                .bind("tenant", tenant.value())
                .bind("scope", target.scope().word())
                .bind("scopeId", target.scopeId())
                .bind("field", target.field())
                .execute();
        return changed == 1;
    }

    static List<SecretBinding> bindings(Handle handle, TenantId tenant) {
        return handle.createQuery("""
                        select scope_type, scope_id, field_name, secret_id, created_at, updated_at from secret_binding
                        where tenant_id = :tenant order by scope_type, scope_id, field_name
                        """)
                .bind("tenant", tenant.value())
                .map((row, context) -> new SecretBinding(
                        new SecretTarget(
                                SecretScope.of(row.getString(1)).orElseThrow(), row.getString(2), row.getString(3)),
                        row.getString(4),
                        Instant.ofEpochMilli(row.getLong(5)),
                        Instant.ofEpochMilli(row.getLong(6))))
                .list();
    }

    /** The secret a field is filled from, in its newest version. */
    static Optional<SecretRef> bound(Handle handle, TenantId tenant, SecretTarget target) {
        return handle.createQuery("""
                        select s.id, s.current_version from secret_binding b
                        join secret s on s.tenant_id = b.tenant_id and s.id = b.secret_id
                        where b.tenant_id = :tenant and b.scope_type = :scope and b.scope_id = :scopeId
                            and b.field_name = :field
                        """)
                .bind("tenant", tenant.value())
                .bind("scope", target.scope().word())
                .bind("scopeId", target.scopeId())
                .bind("field", target.field())
                .map((row, context) -> new SecretRef(row.getString(1), row.getInt(2)))
                .findOne();
    }
}
