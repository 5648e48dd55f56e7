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
            "id, tenant_id, user_id, label, role, kind, token_hash, created_at, expires_at, revoked_at, last_used_at,"
                    + " code";

    private ApiTokensSql() {}

    static void insert(Handle handle, StoredToken stored) {
        var token = stored.token();
        handle.createUpdate("""
                        insert into api_token (id, tenant_id, user_id, label, role, kind, token_hash, created_at, expires_at, code)
                        values (:id, :tenant, :user, :label, :role, :kind, :hash, :at, :expires, :code)
                        """)
                .bind("id", token.id())
                .bind("tenant", token.caller().tenant().value())
                .bind("user", token.caller().userId())
                .bind("label", token.label())
                .bind("role", token.caller().role().name())
                .bind("kind", token.kind().name().toLowerCase(Locale.ROOT))
                .bind("hash", stored.hash())
                .bind("code", stored.code())
                .bind("at", token.createdAt().toEpochMilli())
                .bind("expires", token.expiresAt().map(Instant::toEpochMilli).orElse(null))
                .execute();
    }

    /** By hash over all tenants: the token itself says whose it is. */
    static Optional<StoredToken> byHash(Handle handle, String hash) {
        return handle.createQuery("select " + COLUMNS + " from api_token where token_hash = :hash")
                .bind("hash", hash)
                .map((row, context) -> stored(row))
                .findOne();
    }

    static Optional<StoredToken> find(Handle handle, TenantId tenant, String id) {
        return handle.createQuery("select " + COLUMNS + " from api_token where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .map((row, context) -> stored(row))
                .findOne();
    }

    /** Over all tenants: the folder has one listener. @return how many */
    static int deleteLocal(Handle handle) {
        return handle.execute("delete from api_token where kind = 'local'");
    }

    static List<StoredToken> list(Handle handle, TenantId tenant) {
        return handle.createQuery("select " + COLUMNS + " from api_token where tenant_id = :tenant order by id")
                .bind("tenant", tenant.value())
                .map((row, context) -> stored(row))
                .list();
    }

    /** Over all tenants: what the key outside the store vouches for is looked at as a whole. */
    static List<StoredToken> all(Handle handle) {
        return handle.createQuery("select " + COLUMNS + " from api_token order by id")
                .map((row, context) -> stored(row))
                .list();
    }

    /** Writes the end of a token and its code. */
    static boolean revoke(Handle handle, StoredToken revoked) {
        var token = revoked.token();
        return handle.createUpdate("""
                                update api_token set revoked_at = :at, code = :code
                                where tenant_id = :tenant and id = :id
                                """)
                        .bind("at", token.revokedAt().map(Instant::toEpochMilli).orElseThrow())
                        .bind("code", revoked.code())
                        .bind("tenant", token.caller().tenant().value())
                        .bind("id", token.id())
                        .execute()
                == 1;
    }

    /** Vouches for a row as it stands. */
    static void vouch(Handle handle, StoredToken stored) {
        handle.createUpdate("update api_token set code = :code where tenant_id = :tenant and id = :id")
                .bind("code", stored.code())
                .bind("tenant", stored.token().caller().tenant().value())
                .bind("id", stored.token().id())
                .execute();
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

    private static StoredToken stored(ResultSet row) throws SQLException {
        return new StoredToken(token(row), row.getString("token_hash"), row.getString("code"));
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
                instant((Number) row.getObject("last_used_at")),
                false);
    }

    private static Optional<Instant> instant(@Nullable Number millis) {
        return Optional.ofNullable(millis).map(Number::longValue).map(Instant::ofEpochMilli);
    }
}
