package io.slipway.server.backup;

import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes the rows that a backup holds, each as an object of its columns. */
final class BackupRowsSql {
    private BackupRowsSql() {}

    /** What a tenant has, in an order that the same content always has. */
    static Rows all(Handle handle, TenantId tenant) {
        var present = new Rows();
        for (var part : Part.values()) {
            handle.createQuery(select(part))
                    .bind("tenant", tenant.value())
                    .map((rs, context) -> row(part, rs))
                    .forEach(row -> present.add(part, row));
        }
        return present;
    }

    /** What a tenant has, and where the audit trail ends. */
    static BackupContent content(Handle handle, TenantId tenant) {
        var rows = all(handle, tenant);
        return handle.createQuery("select seq, hash from audit_head where one = 1")
                .map((rs, context) -> new BackupContent(rs.getLong("seq"), rs.getString("hash"), rows))
                .one();
    }

    private static ObjectNode row(Part part, ResultSet rs) throws SQLException {
        var row = Json.object();
        for (var field : part.fields()) {
            if (field.isText()) {
                row.put(field.name(), rs.getString(field.name()));
            } else {
                long number = rs.getLong(field.name());
                row.put(field.name(), rs.wasNull() ? null : Long.valueOf(number));
            }
        }
        return row;
    }

    static void insert(Handle handle, TenantId tenant, Part part, ObjectNode row) {
        var update = handle.createUpdate(insert(part)).bind("tenant", tenant.value());
        for (var field : part.fields()) {
            var value = row.path(field.name());
            if (value.isNull()) {
                update.bind(field.name(), (String) null);
            } else if (field.isText()) {
                update.bind(field.name(), value.stringValue());
            } else {
                update.bind(field.name(), value.longValue());
            }
        }
        update.execute();
    }

    private static String select(Part part) {
        return switch (part) {
            // Where VMs report is this machine's own; on another one it would open a port that nobody chose there.
            case SETTING -> """
                    select name, value from setting where tenant_id = :tenant and name <> 'lan-listener'
                    order by name""";
            case SECRET -> """
                    select id, label, current_version, attached, created_at, rotated_at, used_at from secret
                    where tenant_id = :tenant order by id""";
            case SECRET_VERSION -> """
                    select secret_id, n, alg, key_id, nonce, ciphertext, aad, created_at from secret_version
                    where tenant_id = :tenant order by secret_id, n""";
            case PROFILE -> """
                    select id, user_id, name, is_default, version, created_at, updated_at from profile
                    where tenant_id = :tenant order by id""";
            case PROFILE_VERSION -> """
                    select v.profile_id, v.n, v.schema_id, v.schema_version, v.config, v.created_at
                    from profile_version v join profile p on p.id = v.profile_id
                    where p.tenant_id = :tenant order by v.profile_id, v.n""";
            case PLAYBOOK -> """
                    select id, user_id, name, is_default, content, created_at, updated_at from playbook
                    where tenant_id = :tenant order by id""";
            case HOST -> """
                    select id, name, kind, address, port, user_name, auth, host_key_pin, tls_pin, tls_port, node, limits,
                           created_at
                    from host where tenant_id = :tenant order by id""";
            case HOST_IDENTITY -> """
                    select i.host_id, i.proof, i.fingerprint, i.first_seen_at, i.last_seen_at
                    from host_identity i join host h on h.id = i.host_id
                    where h.tenant_id = :tenant order by i.host_id, i.proof, i.fingerprint""";
            case HOST_ALARM -> """
                    select a.host_id, a.proof, a.pinned, a.shown, a.raised_at
                    from host_alarm a join host h on h.id = a.host_id
                    where h.tenant_id = :tenant order by a.host_id, a.proof""";
            case TEMPLATE_MAPPING -> """
                    select t.host_id, t.name, t.native_id
                    from template_mapping t join host h on h.tenant_id = t.tenant_id and h.id = t.host_id
                    where t.tenant_id = :tenant order by t.host_id, t.name""";
            case SEALED_SECRET -> """
                    select s.id, s.label, s.alg, s.key_id, s.nonce, s.ciphertext, s.created_at
                    from sealed_secret s join host h on h.tenant_id = s.tenant_id and s.id = 'host-' || h.id
                    where s.tenant_id = :tenant order by s.id""";
            case SECRET_BINDING -> """
                    select scope_type, scope_id, field_name, secret_id, created_at, updated_at from secret_binding
                    where tenant_id = :tenant order by scope_type, scope_id, field_name""";
        };
    }

    /** What is known by more than its key stays as it is when it is there already; all else would be a conflict. */
    private static String insert(Part part) {
        return switch (part) {
            case SETTING -> """
                    insert into setting (tenant_id, name, value) values (:tenant, :name, :value)
                    on conflict (tenant_id, name) do update set value = excluded.value""";
            case SECRET -> """
                    insert into secret (id, tenant_id, label, current_version, attached, created_at, rotated_at, used_at)
                    values (:id, :tenant, :label, :current_version, :attached, :created_at, :rotated_at, :used_at)""";
            case SECRET_VERSION -> """
                    insert into secret_version (tenant_id, secret_id, n, alg, key_id, nonce, ciphertext, aad, created_at)
                    values (:tenant, :secret_id, :n, :alg, :key_id, :nonce, :ciphertext, :aad, :created_at)""";
            case PROFILE -> """
                    insert into profile (id, tenant_id, user_id, name, is_default, version, created_at, updated_at)
                    values (:id, :tenant, :user_id, :name, :is_default, :version, :created_at, :updated_at)""";
            case PROFILE_VERSION -> """
                    insert into profile_version (profile_id, n, schema_id, schema_version, config, created_at)
                    select id, :n, :schema_id, :schema_version, :config, :created_at from profile
                    where tenant_id = :tenant and id = :profile_id""";
            case PLAYBOOK -> """
                    insert into playbook (id, tenant_id, user_id, name, is_default, content, created_at, updated_at)
                    values (:id, :tenant, :user_id, :name, :is_default, :content, :created_at, :updated_at)""";
            case HOST -> """
                    insert into host (id, tenant_id, name, kind, address, port, user_name, auth, host_key_pin, tls_pin,
                                      tls_port, node, limits, state, created_at)
                    values (:id, :tenant, :name, :kind, :address, :port, :user_name, :auth, :host_key_pin, :tls_pin,
                            :tls_port, :node, :limits, 'connected', :created_at)""";
            case HOST_IDENTITY -> """
                    insert into host_identity (host_id, proof, fingerprint, first_seen_at, last_seen_at)
                    select id, :proof, :fingerprint, :first_seen_at, :last_seen_at from host
                    where tenant_id = :tenant and id = :host_id
                    on conflict do nothing""";
            case HOST_ALARM -> """
                    insert into host_alarm (host_id, proof, pinned, shown, raised_at)
                    select id, :proof, :pinned, :shown, :raised_at from host where tenant_id = :tenant and id = :host_id
                    on conflict do nothing""";
            case TEMPLATE_MAPPING -> """
                    insert into template_mapping (tenant_id, host_id, name, native_id)
                    values (:tenant, :host_id, :name, :native_id)
                    on conflict (tenant_id, host_id, name) do update set native_id = excluded.native_id""";
            case SEALED_SECRET -> """
                    insert into sealed_secret (id, tenant_id, label, alg, key_id, nonce, ciphertext, created_at)
                    values (:id, :tenant, :label, :alg, :key_id, :nonce, :ciphertext, :created_at)
                    on conflict (id) do update set alg = excluded.alg, key_id = excluded.key_id, nonce = excluded.nonce,
                        ciphertext = excluded.ciphertext
                    where sealed_secret.tenant_id = excluded.tenant_id""";
            case SECRET_BINDING -> """
                    insert into secret_binding
                        (tenant_id, scope_type, scope_id, field_name, secret_id, created_at, updated_at)
                    values (:tenant, :scope_type, :scope_id, :field_name, :secret_id, :created_at, :updated_at)
                    on conflict (tenant_id, scope_type, scope_id, field_name)
                    do update set secret_id = excluded.secret_id, updated_at = excluded.updated_at""";
        };
    }
}
