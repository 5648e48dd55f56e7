package io.slipway.server.tenant;

import io.slipway.server.base.Caller;
import io.slipway.server.base.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Statements on {@code api_token}. */
final class ApiTokensSql {
    private static final String COLUMNS =
            "id, tenant_id, user_id, label, role, kind, created_at, expires_at, revoked_at, last_used_at";

    private ApiTokensSql() {}

    static void insert(Handle handle, ApiToken token, String hash) {
        handle.createUpdate("""
                        insert into api_token (id, tenant_id, user_id, label, role, kind, token_hash, created_at, expires_at)
                        values (:id, :tenant, :user, :label, :role, :kind, :hash, :at, :expires)
                        """)
                .bind("id", token.id())
                .bind("tenant", token.caller().tenant().value())
                .bind("user", token.caller().userId())
                .bind("label", token.label())
                .bind("role", token.caller().role().name())
                .bind("kind", token.kind().name().toLowerCase(Locale.ROOT))
                .bind("hash", hash)
                .bind("at", token.createdAt().toEpochMilli())
                .bind("expires", token.expiresAt().map(Instant::toEpochMilli).orElse(null))
                .execute();
    }

    /** By hash over all tenants: the token itself says whose it is. */
    static Optional<ApiToken> byHash(Handle handle, String hash) {
        return handle.createQuery("select " + COLUMNS + " from api_token where token_hash = :hash")
                .bind("hash", hash)
                .map((row, context) -> token(row))
                .findOne();
    }

    static Optional<ApiToken> find(Handle handle, TenantId tenant, String id) {
        return handle.createQuery("select " + COLUMNS + " from api_token where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .map((row, context) -> token(row))
                .findOne();
    }

    /** Over all tenants: the folder has one listener. @return how many */
    static int deleteLocal(Handle handle) {
        return handle.execute("delete from api_token where kind = 'local'");
    }

    static List<ApiToken> list(Handle handle, TenantId tenant) {
        return handle.createQuery("select " + COLUMNS + " from api_token where tenant_id = :tenant order by id")
                .bind("tenant", tenant.value())
                .map((row, context) -> token(row))
                .list();
    }

    static boolean revoke(Handle handle, TenantId tenant, String id, Instant at) {
        return handle.createUpdate("""
                                update api_token set revoked_at = coalesce(revoked_at, :at)
                                where tenant_id = :tenant and id = :id
                                """)
                        .bind("at", at.toEpochMilli())
                        .bind("tenant", tenant.value())
                        .bind("id", id)
                        .execute()
                == 1;
    }

    /** Notes a use; the very first one stands in the audit trail. */
    static boolean used(Handle handle, ApiToken token, Instant at, String auditId) {
        if (token.lastUsedAt().isEmpty() && !token.local()) {
            AuditSql.append(
                    handle, new AuditEntry(auditId, token.caller(), "api-token.first-use", token.id(), Map.of(), at));
        }
        return handle.createUpdate("update api_token set last_used_at = :at where tenant_id = :tenant and id = :id")
                        .bind("at", at.toEpochMilli())
                        .bind("tenant", token.caller().tenant().value())
                        .bind("id", token.id())
                        .execute()
                == 1;
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        var caller = new Caller(
                new TenantId(row.getString("tenant_id")),
                row.getString("user_id"),
                Caller.Role.valueOf(row.getString("role")));
        return new ApiToken(
                row.getString("id"),
                ApiToken.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                caller,
                row.getString("label"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                instant((Number) row.getObject("expires_at")),
                instant((Number) row.getObject("revoked_at")),
                instant((Number) row.getObject("last_used_at")));
    }

    private static Optional<Instant> instant(@Nullable Number millis) {
        return Optional.ofNullable(millis).map(Number::longValue).map(Instant::ofEpochMilli);
    }
}
